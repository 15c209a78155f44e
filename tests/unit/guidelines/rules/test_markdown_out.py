"""Guidelines as Markdown, and back."""

import gzip
import json
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelines.rules.clause_ids import carry_ids
from guidelines.rules.content import FIELDS, LEVELS, Clause, Guideline, Part, normalise_guideline
from guidelines.rules.markdown import UnsupportedMarkdownError, markdown_to_guideline
from guidelines.rules.markdown_out import guideline_to_markdown
from tests.corpus import CORPUS, needs_corpus

A, B = (str(UUID(int=number)) for number in (10, 11))


def read(markdown: str) -> Guideline:
    return markdown_to_guideline(markdown, fallback_title="Untitled")


def of_rule(*parts: Part) -> Guideline:
    return Guideline("Title", "", (Clause(A, "Heading", rule=parts),))


def text_of(html: str) -> str:
    """The Markdown of a rule of rich text, without title and heading."""
    return guideline_to_markdown(of_rule(Part("text", html))).split("\n\n", 4)[4].rstrip("\n")


SIGNS = "ab1 *_`~#>|[](){}%&;!<\\/-+=.:\"'\n^é😀\u00a0\x85"


# What it looks like


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Be <b>kind</b>, <i>always</i>.</p>", "Be **kind**, *always*."),
        ("<p>un<b>kind</b></p>", "un<b>kind</b>"),
        ("<p>a<br>b</p><hr><p>c</p>", "a\\\nb\n\n***\n\nc"),
        ("<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>", "- a\n  1. b\n  2. c"),
        (
            '<p><a href="https://x.example/?a=1&amp;b=2">Go <b>on</b></a></p>',
            "[Go <b>on</b>](https://x.example/?a=1&b=2)",
        ),
        ('<p><a href="/a b">x</a></p>', '<a href="/a b">x</a>'),
        ("<p><code>a_b &lt;c&gt;</code> R&amp;D 2 &lt; 3</p>", "`a_b <c>` R&D 2 \\< 3"),
        ("<p>1. x<br># y<br>- z</p>", "1\\. x\\\n\\# y\\\n\\- z"),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
    ],
)
def test_rich_text_is_markdown_where_it_can_be_and_html_where_it_must(html, markdown):
    assert text_of(html) == markdown


def test_a_whole_guideline_reads_like_a_document():
    clause = Clause(
        A,
        "Own your words",
        2,
        (
            Part("text", "<p>Say so.</p>"),
            Part("table", rows=(("A", "B|C"), ("1", "<b>2</b>")), header=True),
            Part("code", text="a ``` b", language="py"),
            Part("quote", "<p>Quoted</p><p>twice</p>"),
        ),
        why="<p>Because</p>",
    )
    assert guideline_to_markdown(
        Guideline(
            "Social media", "Be honest.\n# 1", (clause, Clause(B, level=3, rule=(Part("text", "<p>x</p>"),)))
        )
    ) == (
        "<!-- peerline 1 -->\n\n# Social media\n\n- Be honest.\n- \\# 1\n\n"
        f"<!-- clause {A} -->\n\n## Own your words\n\nSay so.\n\n"
        "| A | B&#124;C |\n| --- | --- |\n| 1 | **2** |\n\n"
        "````py\na ``` b\n````\n\n> Quoted\n>\n> twice\n\n<!-- why --> <b>Why</b>\n\nBecause\n\n"
        f"<!-- clause {B} level 3 -->\n\nx\n"
    )


def test_what_the_lines_alone_would_not_say_stands_in_a_comment_that_counts_until_they_change():
    long = of_rule(Part("code", text="a\x85-->b"))
    markdown = guideline_to_markdown(long)
    assert read(markdown) == long
    assert read(markdown.replace("a-->b", "c")) == of_rule(Part("code", text="c"))


# Edited by hand


BY_HAND = guideline_to_markdown(
    Guideline("Title", "", (Clause(A, "One", why="<p>So.</p>"), Clause(B, rule=(Part("text", "<p>two</p>"),))))
)


@pytest.mark.parametrize(
    ("found", "put", "expected"),
    [
        ("So.", "So!", (Clause(A, "One", why="<p>So!</p>"), "two")),
        ("So.", "So.\n\n# More\n\ntext", (Clause(A, "One", why="<p>So.</p>"), Clause("", "More"), "two")),
        ("## One", "Above\n\n## One", ("Above", Clause(A, "One", why="<p>So.</p>"), "two")),
        ("two", "two[^x] [y]\n\n[y]: /z", (Clause(A, "One", why="<p>So.</p>"), '[^x] <a href="/z">y</a>')),
        ("<!-- peer", "Before\n\n<!-- peer", ("Before", Clause(A, "One", why="<p>So.</p>"), "two")),
        ("<!-- why --> <b>Why</b>", "", (Clause(A, "One", rule=(Part("text", "<p>So.</p>"),)), "two")),
    ],
)
def test_what_somebody_changes_by_hand_is_read_and_clauses_stay_who_they_are(found, put, expected):
    clauses = read(BY_HAND.replace(found, put)).clauses
    assert len(clauses) == len(expected)
    for clause, wanted in zip(clauses, expected, strict=True):
        if isinstance(wanted, str):
            assert wanted in clause.rule[0].html
        else:
            assert replace(clause, rule=wanted.rule) == wanted


