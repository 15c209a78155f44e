"""The demonstration: an empty database is filled once, with all there is to try."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from discussions.models import ThreadComment, Topic
from flags.models import Case, Seat, Testimony
from flags.rules.lifecycle import State
from guidelines.models import GuidelineRecord, GuidelineVersion
from home.demo.files import demo_facts
from people.models import Team, User
from posts.models import Blog, Post
from tests.html import assert_well_formed

HIDDEN = ("AKIA4WEXHOLM7DEMO3QZ", "Halvorsund", "Bergqvist", "a third of the water")
"""Words of the passages that the demonstration's cases hide."""


# One process seeds once for all of them.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("demo")]


def seed(*options: str) -> str:
    out = StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def _seeded(django_db_setup, django_db_blocker):
    """The demonstration, seeded once for the tests below and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed("--public-password")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_seeded, db):
    """The demonstration, as seeded."""


@pytest.fixture
def outsider(demo) -> User:
    """Somebody who has written and flagged nothing that the demonstration hides."""
    return User.objects.get(username="kenji.mori")


def test_colleagues_talk_about_a_post_and_a_clause(demo, client, outsider):
    client.force_login(outsider)
    assert list(Topic.objects.order_by("kind").values_list("kind", "comments")) == [("clause", 6), ("post", 8)]
    for comment in ThreadComment.objects.all():
        assert client.get(comment.get_absolute_url(), follow=True).status_code == 200


def test_it_brings_people_teams_blogs_and_posts(demo):
    assert User.objects.count() == 41
    assert Team.objects.count() == 7
    assert Blog.objects.count() == len(demo_facts("blogs")["blogs"])
    assert Post.objects.count() >= 40
    assert Post.objects.filter(version__gt=1).count() >= 10


def test_guidelines_come_in_their_versions_with_authors_and_reasons(demo):
    record = GuidelineRecord.objects.in_force().get(slug="social-media")
    versions = GuidelineVersion.objects.of(record.page_id)
    assert record.current.number == versions.count() == 8
    assert len({version.person_id for version in versions}) == 8
    assert (max(version.date for version in versions) - min(version.date for version in versions)).days > 900


def test_a_reader_finds_what_changed_and_everybody_how_many_have_read(client, demo):
    client.force_login(User.objects.get(username="reader"))
    page = client.get(reverse("guidelines:guideline", args=["social-media"])).content.decode()
    assert "changed since you read v6" in page
    assert "Version 7 changed what people may or must do" in page
    history = client.get(reverse("guidelines:history", args=["social-media"])).content.decode()
    assert "colleagues have said that they read version 8" in history


def test_cases_are_in_every_state(demo):
    wanted = Counter(row["state"] for row in demo_facts("cases")["cases"])
    assert Counter(Case.objects.values_list("state", flat=True)) == wanted
    assert set(wanted) == set(State)
    assert not Case.objects.filter(clause_version=None).exists()


def test_a_panel_waits_for_the_reader(client, demo):
    case = Case.objects.get(target_id=Post.objects.get(title="How to read four hundred pages before lunch").pk)
    seat = Seat.objects.held_by(User.objects.get(username="reader"), timezone.now()).get(panel__case=case)
    client.force_login(seat.person)
    assert seat.get_absolute_url() in client.get(reverse("flags:seats")).content.decode()
    assert client.post(reverse("flags:seat_take", args=[seat.pk]), follow=True).status_code == 200
    assert "We lose more of them than we win." in client.get(seat.get_absolute_url()).content.decode()


def test_two_of_one_team_have_one_voice(demo):
    case = Case.objects.get(target_id=Post.objects.get(title="A spreadsheet is an interface").pk)
    assert case.testimonies.values("team").distinct().count() == 1
    assert (case.testimonies.count(), case.state) == (2, "panel")


def test_nothing_happened_in_the_future(demo):
    newest = Testimony.objects.latest("created_at").created_at
    assert Post.objects.latest("published_at").published_at < newest
    assert GuidelineVersion.objects.latest("date").date < newest


def test_versions_and_log_verify(demo):
    call_command("verify_versions", stdout=StringIO())
    call_command("verify_log", stdout=StringIO())


def test_hidden_words_reach_no_outsider(client, demo, outsider):
    client.force_login(outsider)
    veiled = list(Case.objects.hidden(timezone.now()).values_list("target_id", flat=True))
    addresses = [reverse("home:home"), reverse("posts:index"), reverse("flags:desk"), reverse("flags:log")]
    addresses += [reverse(f"posts:{name}", args=[post]) for post in veiled for name in ("post", "history")]
    for address in addresses:
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200, address
        assert not [word for word in HIDDEN if word in page], address
    assert len(veiled) == len(HIDDEN)


def test_an_author_finds_the_flag_on_their_desk(client, demo):
    client.force_login(User.objects.get(username="author"))
    for address in (reverse("home:home"), reverse("flags:desk")):
        response = client.get(address)
        assert "Chasing the last microvolt" in response.content.decode()
        assert_well_formed(response)


def test_people_can_sign_in_with_the_printed_password(client, demo):
    told = seed()
    password = told.split("the password is ")[1].splitlines()[0]
    for username in ("reader", "editor", "peer", "peer2", "author", "admin"):
        assert username in told
        assert client.login(username=username, password=password)


def test_seeding_twice_changes_nothing(demo):
    before = (User.objects.count(), Post.objects.count(), Case.objects.count(), GuidelineVersion.objects.count())
    assert "nothing was changed" in seed()
    after = (User.objects.count(), Post.objects.count(), Case.objects.count(), GuidelineVersion.objects.count())
    assert after == before
