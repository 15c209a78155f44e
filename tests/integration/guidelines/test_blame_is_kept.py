"""Who wrote what is stored with each version, and can be worked out again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from guidelines import actions
from guidelines.blaming import Words, blame_of, rebuild_blame
from guidelines.models import GuidelineVersion, PartBlame
from guidelines.rules.blame import parts_of
from tests.factories.guidelines import clause
from tests.integration.guidelines.reading import edition, first_edition, many_editions

SENTENCE = "Never post prices of any kind."


def run_rebuild(*args):
    """What the command says."""
    output = StringIO()
    call_command("rebuild_blame", *args, stdout=output)
    return output.getvalue()


def runs(version, part):
    """Who wrote this part of a version."""
    words = Words()
    words.read(parts_of(version.leaves).values())
    return blame_of(version, words)[part].runs


def stored(version):
    """All rows of a guideline, without the numbers the database gave them."""
    return [row.facts for row in PartBlame.objects.of(version.page_id)]


def take_out(version, part):
    """Take the words of one part of a version out of the record."""
    actions.take_out_leaf(leaf_hash=parts_of(version.leaves)[part], now=timezone.now())


def three_states(*texts):
    """Versions of a guideline of one clause; the last one, and the clause's id."""
    rule = clause(text=f"<p>{texts[0]}</p>")
    version = first_edition(rule)
    for text in texts[1:]:
        version = edition(version, clause(id=rule.id, text=f"<p>{text}</p>"))
    return version, rule.id


@pytest.mark.django_db
def test_a_version_stores_a_row_for_each_part_it_changed():
    many_editions(3, clauses=4)
    rows = PartBlame.objects.values_list("number", flat=True)
    assert [list(rows).count(number) for number in (1, 2, 3)] == [6, 1, 1]


@pytest.mark.django_db
def test_what_is_stored_holds_no_word_of_the_text():
    version, _part = three_states(f"{SENTENCE} Be kind.", "Be kind.", f"{SENTENCE} Be good.")
    everything = str(stored(version))
    assert "prices" not in everything
    assert "kind" not in everything


@pytest.mark.django_db
def test_a_sentence_that_comes_back_is_its_first_authors_also_from_what_is_stored():
    version, part = three_states(f"{SENTENCE} Be kind.", "Be kind.", f"{SENTENCE} Be kind.")
    assert {number for number, _count in runs(version, part)} == {1}


@pytest.mark.django_db
def test_a_clause_that_says_again_just_what_it_said_is_its_authors_to_the_last_word():
    """Also short words, which alone prove nothing; worked out with the version and worked out anew."""
    version, part = three_states(
        "Be kind to everybody.", "Be kind to all.", "Be good to all.", "Be kind to everybody."
    )
    assert runs(version, part) == runs(GuidelineVersion.objects.of(version.page_id).numbered(1).get(), part)
    third = GuidelineVersion.objects.of(version.page_id).numbered(3).get()
    assert {number for number, _count in runs(third, part)} == {1, 2, 3}
    assert rebuild_blame(version.page_id).differing == []


@pytest.mark.django_db
def test_a_clause_that_was_removed_and_comes_back_is_its_authors_again():
    rule, other = clause(text=f"<p>{SENTENCE}</p>"), clause("Tone", "<p>Be kind.</p>")
    version = first_edition(rule, other)
    version = edition(version, other)
    version = edition(version, rule, other)
    assert {number for number, _count in runs(version, rule.id)} == {1}


@pytest.mark.django_db
def test_a_clause_that_only_moves_changes_nothing():
    one, other = clause("One"), clause("Other")
    version = first_edition(one, other)
    edition(version, other, one)
    assert set(PartBlame.objects.values_list("number", flat=True)) == {1}


@pytest.mark.django_db
def test_an_older_version_is_told_of_as_it_was():
    version, part = three_states("Own words.", "Own your words.", "Own all your words.")
    second = GuidelineVersion.objects.of(version.page_id).numbered(2).get()
    assert {number for number, _count in runs(second, part)} == {1, 2}


