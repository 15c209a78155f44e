"""Checks of the pages a test is given."""

import html5lib


def assert_well_formed(response) -> None:
    """Fail when the page is not well-formed HTML5; name the first fault and the text around it."""
    page = response.content.decode()
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page)
    if parser.errors:
        (line, column), code, details = parser.errors[0]
        lines = page.splitlines()
        around = "\n".join(lines[max(0, line - 2) : line + 1])
        raise AssertionError(f"{code} {details} at line {line}, column {column}:\n{around}")
