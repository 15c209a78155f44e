"""Pairs and triples of editors who save in the same moment, at random, through HTTP: no word is lost.

Everybody replaces one word by a word of their own ("canary7"). Where nobody else changed that word, nobody is
asked; where somebody did, the second is, and whatever is chosen each word is in the draft or kept for its author.
"""

import logging
import os
import random
import re
from dataclasses import dataclass, replace

import pytest
from bs4 import BeautifulSoup

from guidelines.models import UnmergedEdit
from guidelines.rules.content import Part, guideline_text
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import Window
from tests.integration.guidelines.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = int(os.environ.get("LONG_RUN", "0")) or 15
"""Rounds of two; `LONG_RUN=1000` is the proof for which CI has no time (docs/developers.md)."""

TRIPLES = max(PAIRS // 5, 5)
CLAUSES, WORDS = 3, 12
ROUNDS_A_PAGE = 25
BUTTONS = ["press", "publish", "autosave"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edit:
    """One person's change: another word at a place, and the button they press."""

    clause: int
    word: int
    canary: str
    button: str

    def meets(self, other) -> bool:
        """Whether both change the same word."""
        return (self.clause, self.word) == (other.clause, other.word)


def new_page():
    """A guideline in force, of clauses full of words."""
    text = " ".join(f"w{n}" for n in range(WORDS))
    clauses = [clause(f"Clause {n}", f"<p>{text}</p>") for n in range(CLAUSES)]
    return VersionFactory(guideline=guideline("Social media", *clauses))


def plan(chance, people, number):
    """An edit for each; the words are the same, or have two words between them."""
    places = [(each, 3 * word) for each in range(CLAUSES) for word in range(WORDS // 3)]
    chosen = [chance.choice(places[: chance.choice([2, len(places)])]) for _ in range(people)]
    return [Edit(*place, f"canary{number}x{who}", chance.choice(BUTTONS)) for who, place in enumerate(chosen)]


def type_into(window, edit):
    """Replace one word in the form of a window."""
    clauses = list(window.text.clauses)
    words = re.findall(r"\w+", clauses[edit.clause].rule[0].html.replace("<p>", "").replace("</p>", ""))
    words[edit.word] = edit.canary
    rule = (Part("text", f"<p>{' '.join(words)}</p>"),)
    clauses[edit.clause] = replace(clauses[edit.clause], rule=rule)
    window.text = replace(window.text, clauses=tuple(clauses))


def is_asked(response) -> bool:
    """Whether the answer leads to the conflict screen, or stops the script until a button is pressed."""
    return response.status_code == 400 or "/unmerged/" in response.headers.get("Location", "")


def everything_said(version) -> str:
    """The words of the newest draft, and of all that is kept."""
    draft = guideline_text(page_of(version).get_latest_revision_as_object().content())
    return " ".join([draft, *UnmergedEdit.objects.values_list("content", flat=True)])


def settle(window, chance) -> None:
    """Answer every question of the conflict screen at random."""
    edit = UnmergedEdit.objects.get(person=window.person, settled_at=None)
    page = BeautifulSoup(window.client.get(edit.get_absolute_url()).content, "html.parser")
    names = dict.fromkeys(radio["name"] for radio in page.select("input[type=radio]"))
    answers = {name: chance.choice(["mine", "theirs"]) for name in names}
    assert window.client.post(edit.get_absolute_url(), answers).status_code == 302


def play(version, people, chance, number) -> int:
    """One round on one page; return how many were asked."""
    UnmergedEdit.objects.all().delete()
    windows = [Window(person, version.page_id) for person in people]
    edits = plan(chance, len(windows), number)
    for window, edit in zip(windows, edits, strict=True):
        type_into(window, edit)
    answers = at_once(*(getattr(window, edit.button) for window, edit in zip(windows, edits, strict=True)))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    asked = [window for window, answer in zip(windows, answers, strict=True) if is_asked(answer)]
    groups = len({(edit.clause, edit.word) for edit in edits})
    assert len(asked) == len(edits) - groups, (edits, answers)
    for window, answer in zip(windows, answers, strict=True):
        if answer.status_code == 400:
            assert is_asked(window.press())
    said = everything_said(version)
    assert all(edit.canary in said for edit in edits), edits
    for window in asked:
        settle(window, chance)
        said = everything_said(version)
        assert all(edit.canary in said for edit in edits), edits
    return len(asked)


@pytest.mark.parametrize(("people", "rounds"), [(2, PAIRS), (3, TRIPLES)], ids=["pairs", "triples"])
def test_whatever_people_save_at_once_no_word_is_lost(people, rounds):
    """Disjoint edits merge every time, clashes are always asked about, both texts are recoverable."""
    VersionFactory(slug="the-list-is-there")
    chance, asked = random.Random(people), 0
    editors = [UserFactory() for _ in range(people)]
    for number in range(rounds):
        if number % ROUNDS_A_PAGE == 0:
            version = new_page()
            logger.info("%s of %s rounds of %s, %s times asked", number, rounds, people, asked)
        asked += play(version, editors, chance, number)
    assert 0 < asked < rounds * (people - 1)
