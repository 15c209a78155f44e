"""Words of a deleted comment: nobody reads them any more, and they go once no flag needs them."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from discussions import actions
from discussions.models import ThreadComment
from flags import actions as flag_actions
from flags.actions.sealing import seal_due
from people import ticker
from tests.factories.discussions import say
from tests.factories.people import UserFactory
from tests.integration.discussions.conftest import signed_in
from tests.integration.discussions.leaking import CANARY, mark, veil
from tests.integration.flags import crawling

GONE = "Fuenfundachtzigeule"
DAY = timedelta(days=1)


def stored(comment) -> list[str]:
    """The text of every stored version, and of the comment itself."""
    rows = ThreadComment.history.filter(id=comment.pk).order_by("version").values_list("comment", flat=True)
    return [*rows, ThreadComment.objects.get(pk=comment.pk).comment]


def delete(comment, *, now=None):
    """Let its author delete a comment."""
    actions.delete(comment_id=comment.pk, person=comment.user, now=now or timezone.now())


def test_what_nobody_flagged_is_gone_at_once_from_every_column(place, reader):
    comment = say(place, reader, f"I heard of {GONE}.")
    actions.edit(
        comment_id=comment.pk, person=reader, base_version=1, text=f"{GONE}, I said.", now=comment.submit_date
    )
    assert crawling.tables_with(GONE)
    delete(comment)
    assert stored(comment) == ["", "", "", ""]
    assert crawling.tables_with(GONE) == []


def test_a_stub_with_its_answers_stays(place, reader, author):
    comment = say(place, reader, f"I heard of {GONE}.")
    say(place, author, "And I did not.", answers=comment)
    delete(comment)
    page = signed_in(author).get(comment.get_absolute_url(), follow=True).content.decode()
    assert "And I did not." in page
    assert GONE not in page


def test_no_screen_shows_deleted_words_that_a_flag_keeps(company, leaky):
    case = veil(company, leaky)
    delete(leaky)
    assert CANARY in "".join(stored(leaky))
    case.refresh_from_db()
    assert case.state == "fixed"
    post = leaky.topic.target_id
    where = [
        *(f"/posts/{post}/", f"/discussions/post/{post}/", f"/discussions/post/{post}/?show=newest"),
        *(f"/discussions/comments/{leaky.pk}/{page}" for page in ("", "edit/", "delete/", "answer/")),
        *(f"/flags/new/?kind=comment&id={leaky.pk}&version={version}&block=b1" for version in (1, 2)),
        *(f"/search/?q={CANARY[:6]}", f"/people/{leaky.user.username}/", "/flags/desk/", "/"),
    ]
    others = [Client(), signed_in(UserFactory()), signed_in(UserFactory(is_superuser=True)), signed_in(company[0])]
    for browser in [*others, signed_in(leaky.user)]:
        assert crawling.leaks(browser, where, CANARY) == []
    for browser in others:
        assert crawling.leaks(browser, [case.get_absolute_url()], CANARY) == []


def test_they_are_kept_while_a_flag_can_go_on_and_then_go(company, leaky):
    now = timezone.now()
    veil(company, leaky)
    delete(leaky)
    seal_due(now + timedelta(minutes=11))
    assert CANARY not in "".join(stored(leaky))
    assert "More." in "".join(stored(leaky))
    ticker.run(now + 29 * DAY)
    assert "More." in "".join(stored(leaky))
    assert ticker.run(now + 31 * DAY)["discussions.erase_due"] == 1
    assert stored(leaky) == ["", "", ""]
    assert ticker.run(now + 31 * DAY)["discussions.erase_due"] == 0


def test_an_open_flag_of_which_the_author_has_not_heard_keeps_them(company, leaky):
    case = mark(company[0], leaky)
    case.told_at, case.ends_at = timezone.now() + DAY, timezone.now() + 2 * DAY
    case.save()
    delete(leaky)
    case.refresh_from_db()
    assert case.state == "noted"
    assert CANARY in "".join(stored(leaky))
    flag_actions.withdraw(person=company[0], case=case, now=timezone.now())
    ticker.run(timezone.now())
    assert stored(leaky) == ["", "", ""]


def test_a_deletion_that_is_undone_brings_no_words_back_for_good(company, leaky):
    case = veil(company, leaky)
    now = timezone.now()
    delete(leaky, now=now)
    flag_actions.undo(person=leaky.user, case=case, now=now + timedelta(minutes=5))
    case.refresh_from_db()
    assert case.state == "veiled"
    ticker.run(now + 8 * DAY)
    case.refresh_from_db()
    assert case.state == "lapsed"
    ticker.run(case.ended_at + 31 * DAY)
    assert set(stored(leaky)) == {""}
