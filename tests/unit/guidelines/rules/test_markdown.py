"""Markdown of imported histories: everything a reader would see stands in the clauses, once and in order."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.content import Guideline, Part, guideline_text, normalise_guideline
from guidelines.rules.markdown import UnsupportedMarkdownError, markdown_to_guideline


def guideline_of(markdown: str) -> Guideline:
    return markdown_to_guideline(markdown, fallback_title="No title")


def parts_of(markdown: str) -> tuple[Part, ...]:
    """The parts of a text without headings."""
    (clause,) = guideline_of(markdown).clauses
    return clause.rule


def html_of(markdown: str) -> str:
    (part,) = parts_of(markdown)
    assert part.kind == "text"
    return part.html


def headings_of(markdown: str) -> list[tuple[int, str]]:
    return [(clause.level, clause.heading) for clause in guideline_of(markdown).clauses]


# Titles and headings


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("---\ntitle: Blogging Guide\ntag:\n  - x\n---\ntext", "Blogging Guide"),
        ("---\ntitle: 'It''s'\n---\n# Other\n", "It's"),
        ('---\ntitle: "caf\\u00e9"\n---\ntext', "café"),
        ("---\ntitle: >-\n  two\n  lines\n---\ntext", "two lines"),
        ("---\ntitle: 2024\n---\ntext", "2024"),
        ("---\r\ntitle: Windows\r\n---\r\ntext", "Windows"),
        ("\ufeff---\ntitle: Marked\n...\ntext", "Marked"),
        ("# A `code` title\n\ntext", "A code title"),
        ("## Not a title\n\ntext", "No title"),
        ("text\n\n# Late\n", "No title"),
        ("---\ntitle:\n---\ntext", "No title"),
        ("---\n# only a comment\n---\ntext", "No title"),
        ("", "No title"),
    ],
)
def test_the_title_is_that_of_the_front_matter_or_else_a_first_heading_of_level_one(markdown, title):
    assert guideline_of(markdown).title == title


def test_a_first_heading_that_says_the_title_is_no_clause():
    guideline = guideline_of("---\ntitle: Guide\n---\n# guide\n\nlead\n\n## One\n\ntext")
    assert [(clause.heading, clause.level) for clause in guideline.clauses] == [("", 2), ("One", 2)]


def test_a_first_heading_that_says_something_else_than_the_title_is_a_clause():
    assert headings_of("---\ntitle: Guide\n---\n# Welcome\n\ntext") == [(2, "Welcome")]


@pytest.mark.parametrize(
    "markdown", ["---\n\ntitle: x\n\n---\n\ntext", "---\n- a\n---\ntext", "---\ntitle: never closed\n"]
)
def test_what_is_no_front_matter_is_text(markdown):
    guideline = guideline_of(markdown)
    assert guideline.title == "No title"
    assert re.findall(r"\w+", guideline_text(replace(guideline, title=""))) == re.findall(r"\w+", markdown)


def test_text_before_the_first_heading_is_a_clause_without_heading():
    first, second = guideline_of("before\n\n## Head\n\nafter").clauses
    assert (first.heading, first.rule) == ("", (Part("text", html="<p>before</p>"),))
    assert (second.heading, second.rule) == ("Head", (Part("text", html="<p>after</p>"),))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([2, 3, 4], [2, 3, 4]),
        ([4, 3, 3], [3, 2, 2]),
        ([3, 3], [2, 2]),
        ([2, 4, 2], [2, 3, 2]),
        ([6, 1, 2, 3, 4], [4, 2, 3, 4, 4]),
    ],
)
def test_levels_of_headings_move_together_and_keep_their_order(levels, expected):
    markdown = "lead\n\n" + "\n\n".join(f"{'#' * level} h" for level in levels)
    assert [level for level, heading in headings_of(markdown) if heading] == expected


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_a_heading_is_never_shown_above_one_it_stood_below(levels):
    markdown = "lead\n\n" + "\n\n".join(f"{'#' * level} h" for level in levels)
    shown = [level for level, heading in headings_of(markdown) if heading]
    assert set(shown) <= {2, 3, 4}
    for was, is_now in zip(levels, shown, strict=True):
        for other, other_now in zip(levels, shown, strict=True):
            assert was < other or is_now >= other_now


def test_a_link_in_a_heading_stands_below_it():
    (clause,) = guideline_of("## See [*this* post](https://example.org/?a=1&b=2)\n\ntext").clauses
    assert clause.heading == "See this post"
    address = "https://example.org/?a=1&amp;b=2"
    assert clause.rule[0].html == f'<p><a href="{address}">{address}</a></p><p>text</p>'


def test_headings_in_the_items_of_a_list_become_clauses():
    markdown = "## Not allowed\n\n- #### Threats\n  of violence\n\n- #### Malware\n  or exploits\n\n- and more\n"
    guideline = guideline_of(markdown)
    assert [(clause.level, clause.heading) for clause in guideline.clauses] == [
        (2, "Not allowed"),
        (3, "Threats"),
        (3, "Malware"),
    ]
    assert guideline.clauses[2].rule[0].html == "<p>or exploits</p><ul><li>and more</li></ul>"


def test_headings_deep_in_lists_and_in_quotes_are_bold_lines():
    assert html_of("- a\n  - # b\n    c") == "<ul><li>a<ul><li><b>b</b><br>c</li></ul></li></ul>"
    assert parts_of("> ## b\n> c") == (Part("quote", html="<p><b>b</b></p><p>c</p>"),)


# What stands in a clause


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**a** _b_ `c` ~~d~~", "<p><b>a</b> <i>b</i> <code>c</code> <s>d</s></p>"),
        ("a  \nb\\\nc\nd", "<p>a<br>b<br>c d</p>"),
        ("a<br>b <sup>c</sup> <kbd>d</kbd>", "<p>a<br>b <sup>c</sup> <code>d</code></p>"),
        ("[a](/b?c=1&d=2 'shown on hover')", '<p><a href="/b?c=1&amp;d=2">a</a></p>'),
        ("[a][b]\n\n[b]: https://example.org", '<p><a href="https://example.org">a</a></p>'),
        ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
        ("<mail@example.org>", '<p><a href="mailto:mail@example.org">mail@example.org</a></p>'),
        ("![a map](/b/map.png)", '<p><a href="/b/map.png">a map</a></p>'),
        ("![](/b/map.png)", '<p><a href="/b/map.png">map.png</a></p>'),
        ("[![a map](/map.png)](/b)", '<p><a href="/b">a map</a></p>'),
        ('<a id="here"></a>a <a name="x">b</a>', "<p>a b</p>"),
        ("&copy; &lt;b&gt; &#8212; \\*a\\*", "<p>© &lt;b&gt; — *a*</p>"),
        ("a <!-- hidden --> b\n\n<!--\nhidden\n\ntoo\n-->", "<p>a b</p>"),
        ("{% slack_channel a_b* %} {{ a_b_c }} *e*", "<p>{% slack_channel a_b* %} {{ a_b_c }} <i>e</i></p>"),
        ("[^1]: Note\n\na[^1]", "<p>[^1]: Note</p><p>a[^1]</p>"),
        ("a\n\n* * *\n\nb", "<p>a</p><hr><p>b</p>"),
        ("- a\n- b\n\n  c\n  - d", "<ul><li>a</li><li>b<br>c<ul><li>d</li></ul></li></ul>"),
        ("- a\n  1. b\n     - c", "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a\n\n   b\n4. c", "<p>3. a</p><p>b</p><p>4. c</p>"),
        ("- a\n\n  7. b", "<ul><li>a<br>7. b</li></ul>"),
        ("- [ ] a\n- [x] b", "<ul><li>[ ] a</li><li>[x] b</li></ul>"),
        ("<div>a</div><div><p>b</div>", "<p>a</p><p>b</p>"),
        ("<details>\n<summary>a</summary>\n\n*b*\n\n</details>", "<p>a</p><p><i>b</i></p>"),
        ("<dl><dt>a<dd>b</dl>", "<p>a</p><p>b</p>"),
        ("<ul>a<li>b</li><p>c</p></ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        ("[a](javascript:alert)", "<p>[a](javascript:alert)</p>"),
        ("\\<script>alert\\</script>", "<p>&lt;script&gt;alert&lt;/script&gt;</p>"),
    ],
)  # fmt: skip
def test_inline_marks_lists_and_html_become_rich_text(markdown, html):
    assert html_of(markdown) == html


def test_a_table_keeps_its_cells_with_their_marks():
    markdown = "| Kind | **Do** |\n|:--|--:|\n| `a \\| b` | [c](/d) |\n| e |\n"
    rows = (("Kind", "<b>Do</b>"), ("<code>a | b</code>", '<a href="/d">c</a>'), ("e", ""))
    assert parts_of(markdown) == (Part("table", rows=rows, header=True),)


def test_an_empty_head_of_a_table_is_no_row():
    assert parts_of("| | |\n|-|-|\n| a | b |") == (Part("table", rows=(("a", "b"),)),)


def test_a_table_in_html_keeps_caption_cells_and_lists_in_them():
    markdown = "<table><caption>C</caption><tr><th>a<th>b</tr>\n<tr><td>1\n<td><ol><li>x<li>y</ol></table>"
    caption, table = parts_of(markdown)
    assert caption.html == "<p>C</p>"
    assert table == Part("table", rows=(("a", "b"), ("1", "1. x<br>2. y")), header=True)


@pytest.mark.parametrize(
    ("markdown", "language", "text"),
    [
        ("```python title=x\nif a:\n    b <c>\n```", "python", "if a:\n    b <c>"),
        ("~~~\n*a*\n\n\n{% b %}\n~~~", "", "*a*\n\n\n{% b %}"),
        ("    a\n\n      b", "", "a\n\n  b"),
        ("<pre><code>a\n  <b>b</b></code></pre>", "", "a\n  b"),
        ("```{r, echo=F}\na\n```", "", "a"),
    ],
)
def test_code_stays_verbatim_with_its_language(markdown, language, text):
    assert parts_of(markdown) == (Part("code", language=language, text=text),)


def test_a_quote_is_a_part_and_a_quote_within_it_another():
    quotes = parts_of("> a\n> - b\n>\n> > c\n>\n> d")
    assert [(part.kind, part.html) for part in quotes] == [
        ("quote", "<p>a</p><ul><li>b</li></ul>"),
        ("quote", "<p>c</p>"),
        ("quote", "<p>d</p>"),
    ]


def test_a_list_goes_on_after_code_quotes_and_tables_in_it():
    markdown = "- a\n- b\n\n  ```\n  c\n  ```\n\n  d\n- e\n  > f\n- g"
    assert [part.html or part.text for part in parts_of(markdown)] == [
        "<ul><li>a</li><li>b</li></ul>",
        "c",
        "<p>d</p><ul><li>e</li></ul>",
        "<p>f</p>",
        "<ul><li>g</li></ul>",
    ]


def test_a_numbered_list_that_is_cut_has_its_numbers_written_out():
    markdown = "1. a\n2. b\n\n   ```\n   c\n   ```\n3. d"
    assert [part.html or part.text for part in parts_of(markdown)] == [
        "<p>1. a</p><p>2. b</p>",
        "c",
        "<p>3. d</p>",
    ]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("1. a\n   - b\n\n   c\n2. d", "<p>1. a</p><ul><li>b</li></ul><p>c</p><p>2. d</p>"),
        ("1. - a\n   - b\n2. c", "<p>1.</p><ul><li>a</li><li>b</li></ul><p>2. c</p>"),
        ("1.\n2. a", "<p>1.</p><p>2. a</p>"),
        ("- 1. a\n  2. b", "<ul><li>1. a<br>2. b</li></ul>"),
        ("<ol>a<li>b</ol>", "<p>a</p><p>1. b</p>"),
    ],
)
def test_a_numbered_list_that_would_count_otherwise_has_its_numbers_written_out(markdown, html):
    assert html_of(markdown) == html


# What can't be kept


@pytest.mark.parametrize(
    ("markdown", "line", "reason"),
    [
        ("a\n\n<iframe src=x></iframe>", 3, "<iframe>"),
        ("a\nb <video src=x></video>", 2, "<video>"),
        ("---\ntitle: a\n---\n\n<script>alert(1)</script>", 5, "<script>"),
        ("- a\n\n  <form>", 3, "<form>"),
        ("<div>\n<style>p {}</style>", 2, "<style>"),
        ("your <name> here", 1, "<name>"),
        ("a\n\n> b <b>c\n", 3, "<b> is never closed"),
        ('a\n\n<div title="b\n\nc', 3, "not finished"),
        ("a\n\n<!-- b\n\nc", 3, "comment never ends"),
        ("a\n\n<?php b ?>", 3, "processing instruction"),
        ("<!DOCTYPE html>\n", 1, "declaration"),
        ("a <![CDATA[b]]>", 1, "<![…]>"),
        ("<table><tr><td>a\n<table></table>", 2, "table within a table"),
        ("<table><tr>\n<td colspan=2>a</table>", 2, "joined"),
        ("a\n\n<td>b</td>", 3, "outside a table"),
        ("|a|b|\n|-|-|\n|1|2|\n|3|3|3|", 4, "more cells"),
        ("> |a|b|\n> |-|-|\n> | | | c |", 3, "more cells"),
        ("a\n[b](ftp://example.org)", 2, "ftp://example.org"),
        ("![b](data:image/png;base64,AAAA)", 1, "data:image/png"),
        ('<a href="javascript:x">b</a>', 1, "javascript:x"),
        ("a\n" * 200 + "---", 1, "heading is longer"),
        ("> " * 80 + "a", 1, "too deep"),
        ("a\nb\x01c", 2, "control character"),
        ("a \ud800", 1, "control character"),
        ("---\na: b\ntitle: [\n---\nc", 4, "front matter"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_its_line(markdown, line, reason):
    with pytest.raises(UnsupportedMarkdownError) as caught:
        guideline_of(markdown)
    assert caught.value.line == line
    assert reason in str(caught.value)


# Properties

WORDS = re.compile(r"w\d+e")
INLINES = """
    {}; *{}*; **{}**; `{}`; ~~{}~~; ***{}** {}*; [{}](/x); ![{}](/y.png); <br>{}; {}<br>; {{% {}_{} %}}; &lt;{}&gt;
    <sup>{}</sup>; <span>{}</span>; <!-- no -->{}; <a id=x></a>{}; \\*{}\\*; "{}"; _{}_; <kbd>{}</kbd>
