"""The blocks of a clause: one text for server and browser, and clauses without some of it."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from guidelines.rules import clause_blocks
from guidelines.rules.content import Clause, Part, clause_text, normalise_clause

WHOLE = normalise_clause(
    Clause(
        id="x",
        heading="Names",
        rule=(
            Part("text", "<p>One <b>two</b> three<br>four <a href='https://a.example/c'>five</a></p>"),
            Part("text", "<ul><li>An <i>item</i><ul><li>below</li></ul></li><li>last</li></ul>"),
            Part("table", rows=(("Who", "What"), ("All <b>of us</b>", "Read")), header=True),
            Part("code", text="if a < b:\n    pass"),
            Part("quote", "<p>Said somebody.</p>"),
        ),
        why="<p>Because.</p>",
        not_restricted="<p>Talk 🎈 about pay.</p>",
    )
)

words = st.text(st.sampled_from("ab é🎈<&"), min_size=1, max_size=8)
clauses = st.builds(
    lambda heading, lines, cells, code, why: normalise_clause(
        Clause(
            id="x",
            heading=heading,
            rule=(
                Part("text", "".join(f"<p>{_inline(line)}</p>" for line in lines)),
                Part(
                    "text",
                    "<ul>" + "".join(f"<li>{_inline(line)}<ul><li>in</li></ul></li>" for line in lines) + "</ul>",
                ),
                Part("table", rows=(tuple(map(_inline, cells)),)),
                Part("code", text=code),
            ),
            why=f"<p>{_inline(why)}</p>",
        )
    ),
    words,
    st.lists(words, max_size=3),
    st.lists(words, min_size=1, max_size=3),
    words,
    words,
)


def _inline(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"x<b>{escaped}</b><br>{escaped}"


def _signs(texts: dict[str, str]) -> list[str]:
    """Every sign but blanks, which come and go with what stood between them."""
    return sorted("".join("".join(texts.values()).split()))


def _shown(clause: Clause) -> dict[str, str]:
    """What a browser counts in each element that says which block it is."""
    marked = clause_blocks.marked(clause)
    html = marked.rule + "".join(getattr(marked.clause, field) for field in ("why", "not_restricted"))
    soup = BeautifulSoup(html, "html.parser")
    return {str(each["data-block"]): each.get_text() for each in soup.select("[data-block]")}


def test_every_part_and_field_is_a_block_in_reading_order():
    assert clause_blocks.texts(WHOLE) == {
        "heading": "Names",
        "b1": "One two three four five",
        "b2": "An item",
        "b3": "below",
        "b4": "last",
        "b5": "Who",
        "b6": "What",
        "b7": "All of us",
        "b8": "Read",
        "b9": "if a < b:\n    pass",
        "b10": "Said somebody.",
        "b11": "Because.",
        "b12": "Talk 🎈 about pay.",
        "link1": "https://a.example/c",
    }


@given(clauses)
def test_a_browser_counts_the_text_the_server_has(clause):
    texts = clause_blocks.texts(clause)
    assert _shown(clause) == {key: text for key, text in texts.items() if key.startswith("b")}


@given(clauses, st.data())
def test_what_is_taken_out_is_gone_and_the_rest_stays(clause, data):
    texts = clause_blocks.texts(clause)
    key = data.draw(st.sampled_from(sorted(texts)))
    start = data.draw(st.integers(0, len(texts[key]) - 1))
    end = data.draw(st.integers(start + 1, len(texts[key])))
    left = clause_blocks.texts(clause_blocks.without(clause, {key: [(start, end)]}))
    stays = {**texts, key: texts[key][:start] + texts[key][end:]}
    assert _signs(left) == _signs(stays)


def test_a_whole_block_goes_with_its_element():
    left = clause_blocks.without(WHOLE, {"b2": None, "b10": None, "heading": None, "link1": None})
    assert "item" not in clause_text(left)
    assert "below" in clause_text(left)
    assert "Said" not in clause_text(left)
    assert left.heading == ""
    assert "href" not in left.rule[0].html
    assert "five" in left.rule[0].html


def test_stretches_go_across_marks_cells_and_code():
    left = clause_blocks.without(WHOLE, {"b1": [(4, 13)], "b7": [(0, 6)], "b9": [(3, 8)], "b12": [(5, 7)]})
    assert clause_text(left).splitlines()[1:3] == ["One", "four five"]
    assert left.rule[2].rows[1][0] == "<b>us</b>"
    assert left.rule[3].text == "if :\n    pass"
    assert "Talk about pay." in left.not_restricted
