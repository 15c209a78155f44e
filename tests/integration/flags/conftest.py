"""What the tests of flags share: boards to flag, and a company of teams."""

import pytest
from django.test import Client
from django.utils import timezone

from flags.veil import Text, visible
from tests.factories.flags import Boards
from tests.factories.people import TeamFactory, UserFactory


@pytest.fixture
def boards():
    """A kind of target of the tests' own, registered."""
    registered = Boards()
    registered.register()
    return registered


class Company:
    """Colleagues in teams, all active today."""

    def __init__(self, teams: int) -> None:
        self.teams = [TeamFactory() for _ in range(teams)]
        self.people = [self.join(team) for team in self.teams]

    def join(self, team=None):
        """Return one more active colleague, of that team or of none."""
        return UserFactory(team=team, last_active_on=timezone.now().date())


@pytest.fixture
def company():
    """Five teams of one person each."""
    return Company(5)


def signed_in(person) -> Client:
    """Return a browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


class Flagging:
    """Flags passages through the form, as people do."""

    def __init__(self, board, version: int = 1) -> None:
        self.board = board
        self.version = version

    def data(self, words: str = "", block: str = "b1", **changes):
        """Return what the form sends for these words of a block."""
        data = {
            "kind": "board",
            "id": self.board.id,
            "version": self.version,
            "block": block,
            "category": "unreleased",
            "clause": "",
            "note": "",
            "stamp": "open",
        }
        if words:
            start = self.board.versions[self.version - 1][block].index(words)
            data |= {"start": start, "end": start + len(words)}
        return data | changes

    def by(self, person, words: str, block: str = "b1", **changes):
        """Flag words as this person; return the answer."""
        return signed_in(person).post("/flags/new/", self.data(words, block, **changes))


def shown(board, viewer=None, version: int | None = None, block: str = "b1") -> str:
    """Return a block of a board as this viewer may see it, in one line."""
    number = version or len(board.versions)
    return visible(Text("board", board.id, number, board.versions[number - 1]), viewer).plain(block)


@pytest.fixture
def flagging():
    """Give a way to flag passages of a board."""
    return Flagging
