"""Rich text of every shape, well formed and not, as hypothesis strategies."""

from hypothesis import strategies as st

BLOCK_TAGS = "p ul ol li table tr td th blockquote pre hr h2 h3 h4 section div"
INLINE_TAGS = "code b strong i em s sup sub br u"
TAGS = f"{BLOCK_TAGS} {INLINE_TAGS}".split()
LINKS = [
    '<a href="https://example.org/?a=1&amp;b=2">',
    '<a href="/people/">',
    '<a href="javascript:alert(1)">',
    '<a linktype="page" id="3">',
    "</a>",
]
ODDITIES = [
    '<section data-field="why">',
    '<code class="language-py">',
    "<!-- remark -->",
    "<![CDATA[",
    "<",
    "<b",
    '<a href="',
    "</nothing>",
    "&amp;",
    "&lt;script&gt;",
    "&#0;",
    "&#xD800;",
    "\x00",
    "\ud800",
    "\r\n",
]
WORDS = ["own", "your", "words", "don’t", "3.5", "e\u0301", "👩‍👩‍👧", "指南", ".", ",", " ", "\n"]

pieces = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS]),
    st.sampled_from([f"</{tag}>" for tag in TAGS]),
    st.sampled_from(LINKS),
    st.sampled_from(ODDITIES),
    st.sampled_from(WORDS),
    st.text(max_size=6),
)


def any_markup(max_size: int = 30) -> st.SearchStrategy[str]:
    """Return strings of tags and words in any order: nested wrongly, unclosed, cut short."""
    return st.lists(pieces, max_size=max_size).map("".join)


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[str, str]:
    """Return a string of tags and words, and the same after a few pieces came or went."""
    old = draw(st.lists(pieces, max_size=25))
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(new)))
        new[start : start + draw(st.integers(0, 3))] = draw(st.lists(pieces, max_size=3))
    return "".join(old), "".join(new)
