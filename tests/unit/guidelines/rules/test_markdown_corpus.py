"""Real Markdown: the words of every version, as another reader of Markdown and HTML finds them."""

import gzip
import json

import html5lib
import pytest
from markdown_it import MarkdownIt

from guidelines.rules.content import clause_text
from guidelines.rules.front_matter import split_front_matter
from guidelines.rules.markdown import markdown_to_guideline
from tests.corpus import CORPUS, needs_corpus

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {"p", "li", "td", "th", "br"} | HEADINGS


def visible_words(markdown: str) -> list[str]:
    """The words a browser would show; the addresses of links in headings stand behind their heading."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    html = parser.render(split_front_matter(markdown).body)
    return "".join(_texts(html5lib.parse(html, namespaceHTMLElements=False))).split()


def _texts(element):
    if isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""
        yield " " if element.tag in BLOCKS else ""
    if element.tag in HEADINGS:
        yield from (f"{link.get('href')} " for link in element.iter("a"))


@needs_corpus
@pytest.mark.parametrize("name", ["policies.jsonl.gz", "handbook.jsonl.gz"])
def test_every_visible_word_of_every_real_version_stands_in_its_clauses_once_and_in_order(name):
    lines = gzip.decompress((CORPUS / name).read_bytes()).decode().strip().split("\n")
    for markdown in (json.loads(line)["markdown"] for line in lines):
        guideline = markdown_to_guideline(markdown, fallback_title="none")
        words = " ".join(clause_text(clause) for clause in guideline.clauses).split()
        assert words == visible_words(markdown)
