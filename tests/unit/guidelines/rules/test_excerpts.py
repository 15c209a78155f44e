"""What is shown of a long clause that changed a little."""

from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules.diffhtml import inline_html
from guidelines.rules.excerpts import WORTH_SKIPPING, excerpts
from guidelines.rules.textdiff import Block, diff

blocks = st.lists(
    st.sampled_from(
        [
            *("<p>One.</p>", "<p>Two <b>words</b>.</p>", "<ul><li>a</li><li>b</li><li>c</li><li>d</li></ul>"),
            *("<ol><li>e</li><li>f</li><li>g</li><li>h</li><li>i</li></ol>", "<h3>Title</h3>"),
            *(
                "<table><tr><th>k</th></tr><tr><td>l</td></tr><tr><td>m</td></tr></table>",
                "<pre><code>n\no</code></pre>",
            ),
            '<section data-field="why"><p>p</p><p>q</p><p>r</p><p>s</p></section>',
        ]
    ),
    max_size=8,
).map("".join)


def change(old, new):
    """What became of one clause."""
    return diff([Block("a", old)], [Block("a", new)]).changes[0]


def paragraphs(*words):
    """A clause of one-word paragraphs."""
    return "<h2>Rule</h2>" + "".join(f"<p>{word}</p>" for word in words)


def test_paragraphs_far_from_a_change_are_left_out():
    pieces = excerpts(change(paragraphs(*"abcdefghij"), paragraphs(*"abcdeFghij")))
    assert [piece.skipped for piece in pieces] == [0, 4, 3]
    assert pieces[0].change is not None
    assert inline_html(pieces[0].change) == "<h2>Rule</h2>"
    assert pieces[1].change is not None
    words = inline_html(pieces[1].change)
    assert words.startswith("<p>e</p>")
    assert words.endswith("<p>g</p>")
    assert pieces[2].change is None


def test_a_short_clause_is_shown_whole():
    whole = change(paragraphs(*"abc"), paragraphs(*"abC"))
    assert [(piece.skipped, piece.change) for piece in excerpts(whole)] == [(0, whole)]


def test_added_and_removed_clauses_are_shown_whole():
    added = diff([], [Block("a", paragraphs(*"abcdefghij"))]).changes[0]
    removed = diff([Block("a", paragraphs(*"abcdefghij"))], []).changes[0]
    assert excerpts(added)[0].change == added
    assert excerpts(removed)[0].change == removed
    assert len(excerpts(added)) == len(excerpts(removed)) == 1


def test_a_clause_that_only_moved_shows_its_first_lines():
    long, short, other = Block("a", paragraphs(*"abcdef")), Block("b", "<p>x</p>"), Block("c", "<p>y</p>")
    moved = next(each for each in diff([long, short, other], [short, other, long]).changes if each.moved)
    first, rest = excerpts(moved)
    assert first.change is not None
    assert "Moved from place 1" in inline_html(first.change)
    assert "<p>a</p>" in inline_html(first.change)
    assert (rest.skipped, rest.change) == (5, None)


def test_a_numbered_list_is_never_begun_in_its_middle():
    items = [f"<li>{number}</li>" for number in range(12)]
    old = f"<ol>{''.join(items)}</ol>"
    new = f"<ol>{''.join(items[:9])}<li>other</li>{''.join(items[10:])}</ol>"
    (only,) = excerpts(change(old, new))
    assert only.skipped == 0


def test_a_table_keeps_its_headings():
    rows = [f"<tr><td>{number}</td></tr>" for number in range(12)]
    old = f"<table><tr><th>Head</th></tr>{''.join(rows)}</table>"
    new = old.replace("<td>7</td>", "<td>seven</td>")
    first = excerpts(change(old, new))[0]
    assert first.change is not None
    assert "<th>Head</th>" in inline_html(first.change)


@given(blocks, blocks)
def test_nothing_that_changed_is_ever_left_out(old, new):
    whole = change(old, new)
    pieces = excerpts(whole)
    changed = [span for span in whole.spans if span.op != "equal"]
    kept = [span for piece in pieces if piece.change for span in piece.change.spans if span.op != "equal"]
    tokens = [(span.op, token) for span in changed for token in span.tokens]
    assert [(span.op, token) for span in kept for token in span.tokens] == tokens


@given(blocks, blocks)
def test_only_stretches_that_are_worth_it_are_left_out(old, new):
    assert all(piece.skipped == 0 or piece.skipped >= WORTH_SKIPPING for piece in excerpts(change(old, new)))
