"""Text for property tests: Markdown with everything that makes offsets hard."""

from hypothesis import strategies as st

FRAGMENTS = (
    *("word", "two words", " ", "  ", "\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "\n# ", "\n\n    code\n\n"),
    *("*", "**", "_", "~~", "`", "``", "[", "](https://example.org)", "](<>)", "![", "](/picture.png)", "<", ">"),
    *("<script>alert(1)</script>", "<!-- hidden -->", "&amp;", "&eacute;", "&#x301;", "\\", "  \n", "\\\n"),
    *(
        "\n\n| a | b |\n|---|--:|\n| c | d |\n\n",
        "\n```\ncode\n```\n",
        "e\u0301",
        "\u0301",
        "😀",
        "👩‍🚀",
        "🇸🇪",
        "각",
        "\u1100\u1161",
    ),
    *(
        "\u200b",
        "\u00a0",
        "\x00",
        "\t",
        "\u2028",
        "|",
        "[1]",
        "\n\n[1]: https://example.org/1\n",
        "<https://example.org>",
    ),
)


def markdown() -> st.SearchStrategy[str]:
    """Return a strategy for Markdown, well formed or not."""
    fragment = st.sampled_from(FRAGMENTS) | st.text(max_size=5)
    return st.lists(fragment, max_size=25).map("".join)
