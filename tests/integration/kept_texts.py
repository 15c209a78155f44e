"""Whether a screen keeps what is typed into it (js/elements/kept-text.js)."""

from bs4 import BeautifulSoup


def assert_keeps_its_texts(response) -> None:
    """Fail unless every textarea stands in a `<kept-text>` with a key, on a page that runs its script."""
    page = BeautifulSoup(response.content, "html.parser")
    fields = page.select("textarea")
    assert fields
    for field in fields:
        around = field.find_parent("kept-text")
        assert around is not None, field
        assert all(str(around["data-key"]).split(" ")), around
        assert around.find("form") is not None
    assert page.select('script[src*="elements/kept-text"]')
