"""Data that was there before an update is brought along by its migrations."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from flags.models import Case, GuidelinePiece, Panel
from tests.factories.guidelines import VersionFactory, clause, guideline

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_WHAT_IS_DUE = [("flags", "0007_quotations")]
HALF_AN_HOUR, DAY = 1800, 86_400


def _migrate(targets):
    """Migrate to these; return the models as they are then."""
    executor = MigrationExecutor(connection)
    return executor.migrate(targets).apps


@pytest.fixture
def before():
    """The models as they were before flags wrote down what is due; afterwards everything is as it was."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("flags")
    yield lambda: _migrate(BEFORE_WHAT_IS_DUE)
    _migrate(newest)


def _case(models, now, **facts):
    """An ended case as it was stored then."""
    return models.get_model("flags", "Case").objects.create(
        target_kind="post",
        target_id=1,
        target_version=1,
        block="b1",
        start=0,
        end=9,
        projection=1,
        category="figures",
        opened_at=now - timedelta(days=1),
        told_at=now - timedelta(days=1),
        ended_at=now,
        key=b"",
        fingerprint=b"",
        **({"numbers": {"undo_seconds": HALF_AN_HOUR, "appeal_seconds": 3 * DAY}} | facts),
    )


def test_what_was_settled_is_due_and_what_guidelines_ever_said_has_a_number(before):
    VersionFactory(
        slug="rules", guideline=guideline("Rules", clause("Old", id="6a4e3c10-0000-4000-8000-000000000001"))
    )
    last = VersionFactory(slug="rules", guideline=guideline("Rules", clause("New")))
    numbered = set(GuidelinePiece.objects.values_list("page_id", "clause_id"))
    models, now = before(), timezone.now()
    fixed = _case(models, now, state="fixed")
    models.get_model("flags", "Panel").objects.create(case=fixed, number=1, seed=b"")
    upheld = _case(models, now, state="upheld")
    without = {
        "spoken for": _case(models, now, state="upheld", counter_reason="protected"),
        "appealed": _case(
            models, now, state="upheld", appeal_side="authors", appeal_until=now + timedelta(days=7)
        ),
        "cleared": _case(models, now, state="cleared"),
        "sealed": _case(models, now, state="fixed"),
    }
    models.get_model("flags", "Seal").objects.create(case=without["sealed"], sealed_at=now, salt=b"")
    _migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("flags"))
    due = dict(Case.objects.values_list("pk", "seals_at"))
    assert due[fixed.pk] == now + timedelta(seconds=HALF_AN_HOUR)
    assert Panel.objects.get().ends_at == due[fixed.pk]
    assert due[upheld.pk] == now + timedelta(days=3)
    assert {name: due[case.pk] for name, case in without.items()} == dict.fromkeys(without)
    assert set(GuidelinePiece.objects.values_list("page_id", "clause_id")) == numbered
    assert {page for page, _clause in numbered} == {last.page_id}
    assert len(numbered) == 3