"""
inlines = st.sampled_from([*re.split(r"[;\n]\s+", INLINES.strip()), "{}  \n{}", "{}\n{}"])
paragraphs = st.lists(inlines, min_size=1, max_size=4).map(" ".join)


def one_line(text: str) -> str:
    return text.replace("  \n", " ").replace("\n", " ")


def indented(text: str, first: str, rest: str) -> str:
    return "\n".join((rest if place else first) + line for place, line in enumerate(text.split("\n")))


def listed(items: list[str], marker: str) -> str:
    return "\n".join(indented(item, marker, " " * len(marker)) for item in items)


def nested(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(children, min_size=1, max_size=3)
    return st.one_of(
        several.map("\n\n".join),
        several.map("\n\n".join).map(lambda text: indented(text, "> ", "> ")),
        st.builds(listed, several, st.sampled_from(["- ", "1. ", "7) "])),
        several.map(lambda blocks: "<div>\n\n" + "\n\n".join(blocks) + "\n\n</div>"),
    )


leaves = st.one_of(
    paragraphs,
    st.builds(lambda level, text: "#" * level + " " + one_line(text), st.integers(1, 6), paragraphs),
    st.sampled_from(
        ["```\n{}\n  {}\n```", "***", "| {} | *{}* |\n|---|---|\n| {} |\n| | `{}` |", "<p>{}</p>", "-"]
    ),
    st.sampled_from(["<ul><li>{}<li>{}</ul>", "<table><tr><td>{}<td><p>{}</table>", "{}\n==="]),
)
documents = st.lists(st.recursive(leaves, nested, max_leaves=8), max_size=6).map("\n\n".join)


def numbered_words(template: str) -> str:
    """Put w0e, w1e, … in the places of a template."""
    count = template.count("{}")
    return template.format(*(f"w{place}e" for place in range(count)))


@given(documents)
def test_every_visible_word_stands_in_the_clauses_once_and_in_order(template):
    markdown = numbered_words(template)
    guideline = guideline_of("lead\n\n" + markdown)
    assert WORDS.findall(guideline_text(guideline)) == WORDS.findall(markdown)


@given(documents)
def test_what_comes_out_is_in_canonical_form(template):
    guideline = guideline_of(numbered_words(template))
    clauses = tuple(replace(clause, id=str(place)) for place, clause in enumerate(guideline.clauses))
    assert normalise_guideline(replace(guideline, clauses=clauses)).clauses == clauses


def outcome(markdown: str) -> Guideline | UnsupportedMarkdownError:
    try:
        return guideline_of(markdown)
    except UnsupportedMarkdownError as error:
        return error


@given(st.text(alphabet=st.sampled_from("ab <>/!-#*_`[](){%}|&;:\n\t1.=~\\\"'é\u0301\u00a0😀"), max_size=60))
def test_whatever_comes_in_gives_a_guideline_or_a_refusal_with_a_line(markdown):
    result = outcome(markdown)
    assert result.title if isinstance(result, Guideline) else 1 <= result.line <= markdown.count("\n") + 1
