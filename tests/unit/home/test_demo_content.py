"""The demonstration's own content holds together."""

from itertools import pairwise

import pytest

from flags.models import Category
from flags.rules.lifecycle import State
from guidelines.rules.content import Guideline, clause_text, word_changes
from home.demo.files import demo_facts, demo_guidelines, demo_posts

PEOPLE = demo_facts("people")
BLOGS = demo_facts("blogs")["blogs"]
CASES = demo_facts("cases")["cases"]
GUIDELINES = {guideline.slug: guideline for guideline in demo_guidelines()}
POSTS = {post.key: post for post in demo_posts()}
VERSIONS = [
    pytest.param(version, id=f"{slug}-{number}")
    for slug, guideline in GUIDELINES.items()
    for number, version in enumerate(guideline.versions, start=1)
]


def test_there_are_forty_people_in_seven_teams():
    assert len(PEOPLE["people"]) == 40
    assert len(PEOPLE["teams"]) == 7
    teams = [person["team"] for person in PEOPLE["people"].values() if "team" in person]
    assert set(teams) == set(PEOPLE["teams"])
    assert sum(person.get("employment") == "alumni" for person in PEOPLE["people"].values()) >= 3


def test_the_main_guideline_has_eight_versions_over_three_years():
    versions = GUIDELINES["social-media"].versions
    assert len(versions) == 8
    assert (versions[-1].date - versions[0].date).days > 2.5 * 365
    assert len({version.author for version in versions}) == 8
    assert 19 <= len(versions[-1].guideline.clauses) <= 22


@pytest.mark.parametrize("version", VERSIONS)
def test_each_clause_says_why_and_gives_both_examples(version):
    for clause in version.guideline.clauses:
        assert clause.heading, clause.id
        assert all((clause.rule, clause.why, clause.permitted, clause.not_permitted)), clause.heading


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_has_an_author_a_note_and_a_summary(version):
    assert version.author in PEOPLE["people"]
    assert version.note
    assert version.guideline.summary
    assert version.date.tzinfo is not None


@pytest.mark.parametrize("slug", GUIDELINES)
def test_each_version_is_later_than_and_different_from_the_one_before(slug):
    for old, new in pairwise(GUIDELINES[slug].versions):
        assert old.date < new.date
        assert sum(word_changes(old.guideline, new.guideline)) > 10


def test_the_history_holds_every_kind_of_change():
    versions = [version.guideline for version in GUIDELINES["social-media"].versions]
    pairs = list(pairwise(versions))
    assert any(ids(old) - ids(new) for old, new in pairs), "a clause goes"
    assert any(ids(new) - ids(old) for old, new in pairs), "a clause comes"
    assert any(order(old, new) != order(new, old) for old, new in pairs), "a clause moves"
    assert any(headings(old, new) != headings(new, old) for old, new in pairs), "a heading is renamed"
    assert any(link_only(old, new) for old, new in pairs), "only a link or bold changes"


def test_one_edit_is_put_back_word_for_word():
    clients = [
        next(clause_text(clause) for clause in version.guideline.clauses if "client" in clause.heading)
        for version in GUIDELINES["social-media"].versions
    ]
    assert clients[4] == clients[6] != clients[5]


def test_the_guideline_says_what_it_is_not():
    latest = GUIDELINES["social-media"].versions[-1].guideline
    assert "not legal advice" in " ".join(clause_text(clause) for clause in latest.clauses)


def test_posts_name_people_and_blogs_that_exist():
    assert len(POSTS) >= 40
    for post in POSTS.values():
        assert set(post.authors) <= PEOPLE["people"].keys(), post.key
        assert {edit.author for edit in post.edits} <= set(post.authors), post.key
        assert post.kind in {"article", "note"}, post.key
        assert not post.blog or post.blog in BLOGS, post.key
    for blog in BLOGS.values():
        assert set(blog["authors"]) <= PEOPLE["people"].keys()


def test_each_blog_has_posts():
    assert {post.blog for post in POSTS.values() if post.blog} == BLOGS.keys()


def test_cases_are_in_every_state_and_point_at_passages_that_exist():
    assert {case["state"] for case in CASES} == set(State)
    for case in CASES:
        post = POSTS[case["post"]]
        body = post.edits[-1].body if post.edits else post.body
        assert body.count(case["passage"]) == 1, case["post"]
        assert case["category"] in Category.values, case["post"]


def test_nobody_flags_a_post_of_their_own():
    for case in CASES:
        marks = {step["mark"] for step in case["steps"] if "mark" in step}
        assert marks <= PEOPLE["people"].keys()
        assert not marks & set(POSTS[case["post"]].authors)


def test_only_authors_disagree():
    for case in CASES:
        disagreeing = {step["contest"] for step in case["steps"] if "contest" in step}
        assert disagreeing <= set(POSTS[case["post"]].authors), case["post"]


def ids(guideline: Guideline) -> set[str]:
    return {clause.id for clause in guideline.clauses}


def order(guideline: Guideline, other: Guideline) -> list[str]:
    return [clause.id for clause in guideline.clauses if clause.id in ids(other)]


def headings(guideline: Guideline, other: Guideline) -> dict[str, str]:
    return {clause.id: clause.heading for clause in guideline.clauses if clause.id in ids(other)}


def link_only(old: Guideline, new: Guideline) -> bool:
    before = {clause.id: clause for clause in old.clauses}
    pairs = [(before[clause.id], clause) for clause in new.clauses if clause.id in before]
    return any(one != other and clause_text(one) == clause_text(other) for one, other in pairs)
