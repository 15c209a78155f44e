"""The log: what it shows, that it names nobody, and that tampering is found."""

import csv
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from flags.models import Case, LogEntry, LogOpening
from people.append_only import AppendOnlyError, lifted_triggers
from tests.html import assert_well_formed
from tests.integration.flags.conftest import signed_in

BODY = "We like cakes. Project Nightfall ships in March."


@pytest.fixture
def cases(boards, company, flagging):
    board = boards.add(company.people[0], b1=BODY)
    flagging(board).by(company.people[3], "cakes.", category="figures")
    for person in company.people[1:3]:
        flagging(board).by(person, "Nightfall ships in", category="figures", note="Not announced")
    return board


@pytest.mark.django_db
def test_every_step_is_in_the_log_and_the_log_is_sound(cases, capsys):
    events = [opening.payload["event"] for opening in LogOpening.objects.order_by("sequence")]
    assert events == ["opened", "testimony", "opened", "testimony", "testimony", "enough_voices"]
    call_command("verify_log")
    assert "The log is sound: 6 entries" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_page_shows_neither_names_nor_text_nor_cases_and_no_small_numbers(cases, company):
    page = signed_in(company.people[4]).get("/flags/log/")
    html = page.content.decode()
    assert_well_formed(page)
    assert LogEntry.objects.last().hash in html
    main = html.split("<main")[1].split("</main>")[0]
    names = [person.display_name for person in company.people] + [team.name for team in company.teams]
    for secret in [*names, "Nightfall", "announced", *(str(case.pk) for case in Case.objects.all())]:
        assert secret not in main
    assert main.count("too few to show") == 9  # eight states, and all together


@pytest.mark.django_db
def test_anybody_can_check_the_chain_as_the_page_explains(cases, company):
    answer = signed_in(company.people[4]).get("/flags/log/chain.csv")
    text = b"".join(answer.streaming_content).decode()
    previous = "0" * 64
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["sequence"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    for row in rows:
        plain = "\n".join([row["sequence"], previous, row["digest"]])
        assert row["hash"] == sha256(plain.encode()).hexdigest()
        previous = row["hash"]


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["4", "0", "x", "9" * 50, ""])
def test_older_entries_are_a_page_further_and_odd_numbers_show_the_newest(cases, company, before):
    page = signed_in(company.people[4]).get("/flags/log/", {"before": before})
    assert page.status_code == 200
    newest = 3 if before == "4" else 6
    assert page.context["entries"][0].sequence == newest


@pytest.mark.django_db
def test_the_log_is_refused_changes_by_model_and_database(cases):
    entry = LogEntry.objects.first()
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        LogEntry.objects.all().delete()
    for sql in ("UPDATE flags_logentry SET salt = 'x'", "DELETE FROM flags_logentry"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    call_command("verify_log")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE flags_logentry SET commitment = 'x' WHERE sequence = 2",
        "UPDATE flags_logentry SET at = '2020-01-01 00:00:00+00:00' WHERE sequence = 6",
        "DELETE FROM flags_logentry WHERE sequence = 3",
        "DELETE FROM flags_logentry WHERE sequence = 6",
        "UPDATE flags_logopening SET salt = 'x' WHERE sequence = 4",
    ],
)
def test_a_tampered_log_is_found(cases, sql):
    with lifted_triggers(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(CommandError, match="The log is broken"):
        call_command("verify_log")


@pytest.mark.django_db
def test_destroying_a_case_leaves_the_log_sound(cases):
    Case.objects.all().delete()
    assert not LogOpening.objects.exists()
    call_command("verify_log")
