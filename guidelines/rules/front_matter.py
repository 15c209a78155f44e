"""The YAML block that many Markdown files begin with: only its title is of use to a guideline."""

import re
from dataclasses import dataclass

import yaml

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<yaml>(?!\s*\n).*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


class FrontMatterError(ValueError):
    """Front matter that is no YAML; `line` counts from 1 in the whole text."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}: the front matter is no valid YAML")
        self.line = line


@dataclass(frozen=True, slots=True)
class SplitText:
    """A text without its front matter: the title given there ("" for none), what follows it, and how many
    lines stood before that. `has_more_than_a_title` says whether anything else was there.
    """

    title: str
    body: str
    lines_before: int
    has_more_than_a_title: bool = False


def split_front_matter(text: str) -> SplitText:
    """Take the front matter off a Markdown text with line feeds as line ends.

    Front matter stands between a first line `---` and the next line `---` or `...`, follows without an
    empty line, and is a YAML mapping; anything else is a part of the text. Fields other than `title` show
    nothing to readers and are dropped. Raises FrontMatterError.
    """
    found = _FRONT_MATTER.match(text)
    if found is None:
        return SplitText("", text, 0)
    node = _composed(found["yaml"])
    if node is not None and not isinstance(node, yaml.MappingNode):
        return SplitText("", text, 0)
    more = node is not None and any(key.value != "title" for key, _value in node.value)
    return SplitText(_title(node), text[found.end() :], found[0].count("\n"), more)


def _composed(source: str) -> yaml.Node | None:
    """Return YAML as nodes, whose values are still the text that stands in the file."""
    try:
        return yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise FrontMatterError(2 + (error.problem_mark.line if error.problem_mark else 0)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FrontMatterError(2) from error


def _title(node: yaml.MappingNode | None) -> str:
    if node is None:
        return ""
    titles = (value.value for key, value in node.value if key.value == "title")
    return next((title.strip() for title in titles if isinstance(title, str)), "")
