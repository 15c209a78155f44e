"""An operator takes words out of every version that holds them, and the record says so."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

LEAK = clause("Names", "<p>Mind the canary.</p>")


@pytest.fixture(autouse=True)
def versions():
    """Three versions; the second and the first share what is to go."""
    for title, *clauses in (("One", LEAK), ("Two", LEAK), ("Three", clause("Other"))):
        VersionFactory(slug="rules", guideline=guideline(title, *clauses))


def run(*args):
    """What the command prints."""
    out = StringIO()
    call_command("take_out_leaf", *args, stdout=out)
    return out.getvalue()


def test_nothing_goes_without_yes(client):
    assert "version 1, 2 of rules" in run("rules", 2, "clause", "--clause", LEAK.id)
    client.force_login(UserFactory())
    assert b"canary" in client.get("/guidelines/rules/v/1/").content


def test_words_go_from_every_version_that_shares_them_and_all_hashes_stay(client):
    assert run("rules", 2, "clause", "--clause", LEAK.id, "--yes").startswith("Taken out")
    client.force_login(UserFactory())
    for number in (1, 2):
        page = client.get(f"/guidelines/rules/v/{number}/").content.decode()
        assert "canary" not in page
        assert "taken out" in page
    call_command("verify_versions", stdout=StringIO())
    assert "before" in run("rules", 1, "clause", "--clause", LEAK.id, "--yes")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("nowhere", 1, "title"), "No guideline"),
        (("rules", 9, "title"), "no version 9"),
        (("rules", 1, "clause"), "--clause"),
        (("rules", 1, "title", "--clause", LEAK.id), "have none"),
        (("rules", 3, "clause", "--clause", LEAK.id), "has no clause"),
    ],
)
def test_a_place_that_is_not_there_is_refused(args, said):
    with pytest.raises(CommandError, match=said):
        run(*args)
