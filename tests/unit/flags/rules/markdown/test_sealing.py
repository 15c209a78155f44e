"""Taking a passage out of a Markdown source, also where no reader sees it."""

import pytest

from flags.rules.markdown.document import parse
from flags.rules.markdown.sealing import sealed
from flags.rules.passages import Span
from flags.rules.sealing import PassageFinder, Sought

BLOCK = "We call it Nightfall here."
FINDER = PassageFinder((Sought(BLOCK, Span(11, 20)),))


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ("We call it **Night**fall here.\n\nMore.", "More."),
        ("More.\n\n- Night&shy;fall\n- buns\n", "More.\n\n- buns\n"),
        ('[buns](/x "Nightfall")\n\nMore.', "[buns](/x)\n\nMore."),
        ("Buns.\n\n[x]: /y 'Nightfall'\n\nMore.", "Buns.\n\n[x]: /y\n\nMore."),
        ("Buns.\n\n[Nightfall]: /y\n\nMore.", "Buns.\n\n\n\nMore."),
        ("```Nightfall\ncode\n```\n\nMore.", "```\ncode\n```\n\nMore."),
        ("![Nightfall](/x.png) and [more](/nightfall)", "![](/x.png) and [more](<>)"),
        ("Nothing of the kind.", "Nothing of the kind."),
    ],
    ids=["bold", "entity", "link-title", "definition-title", "definition", "language", "attributes", "clean"],
)
def test_a_source_loses_the_passage_and_little_else(source, rest):
    left = sealed(source, FINDER)
    assert not FINDER.holds(left)
    assert not FINDER.cuts(parse(left).texts())
    assert left.split() == rest.split()
