"""Lists of posts and blogs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.models import Blog
from posts.views.paging import PAGE_SIZE
from tests.factories.posts import PUBLISHED, BlogFactory, PostFactory
from tests.html import assert_well_formed


def titles(response):
    return [card.reading.title for card in response.context["page"].cards]


def many(author, count, **fields):
    return [
        PostFactory(author=author, title=f"Nr {n}", now=PUBLISHED + timedelta(minutes=n), **fields)
        for n in range(count)
    ]


def queries(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_an_empty_list_says_what_to_do(as_reader):
    response = as_reader.get("/posts/")
    assert "Write the first post" in response.content.decode()
    assert_well_formed(response)


def test_the_newest_post_stands_first(as_reader, author):
    many(author, 3)
    response = as_reader.get("/posts/")
    assert titles(response) == ["Nr 2", "Nr 1", "Nr 0"]
    assert_well_formed(response)


def test_pages_lead_through_all_posts_and_back(as_reader, author):
    many(author, 2 * PAGE_SIZE + 1)
    wanted = [f"Nr {n}" for n in range(2 * PAGE_SIZE, -1, -1)]
    first = as_reader.get("/posts/")
    second = as_reader.get("/posts/" + first.context["page"].older_url)
    third = as_reader.get("/posts/" + second.context["page"].older_url)
    assert titles(first) + titles(second) + titles(third) == wanted
    assert first.context["page"].newer_url == ""
    assert third.context["page"].older_url == ""
    back = as_reader.get("/posts/" + third.context["page"].newer_url)
    assert titles(back) == titles(second)


def test_posts_of_the_same_moment_are_neither_lost_nor_doubled(as_reader, author):
    for n in range(PAGE_SIZE + 5):
        PostFactory(author=author, title=f"Nr {n}")
    first = as_reader.get("/posts/")
    second = as_reader.get("/posts/" + first.context["page"].older_url)
    assert len({*titles(first), *titles(second)}) == PAGE_SIZE + 5


def test_a_post_that_comes_in_meanwhile_shifts_no_page(as_reader, author):
    many(author, PAGE_SIZE + 1)
    first = as_reader.get("/posts/")
    PostFactory(author=author, title="Meanwhile", now=PUBLISHED + timedelta(days=1))
    assert titles(as_reader.get("/posts/" + first.context["page"].older_url)) == ["Nr 0"]


@pytest.mark.parametrize("name", ["before", "after"])
@pytest.mark.parametrize("cursor", ["", "x", "%00", "é", "9" * 3000, "MjAyNi0wMS0wMXwx"])
def test_a_cursor_we_did_not_make_is_refused(as_reader, name, cursor):
    response = as_reader.get("/posts/", {name: cursor})
    assert response.status_code == 400
    assert_well_formed(response)


def test_a_list_is_chosen_by_tag_kind_and_author(as_reader, author, reader):
    PostFactory(author=author, title="Tagged", tags=["api"])
    PostFactory(author=author, title="Note", kind="note")
    PostFactory(author=reader, title="Other")
    assert titles(as_reader.get("/posts/?tag=API")) == ["Tagged"]
    assert titles(as_reader.get("/posts/?kind=note")) == ["Note"]
    assert titles(as_reader.get(f"/posts/?author={reader.username}")) == ["Other"]
    assert titles(as_reader.get(f"/posts/?author={author.username}&kind=article")) == ["Tagged"]


@pytest.mark.parametrize("query", ["tag=none", "author=nobody", "tag=%3Cscript%3E"])
def test_a_choice_that_fits_nothing_says_so(as_reader, author, query):
    PostFactory(author=author)
    response = as_reader.get(f"/posts/?{query}")
    assert response.status_code == 200
    assert "No post fits" in response.content.decode()
    assert_well_formed(response)


@pytest.mark.parametrize("query", ["kind=essay", f"tag={'x' * 500}", "author=%00"])
def test_a_choice_that_means_nothing_is_refused(as_reader, query):
    response = as_reader.get(f"/posts/?{query}")
    assert response.status_code == 400
    assert_well_formed(response)


def test_a_list_takes_as_many_queries_for_twenty_posts_as_for_one(as_reader, author):
    many(author, 1)
    few = queries(as_reader, "/posts/")
    many(author, PAGE_SIZE - 1, tags=["a", "b"])
    assert queries(as_reader, "/posts/") == few <= 8


def test_blogs_stand_by_name(as_reader):
    for title in ("beta", "Alpha", "Gamma"):
        BlogFactory(title=title)
    response = as_reader.get("/blogs/")
    assert [blog.title for blog in response.context["blogs"]] == ["Alpha", "beta", "Gamma"]
    assert response.context["letters"] == ["A", "B", "G"]
    assert_well_formed(response)


def test_blogs_of_one_letter(as_reader):
    for title in ("beta", "Alpha"):
        BlogFactory(title=title)
    assert [blog.title for blog in as_reader.get("/blogs/?letter=b").context["blogs"]] == ["beta"]
    for strange in ("%3C", "%00", "%E2%80%AE", "%FF"):
        response = as_reader.get(f"/blogs/?letter={strange}")
        assert response.status_code == 200
        assert_well_formed(response)


def test_an_empty_directory_says_what_to_do(as_reader):
    assert "There is no blog yet" in as_reader.get("/blogs/").content.decode()


def test_the_directory_takes_as_many_queries_for_twenty_blogs_as_for_one(as_reader, author):
    PostFactory(author=author, blog=BlogFactory(author=author))
    few = queries(as_reader, "/blogs/")
    for blog in BlogFactory.create_batch(19):
        PostFactory(author=author, blog=blog)
    assert queries(as_reader, "/blogs/") == few <= 8


def test_a_blog_shows_its_posts_and_authors(as_reader, author):
    blog = BlogFactory(author=author, title="Release notes", about="What we ship")
    PostFactory(author=author, title="Inside", blog=blog)
    PostFactory(author=author, title="Outside")
    response = as_reader.get("/blogs/release-notes/")
    assert titles(response) == ["Inside"]
    assert author.shown_name in response.content.decode()
    assert_well_formed(response)


def test_an_empty_blog_is_a_page_for_reader_and_author(as_reader, as_author, author):
    blog = BlogFactory(author=author)
    for browser in (as_reader, as_author):
        assert_well_formed(browser.get(blog.get_absolute_url()))


def test_an_unknown_blog_is_not_found(as_reader, db):
    assert as_reader.get("/blogs/nothing/").status_code == 404


def test_anybody_starts_a_blog(as_author, author):
    response = as_author.post("/blogs/new/", {"title": "My <b> blog", "about": ""}, follow=True)
    blog = Blog.objects.get()
    assert list(blog.authors.all()) == [author]
    assert response.redirect_chain[-1][0] == blog.get_absolute_url()
    assert_well_formed(response)


def test_blogs_of_one_name_have_addresses_of_their_own(as_author):
    for _time in range(3):
        as_author.post("/blogs/new/", {"title": "Same name", "about": ""})
    as_author.post("/blogs/new/", {"title": "New", "about": ""})
    assert sorted(blog.slug for blog in Blog.objects.all()) == ["new-2", "same-name", "same-name-2", "same-name-3"]


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_blog_needs_a_name_that_fits(as_author, title):
    response = as_author.post("/blogs/new/", {"title": title, "about": ""})
    assert response.status_code == 422
    assert not Blog.objects.exists()
