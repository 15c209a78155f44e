"""Two versions of a guideline compared, as a page and as data."""

import re

import pytest

from guidelines import actions
from guidelines.rules.content import Part
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition, many_editions, shown

pytestmark = [pytest.mark.django_db, pytest.mark.once]

COMPARE = "/guidelines/social-media/compare/"


@pytest.fixture(autouse=True)
def _reader(client):
    """A signed-in colleague."""
    client.force_login(UserFactory())


def words(page):
    """What a reader sees of a page, without tags and with single spaces."""
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


@pytest.fixture
def changes():
    """Clauses of two versions: one added, removed, reworded, moved, given another link, and one that stayed."""
    names = ("stays", "goes", "reworded", "linked", "moves")
    old = {name: clause(name.title(), f"<p>The rule called {name} has some words.</p>") for name in names}
    new = {
        "reworded": clause("Reworded", "<p>The rule called reworded has other words.</p>", id=old["reworded"].id),
        "linked": clause(
            "Linked",
            '<p><a href="https://x.example/">The rule</a> called linked has some words.</p>',
            id=old["linked"].id,
        ),
        "comes": clause("Comes", "<p>It is new here.</p>"),
    }
    first = first_edition(*old.values(), note="How it began.")
    edition(
        first,
        *(old["moves"], old["stays"], new["reworded"], new["linked"], new["comes"]),
        summary="Be honest.\nBe brave.",
        note="Why it changed.",
    )
    return {name: one.id for name, one in {**old, **new}.items()}


def test_a_compare_counts_what_changed_in_words(client, changes):
    page = words(shown(client, f"{COMPARE}1...2/"))
    counted = "Summary reworded, 1 clause added, 1 removed, 1 reworded, 1 moved, 1 with other formatting or links."
    assert counted in page


def test_each_changed_clause_has_a_card_and_unchanged_ones_have_none(client, changes):
    page = shown(client, f"{COMPARE}1...2/")
    shown_ids = set(re.findall(r'id="change-([\w-]+)"', page))
    assert shown_ids == {changes[name] for name in ("goes", "reworded", "linked", "moves", "comes")}


def test_unchanged_clauses_are_shown_on_demand(client, changes):
    page = shown(client, f"{COMPARE}1...2/?show=all")
    assert f'id="change-{changes["stays"]}"' in page
    assert "unchanged" in page


def test_words_are_marked_where_they_changed(client, changes):
    page = shown(client, f"{COMPARE}1...2/")
    assert re.search(r"<del>.{0,90}some.{0,90}</del>", page)
    assert re.search(r"<ins>.{0,90}other.{0,90}</ins>", page)
    assert "now links to https://x.example/" in page


def test_side_by_side_shows_each_version_in_its_own_column(client, changes):
    page = shown(client, f"{COMPARE}1...2/?view=side")
    assert page.count('class="diff-old"') == page.count('class="diff-new"') > 0
    assert "not there any more" in page


def test_paragraphs_far_from_any_change_are_left_out_unless_all_is_asked_for(client):
    old = [f"<p>Paragraph {number}.</p>" for number in range(12)]
    long = clause(text="".join(old))
    first = first_edition(long)
    edition(first, clause(long.heading, "".join([*old[:11], "<p>The end.</p>"]), id=long.id))
    for view in ("inline", "side"):
        excerpt = shown(client, f"{COMPARE}1...2/?view={view}")
        assert "10 unchanged paragraphs" in excerpt
        assert "Paragraph 4." not in excerpt
        assert "Paragraph 10." in excerpt
        assert "Paragraph 4." in shown(client, f"{COMPARE}1...2/?view={view}&show=all")


def test_unknown_ways_to_show_it_are_taken_as_the_plain_one(client, changes):
    assert "diff-old" not in shown(client, f"{COMPARE}1...2/?view=upside-down&show=%00")


def test_the_reasons_given_in_between_stand_beside_the_changes(client):
    many_editions(5)
    page = shown(client, f"{COMPARE}2...4/")
    assert "Reason 3" in page
    assert "Reason 4" in page
    assert "Reason 2" not in page
    assert "Reason 5" not in page


