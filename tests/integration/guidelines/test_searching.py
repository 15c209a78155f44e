"""Guidelines are found by what versions say, and never by a draft or by what was taken out."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from guidelines import actions, searching
from guidelines.models import GuidelinePage, Leaf, Wording, WordingWord
from people.rules.searching import read_query
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.integration.guidelines.reading import edition, first_edition

pytestmark = pytest.mark.django_db


def found(query: str, **where) -> list[tuple[str, int, int | None]]:
    """Kind, first version and version that no longer had it of each wording a query finds."""
    wordings = searching.search_wordings(read_query(query), **where)
    return [(each.kind, each.first, each.gone) for each in wordings]


def index_holds(word: str) -> bool:
    """Whether a word stands anywhere in the index."""
    return (
        WordingWord.objects.filter(word=word.encode()).exists()
        or Wording.objects.filter(in_order__contains=word).exists()
    )


def facts():
    """All that the index says."""
    wordings = Wording.objects.values_list("guideline", "kind", "clause_id", "leaf_hash", "first", "gone", "place")
    words = WordingWord.objects.values_list("entry__leaf_hash", "entry__first", "word")
    return sorted(map(repr, [*wordings, *words]))


@pytest.fixture
def told():
    """A guideline of four versions: a word that went and came back, one that went, one that came."""
    photos = clause("Photos", "<p>Ask <b>col</b>leagues about herring.</p>", why="<p>Because of trust.</p>")
    names = clause("Names", "<p>Say who you are.</p>")
    first = first_edition(photos, names)
    text = "<p>Ask everybody.</p>"
    second = edition(first, names, clause("Photos", text, id=photos.id), note="A xylophone came in")
    third = edition(second, photos, names)
    return edition(third, clause("Photos", text + "<p>Also salmon.</p>", id=photos.id), names)


def test_only_what_is_in_force_is_found(told):
    assert found("colleagues herring") == []
    assert found("photos ask salm") == [("clause", 4, None)]
    assert found("social media") == [("title", 1, None)]
    assert found("kind honest") == [("summary", 1, None)]
    assert found("xylophone", all_versions=True) == []


def test_all_versions_tell_when_a_wording_came_and_went(told):
    assert found("herring", all_versions=True) == [("clause", 3, 4), ("clause", 1, 2)]
    assert found("trust colleagues", all_versions=True) == [("clause", 3, 4), ("clause", 1, 2)]
    assert found("names who", all_versions=True) == [("clause", 1, None)]


def test_another_guideline_is_left_out_when_one_is_asked_for(told):
    VersionFactory(slug="other", guideline=guideline("Salmon"))
    assert found("salmon") == [("title", 1, None), ("clause", 4, None)]
    assert found("salmon", slug="social-media") == [("clause", 4, None)]
    assert found("salmon", slug="nothing") == []


def test_what_was_withdrawn_is_found_in_all_versions_only(told):
    actions.withdraw(page_id=told.page_id, now=timezone.now())
    assert found("salmon") == []
    assert found("salmon", all_versions=True) == [("clause", 4, None)]


def test_a_leaf_that_was_taken_out_is_in_no_row_of_the_index_any_more(told):
    wording = searching.search_wordings(read_query("herring"), all_versions=True)[0]
    assert index_holds("herring")
    actions.take_out_leaf(leaf_hash=wording.leaf_hash, now=timezone.now())
    assert not index_holds("herring")
    searching.rebuild_guidelines()
    assert not index_holds("herring")
    assert found("salmon") == [("clause", 4, None)]


def test_a_draft_is_in_no_index_of_ours(told):
    page = page_of(told).get_latest_revision_as_object()
    page.fill(guideline("Walrus", clause("Walrus", "<p>Walrus.</p>"), summary="Walrus"))
    page.save_revision()
    GuidelinePage.objects.filter(pk=page.pk).update(title="Walrus")
    searching.rebuild_guidelines()
    call_command("update_index", verbosity=0)
    assert not index_holds("walrus")


def test_a_rebuild_says_what_was_said_before(told):
    VersionFactory()
    before = facts()
    Wording.objects.all().delete()
    assert searching.rebuild_guidelines() == 2
    assert facts() == before


def test_what_came_back_after_it_was_taken_out_is_found_again(told):
    photos = Leaf.objects.get(hash=searching.search_wordings(read_query("salmon"))[0].leaf_hash)
    actions.take_out_leaf(leaf_hash=photos.hash, now=timezone.now())
    edition(told, clause("Photos", "<p>Salmon is fine.</p>", id=photos.clause_id))
    assert found("salmon", all_versions=True) == [("clause", 5, None)]


def test_recording_takes_as_many_queries_for_forty_new_clauses_as_for_two(django_assert_num_queries):
    first = first_edition()
    for count in (2, 40):
        version = edition(first, *[clause(f"Number {n} of {count}") for n in range(count)])
        searching.forget_leaf("")
        with django_assert_num_queries(4):
            searching.index_version(version, first)
