"""A page that a browser kept is never called unchanged (304) once its words are hidden, or were taken out.

Every address the resolver knows is read with the words on it; those that hold them are asked for again afterwards,
with whatever a browser or a proxy that kept the answer would send.
"""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from flags import actions, registry
from flags.actions.sealing import seal_due
from flags.clause_target import KIND
from flags.models import Case, GuidelinePiece
from guidelines import actions as guideline_actions
from posts import actions as post_actions
from posts import target
from posts.discussed import place_of
from posts.models import Post
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory
from tests.integration.flags import crawling
from tests.integration.flags.addresses import all_addresses
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
WORD = "Zweiundvierzigfalter"
LEAK = f"the {WORD} of the spring is round"


@pytest.fixture
def post(company):
    """A post of two versions that both say it, in a blog, with a comment that repeats it."""
    author = company.people[0]
    written = PostFactory(
        author=author, title="Spring", body=f"Early: {LEAK}.", summary="Cakes.", blog=BlogFactory(author=author)
    )
    post_actions.edit_post(
        post=written,
        person=author,
        base_version=1,
        title=f"About {WORD}",
        body=f"We say {LEAK}.\n\nCakes.",
        summary=f"On {WORD}",
        blog=written.blog,
        now=timezone.now(),
    )
    say(place_of(written.pk), company.people[3], f"Do you say {LEAK}?")
    return Post.objects.get(pk=written.pk)


def addresses(**values) -> list[str]:
    """Return every address outside of the CMS, with these values in it."""
    return [one for one in all_addresses(values) if not one.startswith(("/cms/", "/static/", "/media/"))]


def kept(browser, where, word: str = WORD) -> dict[str, dict[str, str]]:
    """Return the addresses that show the word, each with the head lines its answer had."""
    found = {}
    for address in where:
        answer = browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if word.lower() in crawling.plain(body.decode(errors="replace")):
            found[address] = dict(answer.headers)
    return found


def questions(head: dict[str, str]) -> list[dict[str, str]]:
    """Return what is sent along by whoever kept an answer with these head lines and asks whether it holds."""
    tag = head.get("ETag", '"kept"')
    by_tag = {"If-None-Match": tag}
    weakly = {"If-None-Match": f"W/{tag.removeprefix('W/')}"}
    by_date = {"If-Modified-Since": head.get("Last-Modified", http_date(timezone.now().timestamp()))}
    return [by_tag, weakly, by_date, by_tag | by_date]


def called_unchanged(browser, pages: dict[str, dict[str, str]], word: str = WORD) -> list[str]:
    """Return the pages that may be shown once more, or show the word themselves."""
    found = []
    for address, head in pages.items():
        for sent in questions(head):
            answer = browser.get(address, headers=sent)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer.status_code == 304 or word.lower() in crawling.plain(body.decode(errors="replace")):
                found.append(address)
    return sorted(set(found))


def flag_everything(people, post) -> None:
    """Have people flag the words wherever they stand in the newest version."""
    for block, text in target.blocks(post.pk, post.version).items():
        words = LEAK if LEAK in text else WORD
        for person in people if words in text else ():
            start = text.index(words)
            mark = actions.Mark("post", post.pk, post.version, block, start, start + len(words))
            with suppress(actions.PassageHiddenError):  # the veil on one copy of it lies on all of them
                actions.testify(
                    person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now()
                )
    assert set(Case.objects.values_list("state", flat=True)) == {"veiled"}


@pytest.fixture
def of_posts(company, post):
    """The browser of a reader, and what it kept of everything that shows the words."""
    browser = signed_in(UserFactory())
    values = {"pk": post.pk, "n": 1, "a": 1, "b": 2, "slug": post.blog.slug, "username": post.byline[0].username}
    where = [
        *addresses(kind="post", target_id=post.pk, comment_id=1, **values),
        f"/posts/{post.pk}/v/2/",
        f"/people/{company.people[3].username}/",
        f"/discussions/post/{post.pk}/?show=newest",
        f"/search/?q={WORD[:14]}",
        f"/flags/new/?kind=post&id={post.pk}&version=2&block=b1",
    ]
    return browser, kept(browser, where)


