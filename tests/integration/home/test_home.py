"""The home page shows what waits for its reader, and costs the same however much there is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from flags import actions as flag_actions
from guidelines.actions import acknowledge_version
from people.actions import notify
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory
from tests.html import assert_well_formed
from tests.integration.guidelines.gated import TWO_OF_TWO, colleague, hang, press, publish, signed_in

HOME = "/"
QUERIES = 19
"""Person 1, flags 3, changed guidelines 3, texts 1, notices 2, guidelines 3, posts 3, blogs 1, own posts 1."""
LEAK = "Nightfall ships in May."

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    """A colleague, signed in."""
    person = UserFactory()
    client.force_login(person)
    return person


def page(client):
    response = client.get(HOME)
    assert response.status_code == 200
    assert_well_formed(response)
    return response.content.decode()


def flag(post, *people, category="unreleased", hours_ago=20):
    """Let people flag the first sentence of a post's first paragraph."""
    for person in people:
        flag_actions.testify(
            person=person,
            mark=flag_actions.Mark("post", post.pk, post.version, "b1", 0, len(LEAK)),
            category=category,
            note="",
            citation=None,
            now=timezone.now() - timedelta(hours=hours_ago),
        )


def long_here():
    """Return a colleague whose account is older than any case, so that their flags count."""
    return UserFactory(date_joined=timezone.now() - timedelta(days=365))


def fill(reader, *, rounds):
    """Bring guidelines with histories, blogs, posts, flags and notices."""
    for number in range(rounds):
        for version in range(2):
            text = f"<p>Round {number}, version {version}.</p>"
            changed = VersionFactory(
                slug=f"round-{number}", guideline=guideline("G", clause(text=text)), author_id=reader.pk
            )
        acknowledge_version(person=reader, page_id=changed.page_id, number=1, now=timezone.now())
        blog = BlogFactory(author=UserFactory())
        PostFactory(author=UserFactory(), blog=blog)
        flag(PostFactory(author=reader, body=LEAK), UserFactory())
        notify(recipient=reader, kind="test", text="Hello.", url="/", deliver_at=timezone.now())


def test_it_is_for_people_who_are_signed_in(client):
    assert client.get(HOME).url == f"{reverse('account_login')}?next=/"


def test_an_empty_house_says_what_to_do_next(client, reader):
    text = page(client)
    assert "Nothing waits for you" in text
    assert "No guideline yet" in text
    assert "No posts yet" in text
    assert "No blogs yet" in text


def test_a_text_that_waits_for_colleagues_is_listed_until_the_reader_said_something(client, reader):
    version, ann = VersionFactory(slug="social-media", guideline=guideline("Social media")), colleague()
    hang(version, TWO_OF_TWO)
    publish(ann, version, "New words.")
    assert "A change of “Social media” waits for colleagues" in page(client)
    assert "waits for colleagues" not in page(signed_in(ann)), "its author waits, too"
    assert "waits for colleagues" not in page(signed_in(UserFactory(employment="alumni")))
    press(reader, "endorse")
    assert "waits for colleagues" not in page(client)


def test_a_newcomer_is_shown_around_until_their_first_post(client, reader):
    assert "New here?" in page(client)
    PostFactory(author=reader)
    assert "New here?" not in page(client)


def test_a_flag_on_my_post_stands_first(client, reader):
    post = PostFactory(author=reader, title="Tides", body=LEAK)
    flag(post, UserFactory())
    text = page(client)
    assert text.index("A colleague flagged a passage of “Tides”") < text.index("Newest posts")
    assert "Only you can see this for now" not in text, "the notice of the same case is not repeated"


def test_a_flag_on_somebody_elses_post_is_not_shown(client, reader):
    flag(PostFactory(title="Tides", body=LEAK), UserFactory())
    assert "Nothing waits for you" in page(client)


def test_a_flag_is_shown_only_when_its_hour_has_come(client, reader):
    post = PostFactory(author=reader, body=LEAK)
    flag(post, UserFactory(), hours_ago=0)
    assert "flagged a passage" not in page(client)


def test_an_author_reads_that_a_passage_is_hidden(client, reader):
    flag(PostFactory(author=reader, title="Tides", body=LEAK), long_here(), long_here(), category="figures")
    assert "A passage of “Tides” is hidden for now" in page(client)


def test_a_guideline_shows_its_newest_version_and_why(client, reader):
    VersionFactory(slug="web", note="The first words.", author_id=reader.pk)
    assert "What changed" not in page(client), "a first version has nothing to compare with"
    VersionFactory(slug="web", guideline=guideline("Web", clause(text="<p>New.</p>")), note="Better words.")
    text = page(client)
    assert "Better words." in text
    assert "The first words." not in text
    assert reverse("guidelines:compare", args=["web", 1, 2]) in text


def test_posts_come_newest_first_with_their_authors_and_blog(client, reader):
    author = UserFactory(display_name="Ana Ito")
    PostFactory(title="Older", now=datetime(2026, 1, 1, tzinfo=UTC))
    PostFactory(title="Newer", author=author, blog=BlogFactory(author=author, title="Tea"))
    text = page(client)
    assert text.index("Newer") < text.index("Older")
    assert "Ana Ito" in text
    assert "1 post" in text


def test_a_hidden_title_stays_hidden(client, reader):
    post = PostFactory(title="Nightfall ships")
    for person in (UserFactory(), UserFactory()):
        flag_actions.testify(
            person=person,
            mark=flag_actions.Mark("post", post.pk, post.version, "title", 0, 9),
            category="figures",
            note="",
            citation=None,
            now=timezone.now(),
        )
    text = page(client)
    assert "Nightfall" not in text
    assert "ships" in text


@pytest.mark.parametrize("rounds", [1, 4])
def test_the_number_of_queries_does_not_grow(client, reader, rounds, django_assert_num_queries):
    fill(reader, rounds=rounds)
    page(client)
    with django_assert_num_queries(QUERIES):
        client.get(HOME)


def test_strangers_land_on_guidelines_where_those_are_public_and_sign_in_elsewhere(client, settings):
    assert client.get("/").url.startswith("/accounts/login/")
    settings.GUIDELINES_PUBLIC = True
    assert client.get("/").url == "/guidelines/"
