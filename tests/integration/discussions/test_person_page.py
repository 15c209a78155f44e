"""What a person's page shows of their comments."""

import pytest

from discussions.person_page import COMMENTS_SHOWN, read
from posts.discussed import place_of
from tests.factories.discussions import say
from tests.factories.posts import PostFactory


def test_it_shows_the_newest_that_stand_with_what_they_are_about(as_other, place, post, reader):
    for minutes in range(0, 2 * COMMENTS_SHOWN + 2, 2):
        say(place, reader, f"Number {minutes}.", minutes=minutes)
    page = as_other.get(f"/people/{reader.username}/").content.decode()
    assert "Number 0." not in page
    assert "Number 10." in page
    assert page.count(f">{post.title}</a>") == COMMENTS_SHOWN


def test_what_was_deleted_is_not_on_it(as_other, as_reader, place, reader):
    comment = say(place, reader, "Gone.")
    as_reader.post(f"/comments/{comment.pk}/delete/")
    assert "comments-of-person" not in as_other.get(f"/people/{reader.username}/").content.decode()


def test_what_the_viewer_may_not_see_is_not_on_it(as_other, place, reader, monkeypatch):
    say(place, reader, "Among us.")
    monkeypatch.setattr("discussions.registry._subjects", {})
    assert "Among us." not in as_other.get(f"/people/{reader.username}/").content.decode()


@pytest.mark.parametrize("count", [1, 5], ids=["one comment", "five comments on five posts"])
def test_it_takes_as_many_queries_for_five(reader, other, count, django_assert_num_queries):
    for minutes in range(count):
        say(place_of(PostFactory().pk), reader, minutes=minutes)
    with django_assert_num_queries(5):
        assert len(read(reader, other)["lines"]) == count
