"""Guidelines as Markdown, and back."""

import gzip
import json
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guidelines.rules.content import FIELDS, LEVELS, Clause, Guideline, Part, normalise_guideline
from guidelines.rules.markdown import markdown_to_guideline
from guidelines.rules.markdown_out import guideline_to_markdown
from tests.corpus import CORPUS, needs_corpus

LIST_AFTER_LIST = re.compile(r"^ *([-*+]|\d+[.)]) .*\n\n+ *([-*+]|\d+[.)]) ", re.MULTILINE)
"""Lists with nothing between them are read as one, as Markdown has it; they come back joined."""


def written(guideline: Guideline, **options) -> str:
    """A guideline as Markdown, without links to pages."""
    return guideline_to_markdown(guideline, **{"address": lambda _kind, _number: ""} | options)


def read(markdown: str) -> Guideline:
    return markdown_to_guideline(markdown, fallback_title="Untitled")


def without_ids(guideline: Guideline) -> Guideline:
    return replace(guideline, clauses=tuple(replace(clause, id="") for clause in guideline.clauses))


def of_rule(*parts: Part) -> Guideline:
    return Guideline("Title", "", (Clause("a", "Heading", rule=parts),))


def text_of(html: str) -> str:
    """The Markdown of a rule of rich text, without title and heading."""
    return written(of_rule(Part("text", html))).split("\n\n", 2)[2].rstrip("\n")


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
        "a",
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
    assert written(Guideline("Social media", "Be honest.\n# 1", (clause,))) == (
        "# Social media\n\n- Be honest.\n- \\# 1\n\n## Own your words\n\nSay so.\n\n"
        "| A | B&#124;C |\n| --- | --- |\n| 1 | **2** |\n\n"
        "````py\na ``` b\n````\n\n> Quoted\n>\n> twice\n\n**Why**\n\nBecause\n"
    )


def test_links_to_pages_lead_where_they_are_said_to():
    linked = of_rule(Part("text", '<p><a id="7" linktype="page">There</a></p>'))
    assert "[There](/guidelines/x/)" in written(
        linked, address=lambda kind, number: "/guidelines/x/" if number == "7" else ""
    )
    assert written(linked).endswith("\n\nThere\n")


def test_what_was_taken_out_says_so():
    markdown = written(Guideline("", "", (Clause("a"), Clause("b", "Stays"))), taken_out=frozenset({"a", "title"}))
    assert markdown.count("The words that stood here were taken out.") == 2
    assert "## Stays" in markdown


# There and back

SIGNS = "ab1 *_`~#>|[](){}%&;!<\\/-+=.:\"'\n^é😀\u00a0"
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


def importable(clauses: list[Clause], title: str) -> Guideline:
    """A guideline as imports make them: headings from level 2 on without a gap, no two rich texts in a row."""
    used = sorted({clause.level for clause in clauses[1:]})
    return normalise_guideline(
        Guideline(
            title,
            "",
            tuple(
                replace(
                    clause,
                    id=str(place),
                    heading=f"x{clause.heading}" if place else "",
                    level=LEVELS[used.index(clause.level)] if place else LEVELS[0],
                    rule=tuple(alternating(clause.rule)),
                )
                for place, clause in enumerate(clauses)
            ),
        )
    )


def alternating(rule):
    before = ""
    for part in normalise_guideline(Guideline("x", "", (Clause("a", "x", rule=rule),))).clauses[0].rule:
        if part.kind == "table" and part.header and not any(part.rows[0]):
            continue
        if part.kind == "text" and before == "text":
            continue
        before = part.kind
        yield part


clauses = st.lists(
    st.builds(Clause, st.just(""), words, st.sampled_from(LEVELS), st.lists(parts, max_size=3).map(tuple)),
    min_size=1,
    max_size=3,
)


@given(clauses, words.map(lambda text: f"x{text}"))
def test_what_is_written_reads_back_as_the_same_content(contents, title):
    guideline = importable(contents, title)
    assert read(written(guideline)) == without_ids(guideline)


whole = st.builds(
    Clause,
    st.just(""),
    words,
    st.sampled_from(LEVELS),
    st.lists(parts, max_size=2).map(tuple),
    **dict.fromkeys(FIELDS, rich),
)


@given(st.lists(whole, max_size=2), st.lists(words, max_size=3).map("\n".join))
def test_what_is_written_read_and_written_again_is_the_same_to_the_letter(contents, summary):
    guideline = importable(contents or [Clause("")], "Title")
    guideline = normalise_guideline(replace(guideline, summary="\n".join(summary.split("\n")[:5])))
    markdown = written(guideline)
    assume(not LIST_AFTER_LIST.search(markdown))
    assert written(read(markdown)) == markdown


@needs_corpus
@pytest.mark.parametrize("name", ["policies.jsonl.gz", "handbook.jsonl.gz"])
def test_every_tenth_real_version_comes_back_as_it_went(name):
    lines = gzip.decompress((CORPUS / name).read_bytes()).decode().strip().split("\n")
    for line in lines[::10]:
        guideline = read(json.loads(line)["markdown"])
        assert read(written(guideline)) == guideline
