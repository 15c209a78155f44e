"""The other pure modules of the front end, run in a real browser."""

import pytest


@pytest.fixture
def call(module_page):
    """Call a function of a module and return its answer."""

    def ask(module: str, function: str, *arguments):
        return module_page.evaluate(
            "async ([module, name, args]) => (await import(`/js/${module}`))[name](...args)",
            [module, function, list(arguments)],
        )

    return ask


@pytest.mark.parametrize(
    ("column", "version", "other", "choosable"),
    [
        ("a", 3, 4, True),
        ("a", 4, 4, False),
        ("a", 5, 4, False),
        ("b", 5, 4, True),
        ("b", 4, 4, False),
        ("a", 9, None, True),
    ],
)
def test_an_older_version_is_compared_with_a_newer_one(call, column, version, other, choosable):
    assert call("elements/version-range.js", "isChoosable", column, version, other) is choosable


@pytest.mark.parametrize(
    ("here", "step", "count", "there"),
    [(-1, 1, 3, 0), (-1, -1, 3, 2), (0, 1, 3, 1), (2, 1, 3, 0), (0, -1, 3, 2), (0, 1, 1, 0)],
)
def test_changes_are_walked_in_a_ring(call, here, step, count, there):
    assert call("elements/neighbour.js", "neighbour", here, step, count) == there


@pytest.mark.parametrize(
    ("shown", "system", "remembered"),
    [("light", "light", "dark"), ("dark", "dark", "light"), ("dark", "light", None), ("light", "dark", None)],
)
def test_going_back_to_the_systems_colours_remembers_nothing(call, shown, system, remembered):
    assert call("theme.js", "choiceAfterToggle", shown, system) == remembered


@pytest.mark.parametrize(
    ("passage", "source", "place"),
    [
        ("the new probe", "We ship the new probe.", [8, 21]),
        ("the new probe", "We ship **the** [new\nprobe](x).", [10, 26]),
        ("12 %", "It grew 12 % so.", [8, 10]),
        ("probe", "A probe and a probe.", None),
        ("probe", "Nothing.", None),
        ("🎉", "A 🎉 party.", [2, 4]),
        ("  ", "Nothing.", None),
    ],
    ids=["as it stands", "with marks", "a sign", "twice", "missing", "no word", "nothing"],
)
def test_a_passage_is_found_in_the_markdown_it_was_made_of(call, passage, source, place):
    assert call("passage-in-source.js", "passageInSource", passage, source) == place
