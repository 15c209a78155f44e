"""Reading threads: who may, page by page, in few queries, and from a lasting address."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from discussions import registry, threads
from discussions.models import ThreadComment
from discussions.rules.places import Place
from tests.factories.discussions import say
from tests.factories.posts import PostFactory
from tests.integration.discussions.conftest import signed_in

ADDRESSES = [
    "/discussions/post/{post}/",
    "/discussions/post/{post}/watch/",
    "/discussions/post/{post}/unwatch/",
    "/comments/{comment}/",
    "/comments/{comment}/answer/",
    "/comments/{comment}/edit/",
    "/comments/{comment}/delete/",
]


def fill(place, person, count: int) -> list[ThreadComment]:
    """Say so many things."""
    return [say(place, person, f"Number {n}.", minutes=2 * n) for n in range(1, count + 1)]


def numbers(page: str) -> list[int]:
    """Which of them a page shows, in order."""
    return [int(number) for number in re.findall(r"Number (\d+)\.", page)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_sign_in_first(client, post, place, reader, address):
    where = address.format(post=post.pk, comment=say(place, reader, "Among us.").pk)
    for answer in (client.get(where), client.post(where, {"text": "x", "base_version": 1})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/")
    assert ThreadComment.objects.get().comment == "Among us."


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_somebody_may_not_see_is_not_there(as_other, post, place, reader, address, monkeypatch):
    where = address.format(post=post.pk, comment=say(place, reader, "Among us.").pk)
    hidden = registry.Subject(**{**vars(registry.get("post")), "visible": lambda person, places: []})
    monkeypatch.setitem(registry._subjects, "post", hidden)
    method = as_other.post if "watch" in address else as_other.get
    assert method(where).status_code == 404
    assert as_other.post(where, {"text": "x", "base_version": 1}).status_code in {404, 405}


@pytest.mark.parametrize(
    "address",
    [
        "/discussions/post/999/",
        "/discussions/post/{post}/6c1a3f2e-0000-4000-8000-000000000000/",
        "/discussions/nothing/1/",
        "/discussions/user/1/",
        "/comments/999/",
        "/comments/9999999999/",
    ],
)
def test_there_is_no_thread_on_nothing(as_reader, post, address):
    assert as_reader.get(address.format(post=post.pk)).status_code == 404


@pytest.mark.parametrize("cursor", ["x", "-1", "999", "9" * 40, "\u0661"])
def test_a_cursor_that_names_no_comment_is_a_bad_request(as_reader, post, cursor):
    assert as_reader.get(f"/discussions/post/{post.pk}/", {"after": cursor}).status_code == 400


def test_pages_hold_everything_once_in_order(as_reader, post, place, author, monkeypatch):
    monkeypatch.setattr(threads, "PAGE_SIZE", 4)
    fill(place, author, 11)
    page, seen = as_reader.get(f"/posts/{post.pk}/").content.decode(), []
    while True:
        seen += numbers(page)
        later = re.search(r'rel="next"\s+href="([^"]+)"', page)
        if not later:
            break
        page = as_reader.get(later.group(1)).content.decode()
    assert seen == list(range(1, 12))
    earlier = re.search(r'rel="prev"\s+href="([^"]+)"', page)
    assert numbers(as_reader.get(earlier.group(1)).content.decode()) == [5, 6, 7, 8]
    newest = as_reader.get(f"/discussions/post/{post.pk}/?show=newest").content.decode()
    assert numbers(newest) == [8, 9, 10, 11]
    assert newest.count('id="newest"') == 1


def test_a_lasting_address_lands_on_the_comment(as_reader, post, place, author, monkeypatch):
    monkeypatch.setattr(threads, "PAGE_SIZE", 4)
    said = fill(place, author, 11)
    for comment in said:
        [(where, _status)] = as_reader.get(comment.get_absolute_url(), follow=True).redirect_chain
        address, _hash, anchor = where.partition("#")
        assert f'id="{anchor}"' in as_reader.get(address).content.decode()
    assert as_reader.get(said[3].get_absolute_url())["Location"].startswith(f"/posts/{post.pk}/#")
    assert as_reader.get(said[4].get_absolute_url())["Location"].startswith(f"/discussions/post/{post.pk}/?at=")


@pytest.mark.parametrize("count", [2, 30], ids=["two comments", "thirty comments"])
def test_a_page_takes_two_queries_however_many_comments(place, reader, author, count, django_assert_num_queries):
    fill(place, author, count)
    say(place, reader, "An answer.", answers=ThreadComment.objects.first())
    with django_assert_num_queries(2):
        page = threads.first_page(place, reader)
        assert len([said.comment.user.shown_name + str(said.reading.html) for said in page.said]) == count + 1


def test_an_empty_thread_takes_two_queries(place, reader, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert threads.first_page(place, reader).count == 0


@pytest.mark.parametrize("count", [1, 30], ids=["one comment", "thirty comments"])
def test_the_page_of_a_post_takes_as_many_queries_for_thirty_comments(
    as_reader, post, place, author, count, django_assert_num_queries
):
    fill(place, author, count)
    as_reader.get(f"/posts/{post.pk}/")
    with django_assert_num_queries(8):
        as_reader.get(f"/posts/{post.pk}/")


def test_the_engine_below_has_no_address_here():
    """Its views list comments of anything, to anybody, and take any object as a target."""
    modules = {
        getattr(pattern.callback, "__module__", "")
        for resolver in [get_resolver()]
        for pattern in _views(resolver)
    }
    assert modules
    assert not [name for name in modules if name.startswith(("django_comments", "rest_framework"))]
    assert settings.COMMENTS_XTD_APP_MODEL_OPTIONS["default"]["allow_flagging"] is False


def _views(resolver):
    for pattern in resolver.url_patterns:
        yield from _views(pattern) if hasattr(pattern, "url_patterns") else [pattern]


def test_the_page_for_what_is_not_there_is_ours():
    """The engine brings a 404.html of its own."""
    assert get_template("404.html").origin.name == str(settings.BASE_DIR / "templates" / "404.html")


def test_nothing_of_a_comment_is_fetched_from_elsewhere(as_reader, post, place, author):
    say(place, author, "![A picture](https://example.org/a.png)")
    page = as_reader.get(f"/posts/{post.pk}/").content.decode()
    assert "<img" not in page.split('id="comments"')[1]
    assert "gravatar" not in page


def test_comments_of_another_post_stand_there(as_reader, author, place):
    say(place, author, "Here.")
    assert "Here." not in as_reader.get(f"/posts/{PostFactory().pk}/").content.decode()


def test_a_place_is_seen_by_who_may_see_it(reader, place):
    assert registry.may_see(reader, place)
    assert not registry.may_see(reader, Place("post", place.id + 1))
    assert signed_in(reader).get(f"/discussions/post/{place.id}/").status_code == 200
