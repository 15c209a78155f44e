"""Leaving a post one wrote with others: no say and no sight any more, and no seat on its panels either."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from flags import actions as flag_actions
from flags.actions.forgetting import forget_links
from flags.models import FormerAuthor, Seat, Testimony
from people.models import Notice
from posts import actions
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import Company, signed_in

pytestmark = pytest.mark.django_db
SECRET = "Sechsundachtzigeule"
BODY = f"We call it {SECRET}."


@pytest.fixture
def company():
    """Nine colleagues in teams of their own."""
    return Company(9)


@pytest.fixture
def author(company):
    return company.people[0]


@pytest.fixture
def partner(company):
    return company.people[1]


@pytest.fixture
def post(author, partner):
    shared = PostFactory(author=author, body=BODY)
    actions.add_author(post=shared, person=partner, added_by=author, now=timezone.now())
    return shared


def leave_url(post) -> str:
    return reverse("posts:leave", args=[post.pk])


def flag(post, *people):
    """Have people flag the secret; return the case."""
    start = BODY.index(SECRET)
    mark = flag_actions.Mark("post", post.pk, 1, "b1", start, start + len(SECRET))
    for person in people:
        found = flag_actions.testify(
            person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now()
        )
    found.case.refresh_from_db()
    return found.case


def authors(post) -> list:
    return list(post.authorships.values_list("person", flat=True))


def test_an_author_among_several_is_asked_and_leaves(post, author, partner):
    browser = signed_in(partner)
    assert leave_url(post) in browser.get(post.get_absolute_url()).content.decode()
    page = browser.get(leave_url(post))
    assert_well_formed(page)
    assert authors(post) == [author.pk, partner.pk]
    page = browser.post(leave_url(post), follow=True)
    assert "You are no longer an author of this post." in page.content.decode()
    assert authors(post) == [author.pk]
    assert browser.get(reverse("posts:edit", args=[post.pk])).status_code == 403
    assert browser.post(leave_url(post)).status_code == 403


def test_the_last_author_stays(author):
    alone = PostFactory(author=author)
    browser = signed_in(author)
    assert leave_url(alone) not in browser.get(alone.get_absolute_url()).content.decode()
    page = browser.get(leave_url(alone))
    assert_well_formed(page)
    assert "somebody has to answer for a post" in page.content.decode()
    assert browser.post(leave_url(alone)).status_code == 409
    assert authors(alone) == [author.pk]


def test_somebody_who_works_here_has_to_stay(post, author, partner):
    author.employment = "alumni"
    author.save()
    assert signed_in(partner).post(leave_url(post)).status_code == 409
    assert authors(post) == [author.pk, partner.pk]


def test_nobody_leaves_for_somebody_else(post, author, partner):
    assert signed_in(UserFactory()).post(leave_url(post)).status_code == 403
    assert authors(post) == [author.pk, partner.pk]


def test_who_left_sees_no_hidden_words_and_has_no_say_in_an_open_case(post, author, partner, company):
    case = flag(post, *company.people[2:4])
    assert case.state == "veiled"
    assert SECRET in signed_in(partner).get(post.get_absolute_url()).content.decode()
    actions.leave_post(post=post, person=partner, now=timezone.now())
    browser = signed_in(partner)
    assert SECRET not in browser.get(post.get_absolute_url()).content.decode()
    assert browser.get(case.get_absolute_url()).status_code == 404
    assert case.get_absolute_url() not in browser.get("/flags/desk/").content.decode()
    with pytest.raises(flag_actions.NotYoursError):
        flag_actions.take_out(person=partner, case=case, now=timezone.now())
    assert flag_actions.take_out(person=author, case=case, now=timezone.now()) == ()
    told = Notice.objects.filter(url=case.get_absolute_url(), kind="flags.ended")
    assert partner.pk not in told.values_list("recipient", flat=True)


def test_what_they_had_yet_to_hear_of_a_flag_is_taken_back(post, partner, company):
    case = flag(post, company.people[2])
    Notice.objects.filter(url=case.get_absolute_url()).update(deliver_at=timezone.now() + timedelta(hours=2))
    actions.leave_post(post=post, person=partner, now=timezone.now())
    recipients = Notice.objects.filter(url=case.get_absolute_url()).values_list("recipient", flat=True)
    assert partner.pk not in recipients
    assert len(recipients) == 1


def test_who_left_and_their_team_are_kept_off_the_panel(post, author, partner, company):
    mate = company.join(partner.team)
    case = flag(post, company.people[2])
    actions.leave_post(post=post, person=partner, now=timezone.now())
    flag_actions.contest(person=author, case=case, reason="public", note="", now=timezone.now())
    asked = set(Seat.objects.filter(panel__case=case).values_list("person", flat=True))
    assert asked == {person.pk for person in company.people[3:]}
    assert not {partner.pk, mate.pk} & asked


def test_that_somebody_left_is_forgotten_with_the_other_links_of_a_case(post, author, partner, company):
    case = flag(post, company.people[2])
    actions.leave_post(post=post, person=partner, now=timezone.now())
    flag_actions.take_out(person=author, case=case, now=timezone.now())
    forget_links(timezone.now() + timedelta(days=119))
    assert FormerAuthor.objects.get().person == partner
    forget_links(timezone.now() + timedelta(days=121))
    assert not FormerAuthor.objects.exists()


def test_who_comes_back_is_an_author_added_later(post, author, partner, company):
    case = flag(post, *company.people[2:4])
    actions.leave_post(post=post, person=partner, now=timezone.now())
    actions.add_author(post=post, person=partner, added_by=author, now=timezone.now())
    assert SECRET not in signed_in(partner).get(post.get_absolute_url()).content.decode()
    actions.leave_post(post=post, person=partner, now=timezone.now())
    assert FormerAuthor.objects.filter(case=case, person=partner).count() == 1


def flag_as(person, post, body: str, words: str):
    """Flag words of the newest version by the form; return the answer."""
    post.refresh_from_db()
    start = body.index(words)
    where = {"kind": "post", "id": post.pk, "version": post.version, "block": "b1", "stamp": "open"}
    mark = {"start": start, "end": start + len(words), "category": "unreleased"}
    return signed_in(person).post("/flags/new/", where | mark)


def test_who_left_cannot_flag_what_they_had_written(post, author, partner):
    actions.leave_post(post=post, person=author, now=timezone.now())
    answer = flag_as(author, post, BODY, SECRET)
    assert answer.status_code == 403
    assert "You were an author of this text" in answer.content.decode()
    assert_well_formed(answer)
    assert not Testimony.objects.exists()


def test_who_left_during_a_case_is_no_witness_in_it(post, author, partner, company):
    case = flag(post, company.people[2])
    actions.leave_post(post=post, person=partner, now=timezone.now())
    assert flag_as(partner, post, BODY, SECRET).status_code == 403
    assert case.testimonies.get().person == company.people[2]


def test_who_left_can_flag_what_came_in_afterwards(post, author, partner):
    actions.leave_post(post=post, person=author, now=timezone.now())
    more = f"{BODY[:-1]} and it costs four hundred euros."
    actions.edit_post(post=post, person=partner, base_version=1, title="Owl", body=more, now=timezone.now())
    assert flag_as(author, post, more, "call it Sechsundachtzigeule and").status_code == 403
    assert flag_as(author, post, more, "costs four hundred euros").status_code == 302
    assert Testimony.objects.get().person == author