def test_cached_page_and_304_once_a_veil_lies(company, post, of_posts):
    browser, pages = of_posts
    shown = {"/", "/posts/", f"/posts/{post.pk}/", f"/posts/{post.pk}/v/1/", f"/posts/{post.pk}/compare/1...2/"}
    shown |= {f"/discussions/post/{post.pk}/", f"/blogs/{post.blog.slug}/", f"/posts/{post.pk}/history/"}
    assert shown <= set(pages)
    flag_everything(company.people[1:3], post)
    assert called_unchanged(browser, pages) == []


def test_cached_page_and_304_once_a_seal_is_done(company, post, of_posts):
    browser, pages = of_posts
    flag_everything(company.people[1:3], post)
    for case in Case.objects.open():
        actions.take_out(person=post.byline[0], case=case, now=timezone.now())
    assert called_unchanged(browser, pages) == []
    between = kept(signed_in(post.byline[0]), pages)
    assert f"/posts/{post.pk}/v/1/" in between
    assert seal_due(timezone.now() + timedelta(minutes=11)) > 0
    assert called_unchanged(browser, pages) == []
    assert called_unchanged(signed_in(post.byline[0]), between) == []


def test_no_cache_shows_a_page_with_words_again_without_asking(of_posts):
    _browser, pages = of_posts
    for address, head in pages.items():
        assert {"private", "no-cache"} <= set(head["Cache-Control"].split(", ")), address


@pytest.fixture
def of_guidelines(settings):
    """A guideline whose first version says it in clause and note, as strangers may read it, too."""
    settings.GUIDELINES_PUBLIC = True
    ours = clause("Names", f"<p>Mind {LEAK}.</p>", id="11111111-1111-4111-8111-111111111111")
    first = VersionFactory(slug="rules", guideline=guideline("Rules", ours), note=f"About {WORD}")
    clean = clause("Names", "<p>Mind the birds.</p>", id=ours.id)
    VersionFactory(slug="rules", guideline=guideline("Rules", clean), note="Kinder.")
    return first


def test_cached_feeds_data_and_pages_of_a_guideline_and_304_once_words_are_taken_out(client, of_guidelines):
    where = addresses(slug="rules", number=1, a=1, b=2, day="2026-05-02", clause_id=of_guidelines.leaves[2][1])
    for browser in (client, signed_in(UserFactory())):
        pages = kept(browser, where)
        tagged = {address for address, head in pages.items() if "ETag" in head}
        assert {f"/guidelines/rules/{name}" for name in ("feed.atom", "v/1.json", "compare/1...2.json")} <= tagged
        assert "/guidelines/feed.atom" in tagged
        for address in tagged:
            same = browser.get(address, headers={"If-None-Match": pages[address]["ETag"]})
            assert same.status_code == 304, address
        keep = pages
    for leaf in of_guidelines.leaves:
        if leaf[0] in {"clause", "note"}:
            guideline_actions.take_out_leaf(leaf_hash=leaf[2], now=timezone.now() + timedelta(minutes=1))
    for browser in (client, signed_in(UserFactory())):
        assert called_unchanged(browser, keep) == []


def test_cached_feeds_data_and_pages_of_a_guideline_and_304_once_a_clause_is_hidden_or_sealed(company):
    author = company.people[0]
    ours = clause("Names", f"<p>Mind {LEAK}.</p>", id="11111111-1111-4111-8111-111111111111")
    version = VersionFactory(slug="rules", guideline=guideline("Rules", ours), author_id=author.pk)
    VersionFactory(slug="rules", guideline=guideline("Rules", ours, summary="Be open."), author_id=author.pk)
    piece = GuidelinePiece.objects.get(page_id=version.page_id, clause_id=ours.id)
    browser = signed_in(UserFactory())
    where = addresses(slug="rules", number=1, a=1, b=2, day="2026-05-02", clause_id=ours.id)
    pages = kept(browser, where)
    assert {f"/guidelines/rules{name}" for name in ("/", ".md", "/v/1/", "/v/1.json")} <= set(pages)
    text = registry.get(KIND).blocks(piece.pk, 2)["b1"]
    mark = actions.Mark(KIND, piece.pk, 2, "b1", text.index(LEAK), text.index(LEAK) + len(LEAK))
    for person in company.people[1:3]:
        testimony = actions.testify(
            person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now()
        )
    case = Case.objects.get(pk=testimony.case_id)
    assert case.state == "veiled"
    assert called_unchanged(browser, pages) == []
    actions.take_out(person=author, case=case, now=timezone.now())
    assert seal_due(timezone.now() + timedelta(minutes=11)) == 1
    assert called_unchanged(browser, pages) == []