def test_a_clause_says_which_of_the_versions_changed_it(client):
    rule, other = clause("Rule"), clause("Other")
    first = first_edition(rule, other)
    second = edition(first, clause("Rule", "<p>Reworded.</p>", id=rule.id), other)
    edition(second, clause("Rule", "<p>Reworded.</p>", id=rule.id), clause("Other", "<p>Too.</p>", id=other.id))
    card = shown(client, f"{COMPARE}1...3/").split(f'id="change-{rule.id}"')[1].split("</section>")[0]
    assert f'href="/guidelines/social-media/v/2/#clause-{rule.id}">v2</a>' in card
    assert ">v3</a>" not in card


def test_versions_of_a_long_history_say_how_many_reasons_are_left_out(client):
    many_editions(34)
    page = shown(client, f"{COMPARE}1...34/")
    assert "3 earlier reasons stand in the history" in page
    assert "Reason 34" in page


def test_the_other_way_round_leads_from_the_older_to_the_newer_version(client, changes):
    response = client.get(f"{COMPARE}2...1/?view=side")
    assert response.status_code == 302
    assert response["Location"] == f"{COMPARE}1...2/?view=side"


def test_the_same_version_twice_says_there_is_nothing_to_compare(client, changes):
    assert "There is nothing to compare" in shown(client, f"{COMPARE}1...1/")


def test_the_form_leads_to_the_comparison_whichever_was_chosen_first(client, changes):
    for query in ("a=1&b=2", "a=2&b=1"):
        response = client.get(f"{COMPARE}?{query}")
        assert response.status_code == 302
        assert response["Location"] == f"{COMPARE}1...2/"


def test_without_a_choice_the_form_asks_for_one(client, changes):
    assert 'name="a"' in shown(client, COMPARE)


def test_a_single_version_has_nothing_to_be_compared_with(client):
    first_edition(clause())
    page = shown(client, COMPARE)
    assert "only one version" in page
    assert 'name="a"' not in page


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("a=1", "Choose a version."),
        ("a=1&b=", "Choose a version."),
        ("a=0&b=1", "numbered from 1"),
        ("a=1&b=3", "newest version is number 2"),
        (f"a=1&b={'9' * 40}", "newest version is number 2"),
        ("a=x&b=1", "Write the number"),
        ("a=1.5&b=2", "Write the number"),
    ],
)
def test_a_choice_that_cannot_be_is_explained_at_its_field(client, changes, query, answer):
    assert answer in shown(client, f"{COMPARE}?{query}", 422)


@pytest.mark.parametrize(
    "address",
    [
        *("1...3/", "1...999999999/", f"1...{'9' * 30}/", "0...1/", "-1...2/", "01...2/", "1..2/", "1....2/"),
        *("x...y/", "...2/", "1.../", ".../", "1...2...3/", "1…2/", "1...2/extra/"),
    ],
)
def test_a_range_that_means_nothing_is_a_plain_404_that_leads_on(client, changes, address):
    assert "/guidelines/social-media/history/" in shown(client, COMPARE + address, 404)


def test_a_link_to_another_guideline_that_changed_its_target_is_seen(client):
    one, two = VersionFactory(slug="one").page_id, VersionFactory(slug="two").page_id
    linked = clause(text=f'<p>See <a id="{one}" linktype="page">there</a>.</p>')
    first = first_edition(linked)
    edition(
        first, clause(linked.heading, id=linked.id, text=f'<p>See <a id="{two}" linktype="page">there</a>.</p>')
    )
    page = shown(client, f"{COMPARE}1...2/")
    assert "link now goes to /guidelines/two/, not /guidelines/one/" in page


def test_tables_code_and_quotes_are_compared_too(client):
    def parts(word):
        return (
            Part("table", rows=(("Who", "What"), ("All", word)), header=True),
            Part("code", text=f"print({word})"),
            Part("quote", f"<p>{word}</p>"),
        )

    before = clause(rule=parts("old"))
    first = first_edition(before)
    edition(first, clause(before.heading, id=before.id, rule=parts("new")))
    page = shown(client, f"{COMPARE}1...2/?view=side")
    assert page.count("<ins>") == page.count("<del>") == 3


