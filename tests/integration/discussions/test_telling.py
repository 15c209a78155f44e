"""Who hears of a comment: one line each, never with a word of it."""

import pytest
from django.utils import timezone

from discussions import actions
from discussions.models import ThreadWatch
from people.actions import open_all_notices
from people.models import Notice
from tests.factories.discussions import SAID_AT, say
from tests.factories.people import UserFactory

ON_YOURS = "A colleague commented on something of yours."
ANSWERED = "A colleague answered a comment of yours."
MENTIONED = "A colleague mentioned you in a comment."
WATCHED = "There are new comments on something you watch."


def heard(person) -> list[str]:
    """What somebody was told, oldest first."""
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("text", flat=True))


def test_the_author_of_a_post_hears_of_a_comment(place, author, reader, as_author):
    said = say(place, reader, "A word nobody should read in a notice.")
    assert heard(author) == [ON_YOURS]
    assert heard(reader) == []
    notice = Notice.objects.get()
    page = as_author.get(notice.url).content.decode()
    assert f'id="comment-{said.pk}"' in page
    assert "nobody should read" not in notice.text + notice.url


def test_a_lively_thread_is_one_line_until_it_is_opened(place, author, reader, other):
    say(place, reader)
    say(place, other, minutes=1)
    assert heard(author) == [ON_YOURS]
    open_all_notices(user=author, now=timezone.now())
    say(place, reader, "Another thing.", minutes=2)
    assert heard(author) == [ON_YOURS, ON_YOURS]


def test_whoever_is_answered_hears_of_it_and_is_led_there(place, author, reader, other):
    first = say(place, reader)
    answer = say(place, other, answers=first)
    assert heard(reader) == [ANSWERED]
    assert Notice.objects.get(recipient=reader).url == answer.get_absolute_url()
    assert heard(author) == [ON_YOURS]


def test_nobody_hears_of_what_they_say_themselves(place, author):
    first = say(place, author, "To myself, @ada.author.")
    say(place, author, "And again.", answers=first)
    assert heard(author) == []


def test_whoever_is_called_by_name_hears_of_it_once(place, author, reader, other):
    say(place, reader, "@otto.other, @ada.author and @nobody.here: what do you say, @otto.other?")
    assert heard(other) == [MENTIONED]
    assert heard(author) == [MENTIONED]


def test_rewording_calls_only_those_it_had_not_called(place, reader, other, author):
    comment = actions.write(place=place, person=reader, text="@otto.other?", now=timezone.now())
    actions.edit(
        comment_id=comment.pk, person=reader, base_version=1, text="@otto.other, @ada.author?", now=timezone.now()
    )
    assert heard(other) == [MENTIONED]
    assert heard(author) == [ON_YOURS, MENTIONED]


def test_who_watches_hears_of_new_comments_until_they_stop(as_other, place, reader, other):
    where = f"/discussions/post/{place.id}/"
    page = as_other.post(f"{where}watch/", follow=True).content.decode()
    assert "Stop watching the comments" in page
    as_other.post(f"{where}watch/")
    assert ThreadWatch.objects.count() == 1
    say(place, reader)
    assert heard(other) == [WATCHED]
    assert "Watch the comments" in as_other.post(f"{where}unwatch/", follow=True).content.decode()
    open_all_notices(user=other, now=timezone.now())
    say(place, reader, "More.", minutes=5)
    assert heard(other) == [WATCHED]


def test_nobody_else_is_shown_who_watches(as_other, as_reader, place):
    as_other.post(f"/discussions/post/{place.id}/watch/")
    assert "Stop watching" not in as_reader.get(f"/posts/{place.id}/").content.decode()


def test_who_has_left_hears_nothing(place, reader, other):
    actions.watch(place=place, person=other, now=SAID_AT)
    other.is_active = False
    other.save()
    say(place, reader, "@otto.other?")
    assert heard(other) == []


@pytest.mark.parametrize("watchers", [1, 20], ids=["one watches", "twenty watch"])
def test_telling_takes_as_many_queries_for_twenty(place, reader, watchers, django_assert_max_num_queries):
    for person in UserFactory.create_batch(watchers):
        actions.watch(place=place, person=person, now=SAID_AT)
    say(place, reader)
    with django_assert_max_num_queries(32):
        say(place, reader, "Another.", minutes=5)
