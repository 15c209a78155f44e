"""js/elements/quote-offsets.js, run in a real browser: from a selection to block, start and end in code points."""

import pytest

MODULE = "/js/elements/quote-offsets.js"

# Selects from character `from` to character `to` (UTF-16 units over the text nodes of an element), then asks.
ASK = """async ({ module, html, from, to }) => {
    const { passageOf } = await import(module);
    const root = document.createElement("div");
    root.innerHTML = html;
    document.body.replaceChildren(root);
    const at = (selector, index) => {
        const walker = document.createTreeWalker(root.querySelector(selector), NodeFilter.SHOW_TEXT);
        let left = index;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (left <= node.data.length) return [node, left];
            left -= node.data.length;
        }
        throw new RangeError(`${selector} has no character ${index}`);
    };
    const range = document.createRange();
    range.setStart(...at(...from));
    range.setEnd(...at(...to));
    const { block, ...found } = passageOf(range, root);
    return found;
}"""


@pytest.fixture
def passage_of(module_page):
    """Return what the module says about a selection; `start` and `end` are (selector, UTF-16 index)."""

    def ask(html: str, start: tuple[str, int], end: tuple[str, int]) -> dict:
        return module_page.evaluate(ASK, {"module": MODULE, "html": html, "from": start, "to": end})

    return ask


def test_plain_words_keep_their_offsets(passage_of):
    found = passage_of('<p data-block="b1">One two three</p>', ("p", 4), ("p", 7))
    assert found == {"kind": "passage", "key": "b1", "start": 4, "end": 7, "text": "two"}


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("😀😀 leak here", "leak"),
        ("a 👩‍👩‍👧‍👦 family leak", "leak"),
        ("🇸🇪 flags leak 🇬🇧", "leak 🇬🇧"),
        ("𝒜 script letter", "letter"),
        ("e\u0301tude: combining leak", "leak"),
        ("ni\u0308\u0323n stacked", "ni\u0308\u0323n"),
        ("עברית leak עוד", "leak"),
        ("only 😀", "😀"),
    ],
)
def test_offsets_are_code_points_where_the_browser_counts_otherwise(passage_of, text, marked):
    """Python counts code points: its own slice of the block must be the passage."""
    first = len(text[: text.index(marked)].encode("utf-16-le")) // 2
    last = first + len(marked.encode("utf-16-le")) // 2
    found = passage_of(f'<p data-block="b1">{text}</p>', ("p", first), ("p", last))
    assert text[found["start"] : found["end"]] == marked == found["text"]


def test_offsets_run_on_through_nested_inline_tags(passage_of):
    html = '<p data-block="b2">Ask <b>the <i>board 😀</i> and</b> <a href="/x">the press</a> now</p>'
    found = passage_of(html, ("i", 0), ("a", 3))
    text = "Ask the board 😀 and the press now"
    assert found["text"] == "board 😀 and the"
    assert text[found["start"] : found["end"]] == "board 😀 and the"


def test_half_an_emoji_counts_as_the_whole_of_it(passage_of):
    found = passage_of('<p data-block="b1">a😀b</p>', ("p", 2), ("p", 4))
    assert (found["start"], found["end"], found["text"]) == (1, 3, "😀b")


def test_white_space_at_the_ends_is_no_part_of_the_passage(passage_of):
    found = passage_of('<p data-block="b1">One two three</p>', ("p", 3), ("p", 8))
    assert (found["start"], found["end"]) == (4, 7)


def test_a_selection_that_only_touches_the_next_block_stays_in_its_own(passage_of):
    """A triple click ends at the start of the next paragraph."""
    html = '<p id="a" data-block="b1">One two.</p><p id="b" data-block="b2">Three.</p>'
    found = passage_of(html, ("#a", 0), ("#b", 0))
    assert (found["key"], found["start"], found["end"]) == ("b1", 0, 8)


def test_words_between_blocks_do_not_count(passage_of):
    """The link after a paragraph is no part of its text."""
    html = '<p id="a" data-block="b1">One two.</p><a id="f" href="/f">flag this passage</a>'
    found = passage_of(html, ("#a", 4), ("#f", 9))
    assert (found["key"], found["start"], found["end"]) == ("b1", 4, 8)


def test_words_of_two_blocks_are_no_passage(passage_of):
    html = '<p id="a" data-block="b1">One two.</p><p id="b" data-block="b2">Three.</p>'
    assert passage_of(html, ("#a", 4), ("#b", 3)) == {"kind": "several"}


@pytest.mark.parametrize(("start", "end"), [(3, 3), (3, 4)])
def test_no_words_are_no_passage(passage_of, start, end):
    assert passage_of('<p data-block="b1">One two</p>', ("p", start), ("p", end)) == {"kind": "none"}


def test_words_outside_every_block_are_no_passage(passage_of):
    html = '<h2>Heading</h2><p data-block="b1">One two</p>'
    assert passage_of(html, ("h2", 0), ("h2", 4)) == {"kind": "none"}


def test_the_address_names_target_block_and_offsets(module_page):
    address = module_page.evaluate(
        """async (module) => {
            const { passageUrl } = await import(module);
            const target = { kind: "post", id: "7", version: "2" };
            const passage = { key: "b 1&x", start: 3, end: 9 };
            return passageUrl("/flags/new/?from=page", target, passage, "https://peerline.example/posts/7/").href;
        }""",
        MODULE,
    )
    assert address == (
        "https://peerline.example/flags/new/?from=page&kind=post&id=7&version=2&block=b+1%26x&start=3&end=9"
    )
