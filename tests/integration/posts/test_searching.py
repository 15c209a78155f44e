"""Posts are found by what everybody may see of them, and by nothing else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from flags import actions as flag_actions
from flags.actions.deadlines import end_overdue
from flags.models import Case
from people.models import User
from people.rules.searching import read_query
from posts import actions, searching
from posts.models import PostEntry, PostWord
from posts.rules.records import Record
from tests.factories.people import UserFactory
from tests.factories.posts import PUBLISHED, PostFactory
from tests.integration.posts.test_flagged import CANARY, company, edit, leaky, veil

pytestmark = pytest.mark.django_db

__all__ = ["company"]


def found(query: str, viewer=None) -> set[int]:
    """Ids of the posts a query finds."""
    posts = searching.search_posts(read_query(query), viewer or User.objects.all()[0])
    return {post.pk for post in posts}


def index_holds(word: str) -> bool:
    """Whether a word, or one that holds it, stands anywhere in the index."""
    folded = word.casefold()
    words = [bytes(row).decode() for row in PostWord.objects.values_list("word", flat=True)]
    return any(folded in text for text in [*words, *PostEntry.objects.values_list("in_order", flat=True)])


def test_a_post_is_found_by_title_summary_tags_body_and_addresses(author):
    body = "Räksmörgås **bold**ly\n\n- [linked](https://harbour.example/x)\n\n```\ncode_word\n```"
    post = PostFactory(author=author, title="Ferries", summary="Short trips", tags=["salt"], body=body)
    PostFactory(author=author)
    for query in ("ferries trips", "raksmorgas", "boldly", "linked harbour", "salt", '"code word"', "räk"):
        assert found(query) == {post.pk}, query
    assert found("ferries first") == set()
    assert not searching.search_posts(read_query("ferries"), AnonymousUser()).exists()


def test_an_edited_post_is_found_by_its_newest_words_only(author):
    post = PostFactory(author=author, body="Old herring.")
    edit(post, author, body="New salmon.")
    assert (found("herring"), found("salmon")) == (set(), {post.pk})
    post.delete()
    assert not index_holds("salmon")


def test_imported_posts_are_found(author):
    fields = {"summary": "", "tags": (), "authors": (str(author),), "published_at": PUBLISHED}
    actions.import_posts(
        records=[Record(slug=f"p{n}", title=f"Imported {n}", body=f"eel{n}", **fields) for n in range(3)]
    )
    assert len(found("imported")) == 3
    assert len(found("eel2")) == 1


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        ("b1", {}),
        ("title", {"title": f"Our {CANARY} spring", "body": "More."}),
        ("summary", {"summary": f"All about {CANARY}.", "body": "More."}),
        ("tags", {"tags": ["spring", CANARY.lower()], "body": "More."}),
    ],
)
def test_a_veiled_word_finds_nothing_for_anybody_until_the_veil_is_over(company, block, fields):
    post = leaky(company[4], **fields)
    viewers = [company[3], company[0], company[4], UserFactory(is_superuser=True)]
    assert found(CANARY) == {post.pk}
    words = CANARY.lower() if block == "tags" else CANARY
    case = veil(company, post, block, words)
    for viewer in viewers:
        for query in (CANARY, CANARY[:4], f'"{CANARY}"', f'"our {CANARY}"'):
            assert found(query, viewer) == set()
        assert found("more", viewer) == {post.pk}
    assert not index_holds(CANARY)
    end_overdue(case.ends_at + timedelta(seconds=1))
    assert found(CANARY) == {post.pk}


def test_an_edit_while_a_passage_is_veiled_brings_nothing_into_the_index(company):
    post = leaky(company[4])
    veil(company, post)
    post = edit(post, company[4], body=f"Before.\n\n{post.body} After.")
    assert not index_holds(CANARY)
    assert found("before") == {post.pk}
    searching.rebuild_posts()
    assert not index_holds(CANARY)


def test_a_passage_taken_out_is_out_of_the_index(company):
    post = leaky(company[4])
    case = veil(company, post)
    flag_actions.take_out(person=company[4], case=case, now=timezone.now())
    assert Case.objects.get().state == "fixed"
    assert not index_holds(CANARY)
    assert found("more") == {post.pk}


def test_excerpts_show_what_was_found_and_never_what_a_late_index_still_holds(company):
    post = leaky(company[4])
    shown = searching.excerpts([post], read_query("here"))[post.pk]
    assert CANARY in "".join(piece.text for piece in shown)
    assert [piece.text for piece in shown if piece.found] == ["here"]
    Case.objects.all().delete()
    veil(company, post)
    assert CANARY not in "".join(p.text for p in searching.excerpts([post], read_query("here"))[post.pk])
    assert searching.excerpts([post], read_query(CANARY)) == {}


def test_a_rebuild_says_what_was_said_before(company):
    post = leaky(company[4])
    veil(company, post)
    PostFactory()
    before = set(PostWord.objects.values_list("entry", "word"))
    PostEntry.objects.all().delete()
    assert searching.rebuild_posts() == 2
    assert set(PostWord.objects.values_list("entry", "word")) == before


def test_indexing_takes_as_many_queries_for_ten_posts_as_for_one(author, django_assert_max_num_queries):
    posts = [PostFactory(author=author) for _ in range(10)]
    with django_assert_max_num_queries(10):
        searching.index_posts([post.pk for post in posts])
