"""Guidelines and drafts made from them, as hypothesis strategies: edits of every kind, on both sides."""

from dataclasses import replace

from hypothesis import strategies as st

from guidelines.rules.content import FIELDS, Clause, Guideline, Part, normalise_guideline

WORDS = [
    "own",
    "your",
    "words",
    "be",
    "kind",
    "<b>bold</b>",
    '<a href="https://example.org/">list</a>',
    "10\xa0kr",
    "ö",
    ",",
]

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
rich = st.one_of(
    st.just(""),
    sentences.map("<p>{}</p>".format),
    st.tuples(sentences, sentences).map(lambda two: f"<p>{two[0]}</p><p>{two[1]}</p>"),
    st.lists(sentences, min_size=1, max_size=3).map(lambda items: f"<ul><li>{'</li><li>'.join(items)}</li></ul>"),
)
plain = st.lists(st.sampled_from(["Own", "your", "words", "1\xa0000", "<b>", "&"]), min_size=1, max_size=4).map(
    " ".join
)
parts = st.one_of(
    st.builds(Part, kind=st.sampled_from(["text", "quote"]), html=rich),
    st.builds(Part, kind=st.just("code"), text=plain, language=st.sampled_from(["", "python"])),
    st.builds(Part, kind=st.just("table"), rows=st.just((("a", "b"),)) | st.just((("<b>a</b>", "c"),))),
)


def clauses(ids: str = "abcd") -> st.SearchStrategy[Clause]:
    """Clauses with an id out of a few."""
    return st.builds(
        Clause,
        id=st.sampled_from(ids),
        heading=plain | st.just(""),
        level=st.sampled_from([2, 3]),
        rule=st.lists(parts, max_size=3).map(tuple),
        why=rich,
    )


guidelines = st.builds(
    Guideline,
    title=plain,
    summary=st.lists(plain, max_size=5).map("\n".join),
    clauses=st.lists(clauses(), max_size=4, unique_by=lambda clause: clause.id).map(tuple),
).map(normalise_guideline)


@st.composite
def drafts_of(draw: st.DrawFn, base: Guideline) -> Guideline:
    """What may come of a guideline when somebody edits it: some clauses changed, gone, moved or new."""
    other = draw(guidelines)
    texts = {
        name: draw(st.sampled_from([getattr(base, name), getattr(other, name)])) for name in ("title", "summary")
    }
    kept = [draw(_edited(clause)) for clause in base.clauses if draw(st.integers(0, 5))]
    added = [clause for clause in other.clauses if clause.id not in {each.id for each in base.clauses}]
    order = draw(st.permutations(kept + added)) if draw(st.booleans()) else kept + added
    return normalise_guideline(Guideline(**texts, clauses=tuple(order)))


@st.composite
def _edited(draw: st.DrawFn, clause: Clause) -> Clause:
    name = draw(st.sampled_from(["", "", "heading", "level", "rule", "words", *FIELDS]))
    if name == "words":
        return replace(clause, rule=tuple(draw(_with_a_word(part)) for part in clause.rule))
    if not name:
        return clause
    other = draw(clauses())
    return replace(
        clause, **{name: getattr(other, name)} if name in {"heading", "level", "rule"} else {name: draw(rich)}
    )


@st.composite
def _with_a_word(draw: st.DrawFn, part: Part) -> Part:
    """A part with a word put in, taken out or replaced somewhere, if it is text."""
    words = part.html.split(" ")
    place = draw(st.integers(0, len(words)))
    words[place : place + draw(st.integers(0, 1))] = draw(st.lists(st.sampled_from(["new", "other"]), max_size=1))
    return replace(part, html=" ".join(words))


@st.composite
def three_drafts(draw: st.DrawFn) -> tuple[Guideline, Guideline, Guideline]:
    """A guideline and two drafts made from it."""
    base = draw(guidelines)
    return base, draw(drafts_of(base)), draw(drafts_of(base))
