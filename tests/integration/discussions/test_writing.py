"""Saying something, answering, rewording and deleting, through the screens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussions import actions
from discussions.models import ThreadComment, Topic
from tests.factories.discussions import SAID_AT, say, text_of
from tests.factories.people import UserFactory
from tests.integration.discussions.conftest import signed_in


def newest() -> ThreadComment:
    """The comment written last."""
    return ThreadComment.objects.order_by("-pk")[0]


def lately(place, person, text="First words."):
    """A comment written just now."""
    return actions.write(place=place, person=person, text=text, now=timezone.now())


def test_a_comment_stands_on_the_post(as_reader, post, place):
    answer = as_reader.post(f"/discussions/post/{post.pk}/", {"text": "A **good** point."}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/posts/{post.pk}/#comment-{newest().pk}"
    page = answer.content.decode()
    assert "A <strong>good</strong> point." in page
    assert "1 comment\n" in page


@pytest.mark.parametrize(
    "text", ["", "   ", "\u200b", "[](http://a)", "x" * 10_001], ids=lambda text: repr(text[:5])
)
def test_what_cannot_be_said_is_refused_and_kept(as_reader, post, text):
    answer = as_reader.post(f"/discussions/post/{post.pk}/", {"text": text})
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    assert not ThreadComment.objects.exists()


def test_markup_is_text(as_reader, post):
    text = "<script>alert(1)</script> <img src=x onerror=y> [x](javascript:alert(1))"
    page = as_reader.post(f"/discussions/post/{post.pk}/", {"text": text}, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page.split('id="comments"')[1]
    assert "javascript:alert" not in page.split('id="comments"')[1].replace("x](javascript:alert", "")


def test_two_clicks_are_one_comment(as_reader, post, place):
    for _click in range(2):
        as_reader.post(f"/discussions/post/{post.pk}/", {"text": "Once."})
    assert text_of(place) == [("Once.", 0)]
    assert Topic.objects.get().comments == 1


def test_answers_stand_below_what_they_answer(as_reader, as_author, post, place, reader, other):
    first = say(place, reader, "first")
    say(place, other, "second", minutes=1)
    as_author.post(f"/comments/{first.pk}/answer/", {"text": "answer"})
    as_reader.post(f"/comments/{newest().pk}/answer/", {"text": "answer to the answer"})
    as_author.post(f"/comments/{first.pk}/answer/", {"text": "another answer"})
    assert text_of(place) == [
        ("first", 0),
        ("answer", 1),
        ("answer to the answer", 2),
        ("another answer", 1),
        ("second", 0),
    ]


def test_answers_below_the_last_level_stand_beside_what_they_answer(place, reader):
    last = say(place, reader, "0")
    for level in range(1, 6):
        last = say(place, reader, str(level), answers=last)
    assert text_of(place) == [("0", 0), ("1", 1), ("2", 2), ("3", 3), ("4", 3), ("5", 3)]


def test_an_empty_answer_is_refused_with_what_it_answers(as_reader, place, author):
    answered = say(place, author, "A claim.")
    answer = as_reader.post(f"/comments/{answered.pk}/answer/", {"text": " "})
    assert answer.status_code == 422
    assert "A claim." in answer.content.decode()


def test_a_comment_of_another_thread_cannot_be_answered_here(place, reader, author):
    elsewhere = say(actions.Place("post", place.id, ""), author)
    other_topic = Topic.objects.create(kind="post", target_id=place.id + 1)
    ThreadComment.objects.filter(pk=elsewhere.pk).update(topic=other_topic)
    with pytest.raises(actions.UnknownPlaceError):
        say(place, reader, answers=elsewhere)


def test_ones_own_words_can_be_reworded_for_a_quarter_of_an_hour(as_reader, place, reader):
    comment = lately(place, reader)
    page = as_reader.get(f"/comments/{comment.pk}/edit/").content.decode()
    assert "First words." in page
    answer = as_reader.post(
        f"/comments/{comment.pk}/edit/", {"text": "Better words.", "base_version": 1}, follow=True
    )
    page = answer.content.decode()
    assert "Better words." in page
    assert "First words." not in page
    assert "edited" in page
    kept = comment.history.order_by("version").values_list("version", "comment", "history_user")
    assert list(kept) == [(1, "First words.", reader.pk), (2, "Better words.", reader.pk)]


def test_later_it_stands_as_it_is(as_reader, place, reader):
    comment = actions.write(
        place=place, person=reader, text="First words.", now=timezone.now() - timedelta(minutes=16)
    )
    assert as_reader.get(f"/comments/{comment.pk}/edit/").status_code == 403
    data = {"text": "Other words.", "base_version": 1}
    assert as_reader.post(f"/comments/{comment.pk}/edit/", data).status_code == 403
    assert text_of(place) == [("First words.", 0)]


def test_another_window_was_faster(as_reader, place, reader):
    comment = lately(place, reader)
    actions.edit(comment_id=comment.pk, person=reader, base_version=1, text="Faster.", now=timezone.now())
    answer = as_reader.post(f"/comments/{comment.pk}/edit/", {"text": "Slower.", "base_version": 1})
    assert answer.status_code == 409
    assert "Slower." in answer.content.decode()
    again = as_reader.post(f"/comments/{comment.pk}/edit/", {"text": "Slower.", "base_version": 2})
    assert again.status_code == 302
    assert text_of(place) == [("Slower.", 0)]


def test_saving_the_same_words_makes_no_version(as_reader, place, reader):
    comment = lately(place, reader)
    as_reader.post(f"/comments/{comment.pk}/edit/", {"text": "First words.", "base_version": 1})
    assert comment.history.count() == 1


def test_an_edit_leaves_the_order_to_those_who_answer(place, reader, author):
    first = lately(place, reader, "first")
    stale = lately(
        place,
        reader,
        "last",
    )
    actions.write(place=place, person=author, text="answer", answers=first.pk, now=timezone.now())
    actions.edit(comment_id=stale.pk, person=reader, base_version=1, text="last!", now=timezone.now())
    assert text_of(place) == [("first", 0), ("answer", 1), ("last!", 0)]


def test_deleting_leaves_a_stub_and_the_answers(as_reader, place, reader, author):
    comment = say(place, reader, "A secret word.")
    say(place, author, "An answer.", answers=comment)
    assert "A secret word." in as_reader.get(f"/comments/{comment.pk}/delete/").content.decode()
    page = as_reader.post(f"/comments/{comment.pk}/delete/", follow=True).content.decode()
    assert "A secret word." not in page
    assert "An answer." in page
    assert "deleted by its author" in page
    assert "1 comment\n" in page


def test_what_was_deleted_stays_so(as_reader, as_author, place, reader):
    comment = say(place, reader)
    as_reader.post(f"/comments/{comment.pk}/delete/")
    actions.delete(comment_id=comment.pk, person=reader, now=SAID_AT)
    assert Topic.objects.get().comments == 0
    assert as_reader.get(f"/comments/{comment.pk}/edit/").status_code == 409
    assert as_author.get(f"/comments/{comment.pk}/answer/").status_code == 409
    assert as_author.post(f"/comments/{comment.pk}/answer/", {"text": "But."}).status_code == 409
    with pytest.raises(actions.DeletedError):
        say(place, reader, answers=comment)


@pytest.mark.parametrize("superuser", [False, True], ids=["a colleague", "a superuser"])
@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_nobody_changes_or_deletes_what_others_said(place, reader, verb, superuser):
    comment = lately(place, reader)
    browser = signed_in(UserFactory(is_superuser=superuser))
    assert browser.get(f"/comments/{comment.pk}/{verb}/").status_code == 403
    data = {"text": "Mine now.", "base_version": 1}
    assert browser.post(f"/comments/{comment.pk}/{verb}/", data).status_code == 403
    comment.refresh_from_db()
    assert (comment.comment, comment.is_removed, comment.version) == ("First words.", False, 1)


def test_the_author_of_a_post_does_not_rule_over_its_comments(place, reader, author):
    comment = lately(place, reader)
    with pytest.raises(actions.NotYoursError):
        actions.edit(comment_id=comment.pk, person=author, base_version=1, text="No.", now=timezone.now())
    with pytest.raises(actions.NotYoursError):
        actions.delete(comment_id=comment.pk, person=author, now=timezone.now())


def test_the_words_of_somebody_who_is_gone_stay(as_author, place, reader, post):
    say(place, reader, "Before I left.")
    reader.delete()
    page = as_author.get(f"/posts/{post.pk}/").content.decode()
    assert "Before I left." in page
    assert "somebody who is no longer here" in page