@pytest.mark.django_db
def test_rebuilding_finds_nothing_to_change():
    version, _part = three_states(f"{SENTENCE} Be kind.", "Be kind.", f"{SENTENCE} Be kind.")
    before = list(PartBlame.objects.order_by("pk").values())
    assert run_rebuild() == f"social-media: {version.number} versions, all as it was stored.\n"
    assert list(PartBlame.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_rebuilding_mends_what_is_damaged_and_names_it():
    version, part = three_states("Own words.", "Own your words.", "Own all your words.")
    before = stored(version)
    PartBlame.objects.filter(part=part, number=2).update(runs=[[9, 9]])
    PartBlame.objects.filter(part="title").delete()
    assert run_rebuild("social-media").splitlines() == [
        "social-media: 3 versions, 2 parts were stored differently.",
        "  version 1, title",
        f"  version 2, {part}",
    ]
    assert stored(version) == before


@pytest.mark.django_db
def test_rebuilding_a_guideline_that_never_was_is_refused():
    with pytest.raises(CommandError, match="No guideline has or had the address 'nowhere'"):
        run_rebuild("nowhere")


@pytest.mark.django_db
@pytest.mark.parametrize("damage", [{"runs": [[1, 1]]}, {"runs": "nonsense"}, {"leaf_hash": "elsewhere"}])
def test_damaged_rows_lead_nobody_astray(damage):
    version, part = three_states("Own words.", "Own your words.")
    before = stored(version)
    PartBlame.objects.update(**damage)
    assert {number for number, _count in runs(version, part)} == {1, 2}
    later = edition(version, clause(id=part, text="<p>Own all your words.</p>"))
    assert stored(later)[: len(before)] == before
    assert {number for number, _count in runs(later, part)} == {1, 2, 3}


@pytest.mark.django_db
def test_versions_from_before_anything_was_stored_are_made_up_for():
    version, part = three_states("Own words.", "Own your words.")
    before = stored(version)
    PartBlame.objects.all().delete()
    assert {number for number, _count in runs(version, part)} == {1, 2}
    later = edition(version, clause(id=part, text="<p>Own all your words.</p>"))
    assert stored(later)[: len(before)] == before


# Words that were taken out of the record


@pytest.mark.django_db
def test_a_part_that_was_taken_out_is_not_told_of():
    version, part = three_states("Own words.", "A secret.")
    take_out(version, part)
    words = Words()
    words.read(parts_of(version.leaves).values())
    assert set(blame_of(version, words)) == {"title", "summary"}


@pytest.mark.django_db
def test_words_from_before_a_version_that_was_taken_out_keep_their_authors():
    version, part = three_states("Own your words, all of them.", "Own your words, and this secret.")
    take_out(version, part)
    later = edition(version, clause(id=part, text="<p>Own your words, all of them, always.</p>"))
    assert runs(later, part) == ((1, 12), (3, 2), (1, 1))


@pytest.mark.django_db
def test_rebuilding_keeps_what_rests_on_words_that_were_taken_out():
    version, part = three_states("Be kind.", f"{SENTENCE} Be kind.", f"{SENTENCE} Be very kind.")
    second = GuidelineVersion.objects.of(version.page_id).numbered(2).get()
    before = stored(version)
    take_out(second, part)
    assert rebuild_blame(version.page_id).kept == [2, 3]
    assert stored(version) == before
    assert {number for number, _count in runs(version, part)} == {1, 2, 3}


@pytest.mark.django_db
def test_where_nothing_is_stored_words_of_a_version_that_was_taken_out_are_the_next_ones():
    version, part = three_states("Be kind.", f"{SENTENCE} Be kind.", f"{SENTENCE} Be very kind.")
    second = GuidelineVersion.objects.of(version.page_id).numbered(2).get()
    take_out(second, part)
    PartBlame.objects.all().delete()
    assert rebuild_blame(version.page_id).kept == []
    assert {number for number, _count in runs(version, part)} == {1, 3}


@pytest.mark.django_db
def test_publishing_goes_on_when_all_of_a_clause_was_taken_out():
    version, part = three_states("Be kind.")
    take_out(version, part)
    later = edition(version, clause(id=part, text="<p>Be good.</p>"))
    assert {number for number, _count in runs(later, part)} == {2}
