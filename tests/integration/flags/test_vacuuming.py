"""After a seal PostgreSQL removes the rows that held the passage; what keeps it from that is told, and retried."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from flags import actions
from flags.actions.sealing import seal_due
from flags.models import Seal
from flags.scrubbing import scrub
from people import ticker
from tests.factories.posts import PostFactory
from tests.integration.flags import crawling
from tests.integration.flags.conftest import Company

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has a test of its file instead"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SECRET = "Vierundachtzigeule"
ROLE = "peerline_test_without_vacuum"
LEFT = "Dead rows of sealed texts are left in the database for now"
HELD_IT = ("posts_post", "posts_historicalpost", "posts_postword")


@pytest.fixture
def seal() -> Seal:
    """The seal of a post whose author took a passage out, not cleaned up after yet."""
    author, witness = Company(2).people
    body = f"We call it {SECRET}."
    post = PostFactory.create(author=author, body=body)
    start, now = body.index(SECRET), timezone.now()
    mark = actions.Mark("post", post.pk, 1, "b1", start, start + len(SECRET))
    flagged = actions.testify(person=witness, mark=mark, category="figures", note="", citation=None, now=now)
    actions.take_out(person=author, case=flagged.case, now=now)
    assert seal_due(now + timedelta(minutes=11)) == 1
    return Seal.objects.get(scrubbed_at=None)


def _query(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def _dead_rows() -> int:
    """Return how many dead rows the tables hold that held the passage, as the server counted them last."""
    _query("SELECT pg_stat_force_next_flush()")
    rows = _query("SELECT relname, n_dead_tup FROM pg_stat_user_tables")
    return sum(dead for table, dead in rows if table in HELD_IT)


@contextmanager
def _somebody_reading() -> Iterator[None]:
    """Have another session look at everything as it is now."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM posts_post")
            yield
    finally:
        other.close()


@contextmanager
def _without_the_right_to_vacuum() -> Iterator[None]:
    """Act as a user of the database that reads and writes everything and owns nothing."""
    name = connection.ops.quote_name(ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}")
        try:
            cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
            cursor.execute(f"SET ROLE {name}")
            yield
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {name}")
            cursor.execute(f"DROP ROLE {name}")


def test_after_a_seal_no_dead_row_is_left_of_what_held_the_passage(seal):
    assert _dead_rows() > 0
    [(began,)] = _query("SELECT clock_timestamp()")
    assert scrub(timezone.now()) == 1
    assert _dead_rows() == 0
    vacuumed = dict(_query("SELECT relname, last_vacuum FROM pg_stat_user_tables"))
    assert all(vacuumed[table] and vacuumed[table] > began for table in HELD_IT)
    assert crawling.tables_with(SECRET) == []
    seal.refresh_from_db()
    assert seal.scrubbed_at is not None


def test_within_a_transaction_nothing_is_vacuumed_and_nothing_is_noted(seal):
    with transaction.atomic():
        assert scrub(timezone.now()) == 0
    assert scrub(timezone.now()) == 1


def test_rows_that_somebody_still_sees_are_removed_later(request, caplog):
    with _somebody_reading():
        seal = request.getfixturevalue("seal")
        assert scrub(timezone.now()) == 0
        assert _dead_rows() > 0
    assert caplog.messages == [f"{LEFT}: a transaction that is still open can see them"]
    seal.refresh_from_db()
    assert seal.scrubbed_at is None
    assert scrub(timezone.now()) == 1
    assert _dead_rows() == 0


def test_whoever_may_not_vacuum_is_told_and_the_ticker_goes_on(seal, caplog):
    with _without_the_right_to_vacuum():
        assert ticker.run(timezone.now())["flags.scrub"] == 0
    [message] = [record.getMessage() for record in caplog.records if record.name == "flags.scrubbing"]
    assert message.startswith(LEFT)
    assert "vacuum" in message
    assert SECRET not in message
    seal.refresh_from_db()
    assert seal.scrubbed_at is None
    assert ticker.run(timezone.now())["flags.scrub"] == 1
