"""Writing and changing posts."""

import pytest
from django.urls import reverse

from posts.models import Kind, Post
from posts.rules.limits import MAX_ARTICLE, MAX_NOTE, MAX_TITLE
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory
from tests.html import assert_well_formed
from tests.integration.posts.conftest import signed_in

NEW = "/posts/new/"


def article(**changes):
    return {"kind": "article", "title": "A title", "body": "Some *text*.", "summary": "", "tags": ""} | changes


def edited(post, **changes):
    fields = {"title": post.title, "body": post.body, "summary": post.summary, "tags": ", ".join(post.tags)}
    return fields | {"base_version": post.version} | changes


def edit_url(post):
    return reverse("posts:edit", args=[post.pk])


def test_anybody_who_works_here_publishes_a_post(as_author, author):
    response = as_author.post(NEW, article(tags="API, culture"), follow=True)
    post = Post.objects.get()
    assert response.redirect_chain[-1][0] == f"/posts/{post.pk}/"
    assert post.byline == [author]
    assert post.tags == ["api", "culture"]
    assert post.version == 1
    assert "Some <em>text</em>." in response.content.decode()


def test_a_post_belongs_to_a_blog_of_its_author(as_author, author):
    blog = BlogFactory(author=author)
    as_author.post(NEW, article(blog=blog.pk))
    assert Post.objects.get().blog == blog


def test_nobody_writes_into_a_blog_of_others(as_author, author):
    BlogFactory(author=author)
    foreign = BlogFactory()
    response = as_author.post(NEW, article(blog=foreign.pk))
    assert response.status_code == 422
    assert not Post.objects.exists()


def test_a_preview_shows_the_text_and_publishes_nothing(as_author):
    response = as_author.post(NEW, article(preview="1", body="# Head\n\n<script>alert(1)</script>"))
    assert response.status_code == 200
    page = response.content.decode()
    assert '<h2><span data-block="b1">Head</span>' in page
    assert "<script>alert(1)" not in page
    assert not Post.objects.exists()
    assert_well_formed(response)


@pytest.mark.parametrize("missing", ["title", "body"])
def test_title_and_text_are_needed(as_author, missing):
    response = as_author.post(NEW, article(**{missing: "  "}))
    assert response.status_code == 422
    assert not Post.objects.exists()


def test_a_post_of_a_megabyte_is_refused_and_kept_on_screen(as_author):
    response = as_author.post(NEW, article(body="word " * 210_000))
    assert response.status_code == 422
    page = response.content.decode()
    assert f"at most {MAX_ARTICLE} are allowed" in page
    assert "word word word" in page
    assert not Post.objects.exists()


def test_the_longest_article_allowed_is_published(as_author):
    assert as_author.post(NEW, article(body="x" * MAX_ARTICLE)).status_code == 302


