"""Reading posts, versions and comparisons."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts import actions
from tests.factories.people import UserFactory
from tests.factories.posts import PUBLISHED, PostFactory
from tests.html import assert_well_formed

HUGE = "9" * 40


def edit(post, author, **changes):
    fields = {"title": post.title, "body": post.body, "tags": post.tags} | changes
    saved = actions.edit_post(post=post, person=author, base_version=post.version, now=PUBLISHED, **fields)
    return saved.post


def with_versions(author, count):
    post = PostFactory(author=author, body="Version 1.")
    for number in range(2, count + 1):
        post = edit(post, author, body=f"Version {number}.")
    return post


def queries(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_a_post_shows_title_authors_tags_and_text(as_reader, author):
    post = PostFactory(
        author=author, title="About <b>", summary="In short", tags=["api"], body="One **two** three."
    )
    response = as_reader.get(f"/posts/{post.pk}/")
    page = response.content.decode()
    assert_well_formed(response)
    assert "About &lt;b&gt;" in page
    assert author.shown_name in page
    assert 'href="/posts/?tag=api"' in page
    assert '<span data-block="b1">One <strong>two</strong> three.</span>' in page
    assert '<span data-block="title">About &lt;b&gt;</span>' in page
    assert '<span data-block="summary">In short</span>' in page


def test_every_paragraph_of_others_ends_in_a_link_to_flag_it(as_reader, author):
    post = PostFactory(author=author)
    page = as_reader.get(f"/posts/{post.pk}/").content.decode()
    for block in ("b1", "b2"):
        assert f"/flags/new/?kind=post&amp;id={post.pk}&amp;version=1&amp;block={block}" in page


def test_title_tags_and_addresses_can_be_flagged_too(as_reader, author):
    post = PostFactory(author=author, tags=["api"], body="[a](https://example.org/x) ![b](https://example.org/y)")
    page = as_reader.get(f"/posts/{post.pk}/").content.decode()
    for block in ("title", "tags", "link1", "image1", "alt1"):
        assert f"version=1&amp;block={block}" in page


def test_authors_have_no_links_to_flag_their_own_words(as_author, author):
    post = PostFactory(author=author)
    assert "flag-link" not in as_author.get(f"/posts/{post.pk}/").content.decode()


def test_a_post_without_tags_and_summary_is_a_page(as_reader, author):
    response = as_reader.get(f"/posts/{PostFactory(author=author).pk}/")
    assert response.status_code == 200
    assert_well_formed(response)


def test_a_very_long_title_is_a_page(as_reader, author):
    post = PostFactory(author=author, title="W" * 200)
    for address in (f"/posts/{post.pk}/", "/posts/", f"/posts/{post.pk}/history/"):
        assert_well_formed(as_reader.get(address))


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '![x](https://a.example/x.png"onerror=alert(1))',
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
    ],
)
def test_no_markdown_becomes_a_script(as_reader, author, body):
    post = PostFactory(
        author=author, title="<script>t</script>", summary="<img src=x onerror=s>", body=body, tags=["<b>"]
    )
    for address in (f"/posts/{post.pk}/", "/posts/", f"/posts/{post.pk}/v/1/", f"/posts/{post.pk}/history/"):
        response = as_reader.get(address)
        page = response.content.decode()
        assert_well_formed(response)
        assert "<script>alert" not in page
        assert "<script>t" not in page
        assert "<img src=x" not in page
        assert not BeautifulSoup(page, "html5lib").select('[href^="javascript"], [onerror]')


@pytest.mark.parametrize(
    "address", ["/posts/999999/", f"/posts/{HUGE}/", f"/posts/{HUGE}/history/", "/posts/0/", "/posts/x/"]
)
def test_a_post_that_is_not_there_is_not_found(as_reader, address):
    assert as_reader.get(address).status_code == 404


def test_history_lists_versions_newest_first(as_reader, author):
    post = with_versions(author, 3)
    response = as_reader.get(f"/posts/{post.pk}/history/")
    assert_well_formed(response)
    assert [row.version for row, _reading in response.context["versions"]] == [3, 2, 1]


def test_a_long_history_has_pages(as_reader, author):
    post = with_versions(author, 53)
    first = as_reader.get(f"/posts/{post.pk}/history/")
    assert [row.version for row, _reading in first.context["versions"]] == list(range(53, 3, -1))
    second = as_reader.get(f"/posts/{post.pk}/history/?before={first.context['older']}")
    assert [row.version for row, _reading in second.context["versions"]] == [3, 2, 1]
    assert second.context["older"] is None


@pytest.mark.parametrize("before", ["x", "", "-1", HUGE, "²"])
def test_a_strange_page_of_a_history_is_its_first(as_reader, author, before):
    post = with_versions(author, 2)
    response = as_reader.get(f"/posts/{post.pk}/history/", {"before": before})
    assert [row.version for row, _reading in response.context["versions"]] == [2, 1]


def test_a_version_shows_what_was_written_then(as_reader, author):
    post = with_versions(author, 3)
    response = as_reader.get(f"/posts/{post.pk}/v/2/")
    assert_well_formed(response)
    assert "Version 2." in response.content.decode()


@pytest.mark.parametrize("number", ["0", "4", HUGE, "x"])
def test_a_version_that_is_not_there_is_not_found(as_reader, author, number):
    post = with_versions(author, 3)
    assert as_reader.get(f"/posts/{post.pk}/v/{number}/").status_code == 404


def test_a_comparison_shows_words_that_came_and_went(as_reader, author):
    post = PostFactory(author=author, body="We sell apples.", tags=["old"])
    actions.edit_post(
        post=post,
        person=author,
        base_version=1,
        title=post.title,
        body="We sell pears.",
        tags=["new"],
        now=PUBLISHED,
    )
    response = as_reader.get(f"/posts/{post.pk}/compare/1...2/")
    assert_well_formed(response)
    page = response.content.decode()
    assert "<del" in page
    assert "<ins" in page
    assert "pears" in page
    assert len(response.context["cards"]) == 2
    beside = as_reader.get(f"/posts/{post.pk}/compare/1...2/?view=side")
    assert_well_formed(beside)
    assert beside.content.decode().count('class="diff-sides"') > 0
    once = as_reader.get(f"/posts/{post.pk}/compare/1...2/?view=sides")
    assert once.content.decode().count('class="diff-sides"') == beside.content.decode().count('class="diff-sides"')


def test_a_paragraph_put_in_front_does_not_make_all_others_new(as_reader, author):
    post = PostFactory(author=author, body="One two three.\n\nFour five six.")
    actions.edit_post(
        post=post,
        person=author,
        base_version=1,
        title=post.title,
        body=f"Brand new.\n\n{post.body}",
        now=PUBLISHED,
    )
    response = as_reader.get(f"/posts/{post.pk}/compare/1...2/")
    assert [card.kind for card in response.context["cards"]] == ["added"]


def test_the_newer_version_always_stands_second(as_reader, author):
    post = with_versions(author, 3)
    response = as_reader.get(f"/posts/{post.pk}/compare/3...1/")
    assert response.status_code == 302
    assert response["Location"] == f"/posts/{post.pk}/compare/1...3/"


def test_a_version_compared_with_itself_says_so(as_reader, author):
    post = with_versions(author, 2)
    response = as_reader.get(f"/posts/{post.pk}/compare/2...2/")
    assert response.status_code == 200
    assert "nothing to compare" in response.content.decode()


@pytest.mark.parametrize(
    "span", ["1...9", "0...1", f"1...{HUGE}", "1..2", "a...b", "1...", "...", "1...2...3", "read...current"]
)
def test_a_malformed_or_unknown_range_offers_what_there_is(as_reader, author, span):
    post = with_versions(author, 2)
    response = as_reader.get(f"/posts/{post.pk}/compare/{span}/")
    assert response.status_code == 404
    assert "There are 2 versions" in response.content.decode()
    assert_well_formed(response)


def test_the_form_leads_to_a_comparison(as_reader, author):
    post = with_versions(author, 3)
    response = as_reader.get(f"/posts/{post.pk}/compare/", {"a": 3, "b": 1})
    assert response["Location"] == f"/posts/{post.pk}/compare/1...3/"


@pytest.mark.parametrize(
    "choice", [{"a": "x", "b": "1"}, {"a": "1"}, {"a": "1", "b": HUGE}, {"a": "0", "b": "1"}, {"a": "1", "b": "4"}]
)
def test_a_choice_that_is_no_pair_is_said(as_reader, author, choice):
    post = with_versions(author, 3)
    response = as_reader.get(f"/posts/{post.pk}/compare/", choice)
    assert response.status_code == 400
    assert_well_formed(response)


def test_the_form_alone_is_a_page(as_reader, author):
    assert as_reader.get(f"/posts/{with_versions(author, 2).pk}/compare/").status_code == 200


def test_a_post_page_takes_at_most_eight_queries_however_much_stands_on_it(as_reader, author):
    small = PostFactory(author=author)
    large = PostFactory(author=author, body="Para.\n\n" * 300, tags=[f"tag {n}" for n in range(10)])
    for person in UserFactory.create_batch(5):
        actions.add_author(post=large, person=person, added_by=author, now=PUBLISHED)
    few = queries(as_reader, f"/posts/{small.pk}/")
    assert few <= 8
    assert queries(as_reader, f"/posts/{large.pk}/") == few


def test_an_authors_own_post_page_takes_at_most_eight_queries(as_author, author):
    assert queries(as_author, f"/posts/{PostFactory(author=author).pk}/") <= 8


def test_a_history_page_takes_at_most_eight_queries_however_many_versions(as_reader, author):
    few = queries(as_reader, f"/posts/{with_versions(author, 2).pk}/history/")
    assert few <= 8
    assert queries(as_reader, f"/posts/{with_versions(author, 30).pk}/history/") == few


def test_a_comparison_takes_at_most_eight_queries(as_reader, author):
    assert queries(as_reader, f"/posts/{with_versions(author, 2).pk}/compare/1...2/") <= 8