def test_dangerous_links_are_shown_without_an_address(client):
    before = clause()
    first = first_edition(before)
    edition(
        first,
        clause(before.heading, id=before.id, text='<p><a href="javascript:alert(1)">Say</a> who.</p>'),
    )
    assert "javascript:" not in shown(client, f"{COMPARE}1...2/")


# What was taken out


@pytest.fixture
def redacted(client):
    """A clause whose first wording was taken out after it was reworded, and one that stayed."""
    leak, other = clause("Leak", "<p>The launch is in May.</p>"), clause("Other")
    first = first_edition(leak, other)
    edition(first, clause("Leak", "<p>There is a launch.</p>", id=leak.id), other)
    leaf = next(leaf for leaf in first.leaf_refs if leaf.clause_id == leak.id)
    actions.take_out_leaf(leaf_hash=leaf.leaf_hash, now=first.date)
    return leak.id


def test_words_that_were_taken_out_are_not_compared_but_said_to_be_gone(client, redacted):
    page = shown(client, f"{COMPARE}1...2/")
    assert "1 clause whose words were taken out" in page
    assert f'id="change-{redacted}"' in page
    assert "launch" not in page
    assert "There is a launch." in shown(client, "/guidelines/social-media/v/2/")


def test_data_says_what_was_taken_out_and_shows_none_of_it(client, redacted):
    data = client.get(f"{COMPARE}1...2.json").json()
    leak = next(each for each in data["clauses"] if each["id"] == redacted)
    assert leak["taken_out"]
    assert leak["tokens"] == []
    assert data["summary"]["taken_out"] == 1


# As data


def test_data_has_counts_and_each_clause_with_its_tokens(client, changes):
    data = client.get(f"{COMPARE}1...2.json").json()
    counts = {"added": 1, "removed": 1, "reworded": 1, "moved": 1, "formatted": 1}
    assert counts.items() <= data["summary"].items()
    kinds = {each["id"]: each["kind"] for each in data["clauses"]}
    assert kinds[changes["comes"]] == "added"
    assert kinds[changes["goes"]] == "removed"
    reworded = next(each for each in data["clauses"] if each["id"] == changes["reworded"])
    marked = [(token["op"], token["text"].strip()) for token in reworded["tokens"] if token["op"] != "equal"]
    assert marked == [("delete", "some"), ("insert", "other")]
    assert [each["kind"] for each in data["front"]] == ["same", "reworded"]
    assert (data["from"]["number"], data["to"]["number"]) == (1, 2)


def test_data_of_a_version_with_itself_has_no_changes(client, changes):
    data = client.get(f"{COMPARE}1...1.json").json()
    assert {each["kind"] for each in data["clauses"]} == {"same"}


def test_data_of_the_other_way_round_is_found_by_redirect(client, changes):
    response = client.get(f"{COMPARE}2...1.json")
    assert response.status_code == 302
    assert response["Location"] == f"{COMPARE}1...2.json"


def test_data_of_an_unknown_version_says_so_as_data(client, changes):
    response = client.get(f"{COMPARE}1...3.json")
    assert response.status_code == 404
    assert "version 3" in response.json()["error"]


def test_data_that_a_script_has_already_is_not_sent_again(client, changes):
    etag = client.get(f"{COMPARE}1...2.json")["ETag"]
    again = client.get(f"{COMPARE}1...2.json", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get(f"{COMPARE}1...1.json", headers={"if-none-match": etag}).status_code == 200


def test_a_comparison_of_a_guideline_with_a_nasty_title_is_well_formed(client):
    first = VersionFactory(slug="social-media", guideline=guideline("</title><script>", clause("<!--")))
    edition(first, clause("]]>", "<p>&lt;/section&gt;</p>"), title="<svg onload=alert(1)>")
    page = shown(client, f"{COMPARE}1...2/?show=all")
    assert "<svg onload" not in page
