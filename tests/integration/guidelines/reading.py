"""Steps that tests of the public screens of guidelines share."""

from datetime import UTC, datetime, timedelta

from guidelines.models import GuidelineVersion
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.html import assert_well_formed

FIRST_DAY = datetime(2024, 3, 3, 23, 30, tzinfo=UTC)


def shown(client, path, status=200):
    """The page at this path as text, once it was found to be well formed."""
    response = client.get(path)
    assert response.status_code == status, response.content.decode()
    assert_well_formed(response)
    return response.content.decode()


def edition(version: GuidelineVersion, *clauses, **fields) -> GuidelineVersion:
    """The next version of a guideline in these clauses, a month later."""
    fields = {"note": f"Reason {version.number + 1}", "date": version.date + timedelta(days=31)} | fields
    title, summary = fields.pop("title", "Social media"), fields.pop("summary", "Be honest.\nBe kind.")
    return VersionFactory.create(
        slug="social-media", guideline=guideline(title, *clauses, summary=summary), **fields
    )


def first_edition(*clauses, **fields) -> GuidelineVersion:
    """The first version of /guidelines/social-media/."""
    fields = {"note": "Reason 1", "date": FIRST_DAY} | fields
    title, summary = fields.pop("title", "Social media"), fields.pop("summary", "Be honest.\nBe kind.")
    return VersionFactory.create(
        slug="social-media", guideline=guideline(title, *clauses, summary=summary), **fields
    )


def many_editions(count: int, *, clauses: int = 3, author_ids=(None,)) -> None:
    """A guideline of `count` versions, each of which rewords the first of its clauses."""
    others = [clause(f"Clause {number}") for number in range(clauses - 1)]
    first = clause("Reworded often")
    version = None
    for number in range(count):
        reworded = clause("Reworded often", f"<p>Wording number {number}.</p>", id=first.id)
        fields = {"author_id": author_ids[number % len(author_ids)]}
        if version is None:
            version = first_edition(reworded, *others, **fields)
        else:
            version = edition(version, reworded, *others, **fields)
