"""Histories of a small guideline, as hypothesis strategies."""

from hypothesis import strategies as st

from guidelines.rules.tokens import Token, tokenise

PARTS = ["title", "a", "b", "c"]
SENTENCES = [
    "Own your words, always.",
    "Never post <b>client</b> names.",
    "Be kind to one another.",
    "Ask before you publish prices.",
    "Be <i>kind</i> to one another.",
    "Say it.",
    "指南很好，请先问一问再发表任何内容。",
    "…",
]

Version = dict[str, str]
"""The HTML of each part of a version, in order."""

paragraphs = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
texts = st.lists(
    st.one_of(
        paragraphs.map("<p>{}</p>".format),
        paragraphs.map("<ul><li>{}</li></ul>".format),
        st.sampled_from(["<h2>Exceptions</h2>", "<h2>Who may speak</h2>"]),
    ),
    max_size=3,
).map("".join)
versions = st.dictionaries(st.sampled_from(PARTS), texts, max_size=len(PARTS))


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """Return versions of a guideline: parts come, go, change places and texts, and earlier states come back."""
    made = [draw(versions)]
    for _ in range(draw(st.integers(0, 6))):
        step = draw(st.sampled_from(["new", "restore", "reorder", "edit", "edit"]))
        if step == "new":
            made.append(draw(versions))
        elif step == "restore":
            made.append(draw(st.sampled_from(made)))
        elif step == "reorder":
            made.append(dict(draw(st.permutations(list(made[-1].items())))))
        else:
            made.append({**made[-1], **draw(versions)})
    return made


def leaves_of(version: Version) -> dict[str, str]:
    """Return the leaf of each part, as `blame` wants them: equal parts share one."""
    return {part: f"{part} {html}" for part, html in version.items()}


def tokens_of(leaf: str) -> tuple[Token, ...]:
    """Return the tokens of a leaf that `leaves_of` named."""
    return tokenise(leaf.partition(" ")[2])