@pytest.mark.parametrize(
    ("found", "put", "line", "reason"),
    [
        (f"clause {B}", f"clause {A}", 13, "stands here twice"),
        (f"clause {B}", "clause x", 13, "the mark of a clause is damaged"),
        ("two", "two <video>", 15, "the tag <video> can't be kept"),
    ],
)
def test_a_mark_that_makes_no_sense_is_refused_with_its_line(found, put, line, reason):
    with pytest.raises(UnsupportedMarkdownError, match=reason) as caught:
        read(BY_HAND.replace(found, put))
    assert caught.value.line == line


@given(st.text(st.sampled_from(SIGNS), max_size=8), st.integers(0, len(BY_HAND)), st.integers(0, 60))
def test_any_change_is_read_or_refused_as_markdown_is(inserted, place, removed):
    with suppress(UnsupportedMarkdownError):
        read(BY_HAND[:place] + inserted + BY_HAND[place + removed :])


# There and back

ADDRESSES = ["/x", "https://ä.example/ü|y", "/a(b)&amp;lt;c", "x y"]
MARKS = ["b", "i", "s", "sup", "sub", "code"]
words = st.text(st.sampled_from(SIGNS), max_size=12)
spans = st.recursive(
    words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")),
    lambda inner: st.one_of(
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(MARKS), inner),
        st.builds(
            '<a href="{}">{}</a>'.format,
            st.sampled_from(ADDRESSES),
            inner,
        ),
        st.lists(inner, min_size=2, max_size=4).map("".join),
    ),
    max_leaves=6,
)
items = st.recursive(
    spans.map("<li>{}</li>".format),
    lambda inner: st.builds("<li>{}<{}>{}</{}></li>".format, spans, st.just("ul"), inner, st.just("ul")),
    max_leaves=4,
)
blocks = st.one_of(
    spans.map("<p>{}</p>".format),
    st.lists(items, min_size=1, max_size=3).map(lambda found: f"<ul>{''.join(found)}</ul>"),
    st.lists(items, min_size=1, max_size=3).map(lambda found: f"<ol>{''.join(found)}</ol>"),
    st.just("<hr>"),
)
rich = st.lists(blocks, max_size=4).map("".join)
parts = st.one_of(
    st.builds(Part, st.sampled_from(["text", "quote"]), rich),
    st.builds(
        Part,
        st.just("code"),
        text=st.text(st.sampled_from(SIGNS + "\t"), max_size=30),
        language=st.sampled_from(["", "py", "c++"]),
    ),
    st.builds(
        Part,
        st.just("table"),
        rows=st.lists(st.lists(spans, min_size=1, max_size=3).map(tuple), min_size=2, max_size=3).map(tuple),
        header=st.booleans(),
    ),
)


clauses = st.lists(
    st.builds(
        Clause,
        st.just(""),
        words,
        st.sampled_from(LEVELS),
        st.lists(parts, max_size=3).map(tuple),
        **dict.fromkeys(FIELDS, st.one_of(st.just(""), rich)),
    ),
    max_size=3,
)


@settings(max_examples=30)
@given(words.map(lambda text: f"x{text}"), st.lists(words, max_size=3).map(" \n".join), clauses)
def test_what_is_written_reads_back_to_the_letter(title, summary, contents):
    numbered = (replace(clause, id=str(UUID(int=place))) for place, clause in enumerate(contents))
    guideline = normalise_guideline(Guideline(title, "\n".join(summary.splitlines()[:5]), tuple(numbered)))
    assert read(guideline_to_markdown(guideline)) == guideline


@needs_corpus
@pytest.mark.xdist_group("corpus")
@pytest.mark.parametrize("name", ["policies.jsonl.gz", "handbook.jsonl.gz"])
def test_every_tenth_real_version_comes_back_as_it_went_without_exact_forms(name):
    lines = gzip.decompress((CORPUS / name).read_bytes()).decode().strip().split("\n")
    for line in lines[::10]:
        guideline = read(json.loads(line)["markdown"])
        named = replace(
            guideline, clauses=carry_ids((), guideline.clauses, new_id=lambda place: str(UUID(int=place)))
        )
        markdown = guideline_to_markdown(named)
        assert read(markdown) == named
        assert "<!-- exact" not in markdown
