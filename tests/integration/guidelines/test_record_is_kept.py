"""The record stays: nothing changes or deletes a row, what was changed anyway is found, a leaf can be emptied."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from guidelines import actions
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from people.append_only import (
    AppendOnlyError,
    append_only_models,
    install_triggers,
    lifted_triggers,
    missing_triggers,
)
from tests.factories.guidelines import VersionFactory, clause, guideline

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def versions():
    """Two versions that share a clause."""
    shared = clause("Shared")
    first = VersionFactory(slug="social-media", guideline=guideline("Title", shared, clause("Old")))
    second = VersionFactory(slug="social-media", guideline=guideline("Title", shared, clause("New")))
    return first, second


def run_sql(sql, *parameters):
    """Send SQL past every model; a savepoint keeps the test's transaction usable after a refusal."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def verify():
    """What `manage.py verify_versions` prints."""
    out = StringIO()
    call_command("verify_versions", stdout=out)
    return out.getvalue()


STATEMENTS = [
    "UPDATE guidelines_guidelineversion SET number = 9 WHERE number = 1",
    "UPDATE guidelines_guidelineversion SET date = date",
    "DELETE FROM guidelines_guidelineversion",
    "UPDATE guidelines_leaf SET content = 'x'",
    "UPDATE guidelines_leaf SET content = '', salt = ''",
    "UPDATE guidelines_leaf SET content = '', salt = 'aa', taken_out_at = '2026-06-01 12:00:00'",
    "UPDATE guidelines_leaf SET content = 'x', salt = '', taken_out_at = '2026-06-01 12:00:00'",
    "UPDATE guidelines_leaf SET content = '', salt = '', clause_id = '', taken_out_at = '2026-06-01 12:00:00'",
    "DELETE FROM guidelines_leaf",
]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_the_database_refuses_what_would_change_the_record(versions, sql):
    """Not even somebody with a database shell does it by accident."""
    with pytest.raises(IntegrityError, match="append-only"):
        run_sql(sql)


def test_replacing_a_row_is_refused_too():
    """SQLite's REPLACE deletes a row on the quiet; PostgreSQL's TRUNCATE asks no row."""
    Leaf.objects.create(hash="aa", page_id=1, kind="title", salt="00", content="Title")
    if connection.vendor == "postgresql":
        statements = ["TRUNCATE guidelines_leaf CASCADE", "TRUNCATE guidelines_guidelineversion CASCADE"]
    else:
        statements = ["REPLACE INTO guidelines_leaf SELECT * FROM guidelines_leaf LIMIT 1"]
    for sql in statements:
        with pytest.raises(IntegrityError, match="append-only"):
            run_sql(sql)


@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model._meta.label)
def test_models_and_querysets_refuse(model):
    """Code is told before the database is asked."""
    for refused in (
        model.objects.all().delete,
        model().delete,
        lambda: model.objects.update(pk=1),
        lambda: model.objects.bulk_update([], ["pk"]),
        lambda: model.objects.update_or_create(pk=1),
    ):
        with pytest.raises(AppendOnlyError):
            refused()


def test_a_row_is_saved_once(versions):
    """Saving a row again is refused."""
    with pytest.raises(AppendOnlyError):
        versions[0].save()
    with pytest.raises(AppendOnlyError, match="never emptied"):
        GuidelineVersion.objects.all().empty(now=NOW)


def test_missing_triggers_are_named_and_come_back():
    """A table rebuilt by a migration loses them; readiness sees it, migrate repairs it."""
    assert missing_triggers() == []
    with lifted_triggers():
        assert "guidelines_leaf_no_delete" in missing_triggers()
        with pytest.raises(CommandError, match="is missing"):
            verify()
    assert missing_triggers() == []
    install_triggers()
    assert missing_triggers() == []


def test_a_whole_record_verifies(versions):
    """All is well."""
    assert "2 versions of 1 guidelines are whole." in verify()


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE guidelines_guidelineversion SET material = true WHERE number = 1", "Version 1 .* was changed"),
        ("UPDATE guidelines_guidelineversion SET person_id = 7 WHERE number = 2", "Version 2 .* was changed"),
        ("UPDATE guidelines_guidelineversion SET leaves = '[]' WHERE number = 1", "Version 1 .* was changed"),
        ("UPDATE guidelines_guidelineversion SET number = 3 WHERE number = 2", "Version 3 .* does not follow"),
        ("UPDATE guidelines_guidelineversion SET parent_hash = 'x' WHERE number = 2", "does not point"),
        ("UPDATE guidelines_leaf SET content = 'x' WHERE kind = 'title'", "The title .* was changed"),
        ("UPDATE guidelines_leaf SET salt = 'x' WHERE kind = 'title'", "The title .* was changed"),
        ("DELETE FROM guidelines_leaf WHERE kind = 'summary'", "Version 1 .* lacks its summary"),
        ("UPDATE guidelines_guidelinerecord SET current_id = NULL", "shows version None as the one in force"),
    ],
)
def test_tampering_is_found_and_named(versions, sql, fault):
    """Whoever gets past the triggers does not get past the hashes."""
    with lifted_triggers():
        run_sql(sql)
    with pytest.raises(CommandError, match=fault):
        verify()


def test_a_rewritten_version_breaks_the_chain(versions):
    """A version with a fitting hash of its own does not fit the one after it."""
    with lifted_triggers():
        run_sql("UPDATE guidelines_guidelineversion SET material = true WHERE number = 1")
        forged = GuidelineVersion.objects.get(number=1).computed_hash()
        run_sql("UPDATE guidelines_guidelineversion SET hash = %s WHERE number = 1", forged)
    with pytest.raises(CommandError, match=r"Version 2 .* does not point at the version before it"):
        verify()


def test_a_leaf_taken_out_is_gone_everywhere_and_all_hashes_verify(versions):
    """One act empties it in every version that shares it, and says so honestly."""
    first, second = versions
    shared = next(leaf for leaf in first.leaf_refs if leaf in second.leaf_refs and leaf.kind == "clause")
    record = GuidelineRecord.objects.get()
    assert actions.take_out_leaf(leaf_hash=shared.leaf_hash, now=NOW)
    for version in (first, second):
        reading = Leaf.objects.read_one(version)
        assert reading.clauses_taken_out == {shared.clause_id}
        assert "Shared" not in repr(reading.guideline)
    leaf = Leaf.objects.get(hash=shared.leaf_hash)
    assert (leaf.salt, leaf.content, leaf.taken_out_at) == ("", "", NOW)
    assert "1 of them taken out" in verify()
    assert GuidelineRecord.objects.get().cache_key(second) != record.cache_key(second)


def test_taking_out_twice_changes_nothing_more(versions):
    """The second time there is nothing to take, and the moment stays."""
    key = versions[0].leaf_refs[0].leaf_hash
    actions.take_out_leaf(leaf_hash=key, now=NOW)
    assert actions.take_out_leaf(leaf_hash=key, now=NOW.replace(year=2027)) is False
    assert Leaf.objects.get(hash=key).taken_out_at == NOW
    assert GuidelineRecord.objects.get().taken_out == 1


def test_a_taken_out_leaf_is_never_shared_again(versions):
    """Publishing the same words again makes a leaf of its own."""
    said = Leaf.objects.read_one(versions[1]).guideline
    key = versions[1].leaf_refs[0].leaf_hash
    actions.take_out_leaf(leaf_hash=key, now=NOW)
    third = VersionFactory(slug="social-media", guideline=said)
    assert key not in {leaf.leaf_hash for leaf in third.leaf_refs}
    assert Leaf.objects.read_one(third).guideline == said