def test_line_ends_of_browsers_do_not_count_twice(as_author):
    assert as_author.post(NEW, article(body="x\r\n" * (MAX_ARTICLE // 2))).status_code == 302


def test_a_note_is_short(as_author):
    response = as_author.post(NEW, article(kind="note", body="x" * (MAX_NOTE + 1)))
    assert response.status_code == 422
    assert as_author.post(NEW, article(kind="note", body="x" * MAX_NOTE)).status_code == 302
    assert Post.objects.get().kind == Kind.NOTE


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * (MAX_TITLE + 1)},
        {"tags": ", ".join(str(n) for n in range(11))},
        {"tags": "x" * 41},
        {"kind": "essay"},
        {"blog": "999999"},
        {"title": "", "body": "x\x00y", "summary": "\x01", "tags": "\x02"},
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_published(as_author, author, changes):
    BlogFactory(author=author)
    response = as_author.post(NEW, article(**changes))
    assert response.status_code == 422
    assert not Post.objects.exists()
    assert_well_formed(response)


def test_a_character_that_html_cannot_hold_is_replaced(as_author):
    as_author.post(NEW, article(body="a\x00b"))
    assert Post.objects.get().body == "a\ufffdb"


def test_an_author_saves_a_new_version(as_author, author):
    post = PostFactory(author=author, tags=["old"])
    response = as_author.post(edit_url(post), edited(post, body="New text.", tags="new"), follow=True)
    post.refresh_from_db()
    assert (post.version, post.body, post.tags) == (2, "New text.", ["new"])
    assert post.edited_at is not None
    assert [tag.tag for tag in post.post_tags.all()] == ["new"]
    assert [(row.version, row.body, row.history_user) for row in post.history.order_by("version")] == [
        (1, "First paragraph.\n\nSecond paragraph.", author),
        (2, "New text.", author),
    ]
    assert "version 2" in response.content.decode()


def test_saving_without_a_change_makes_no_version(as_author, author):
    post = PostFactory(author=author)
    as_author.post(edit_url(post), edited(post))
    post.refresh_from_db()
    assert post.version == 1
    assert post.history.count() == 1


def test_a_stale_form_overwrites_nothing_and_shows_both_texts(as_author, author):
    post = PostFactory(author=author)
    as_author.post(edit_url(post), edited(post, body="First paragraph.\n\nFrom a colleague."))
    response = as_author.post(edit_url(post), edited(post, body="My long work."))
    assert response.status_code == 409
    page = response.content.decode()
    assert "My long work." in page
    assert "colleague" in page
    assert_well_formed(response)
    post.refresh_from_db()
    assert post.body == "First paragraph.\n\nFrom a colleague."


def test_saving_again_after_a_stale_form_is_a_choice_that_counts(as_author, author):
    post = PostFactory(author=author)
    as_author.post(edit_url(post), edited(post, body="From a colleague."))
    page = as_author.post(edit_url(post), edited(post, body="Mine."))
    base = page.context["form"]["base_version"].value()
    as_author.post(edit_url(post), edited(post, body="Mine.", base_version=base))
    post.refresh_from_db()
    assert (post.version, post.body) == (3, "Mine.")


@pytest.mark.parametrize("base", ["", "x", "0", "-1", "9" * 30])
def test_a_broken_base_version_changes_nothing(as_author, author, base):
    post = PostFactory(author=author)
    response = as_author.post(edit_url(post), edited(post, body="New.", base_version=base))
    assert response.status_code in {409, 422}
    post.refresh_from_db()
    assert post.version == 1


def test_a_version_from_the_future_is_stale(as_author, author):
    post = PostFactory(author=author)
    assert as_author.post(edit_url(post), edited(post, body="New.", base_version=7)).status_code == 409


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_are_told_who_can_edit(as_reader, author, method):
    post = PostFactory(author=author)
    response = getattr(as_reader, method)(edit_url(post), edited(post, body="Mine now."))
    assert response.status_code == 403
    assert author.shown_name in response.content.decode()
    post.refresh_from_db()
    assert post.version == 1


def test_an_editor_shows_the_source_as_it_is(as_author, author):
    post = PostFactory(author=author, body="    code & <b>\n\ntext")
    page = as_author.get(edit_url(post))
    assert "    code &amp; &lt;b&gt;\n\ntext" in page.content.decode()
    assert_well_formed(page)


def test_an_author_adds_another_who_may_edit_then(as_author, author, reader):
    post = PostFactory(author=author)
    as_author.post(reverse("posts:add_author", args=[post.pk]), {"username": reader.username})
    assert post.byline == [author, reader]
    assert signed_in(reader).get(edit_url(post)).status_code == 200


def test_nobody_adds_themselves(as_reader, reader, author):
    post = PostFactory(author=author)
    response = as_reader.post(reverse("posts:add_author", args=[post.pk]), {"username": reader.username})
    assert response.status_code == 403
    assert post.byline == [author]


def test_an_author_stands_once(as_author, author):
    post = PostFactory(author=author)
    as_author.post(reverse("posts:add_author", args=[post.pk]), {"username": author.username})
    assert post.byline == [author]


@pytest.mark.parametrize("username", ["", "nobody", "x" * 500, "<script>"])
def test_an_unknown_author_is_refused(as_author, author, username):
    post = PostFactory(author=author)
    response = as_author.post(reverse("posts:add_author", args=[post.pk]), {"username": username})
    assert response.status_code == 422
    assert_well_formed(response)


def test_a_former_colleague_cannot_be_added(as_author, author):
    post = PostFactory(author=author)
    gone = UserFactory(employment="alumni")
    response = as_author.post(reverse("posts:add_author", args=[post.pk]), {"username": gone.username})
    assert response.status_code == 422


@pytest.mark.parametrize("address", ["/posts/", NEW, "/posts/1/", "/posts/1/edit/", "/blogs/", "/blogs/x/"])
def test_everything_needs_a_signed_in_person(client, db, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_a_title_of_characters_that_show_nothing_is_no_title(as_author):
    response = as_author.post(NEW, article(title="\u200b\u2060"))
    assert response.status_code == 422
    assert "title" in response.context["form"].errors
