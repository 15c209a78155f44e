"""The log: what it shows, that it names nobody, and that tampering is found."""

import csv
import re
import subprocess
import sys
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from flags import log_checks
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
    before_the_panel = ["opened", "testimony", "opened", "testimony", "testimony", "enough_voices"]
    assert events == [*before_the_panel, "drawn", "asked"]
    call_command("verify_log")
    assert "The log is sound: 8 entries" in capsys.readouterr().out


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
    assert "Fewer than 5 cases have ended" in " ".join(main.split())


@pytest.mark.django_db
def test_anybody_can_check_the_chain_as_the_page_explains(cases, company):
    answer = signed_in(company.people[4]).get("/flags/log/chain.csv")
    text = b"".join(answer.streaming_content).decode()
    previous = "0" * 64
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["sequence"] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "8"]
    for row in rows:
        plain = "\n".join([row["sequence"], previous, row["digest"]])
        assert row["hash"] == sha256(plain.encode()).hexdigest()
        previous = row["hash"]


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["4", "0", "x", "9" * 50, ""])
def test_older_entries_are_a_page_further_and_odd_numbers_show_the_newest(cases, company, before):
    page = signed_in(company.people[4]).get("/flags/log/", {"before": before})
    assert page.status_code == 200
    newest = 3 if before == "4" else 8
    assert page.context["entries"][0].sequence == newest


@pytest.mark.django_db
def test_the_page_is_no_wall_of_hexadecimals(cases, company):
    html = signed_in(company.people[4]).get("/flags/log/").content.decode()
    assert len(re.findall(r"\b[0-9a-f]{64}\b", html)) == 1  # the newest hash, to keep
    assert re.search(r"<details\s*>\s*<summary>The newest entries", html)


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


@pytest.mark.django_db(transaction=True)
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


@pytest.fixture
def export(cases, company, tmp_path):
    """The chain as somebody saved it."""
    path = tmp_path / "peerline-log.csv"
    path.write_bytes(b"".join(signed_in(company.people[4]).get("/flags/log/chain.csv").streaming_content))
    return path


@pytest.fixture
def program(company, tmp_path):
    """The program from the page of the log, in a folder of its own."""
    answer = signed_in(company.people[4]).get("/flags/log/verify.py")
    path = tmp_path / "elsewhere" / "verify_peerline_log.py"
    path.parent.mkdir()
    path.write_bytes(b"".join(answer.streaming_content))
    return path


def _run(program, *arguments):
    return subprocess.run(
        [sys.executable, "-I", program, *arguments],
        capture_output=True,
        text=True,
        cwd=program.parent,
        check=False,
    )


@pytest.mark.django_db
def test_an_export_is_checked_offline_with_nothing_but_python(export, program):
    kept = LogEntry.objects.get(sequence=3).hash
    for arguments in ((export,), (export, kept)):
        done = _run(program, *arguments)
        assert (done.returncode, done.stdout) == (0, "The log is sound: 8 entries.\n")


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["a line gone", "a digit changed", "the end cut off", "no log"])
def test_broken_chain_found_in_an_export(export, program, change):
    kept = LogEntry.objects.last().hash
    lines = export.read_text().splitlines()
    broken = {
        "a line gone": [*lines[:3], *lines[4:]],
        "a digit changed": [*lines[:3], lines[3].replace(lines[3][10], "x"), *lines[4:]],
        "the end cut off": lines[:-1],
        "no log": ["Dear reader,"],
    }[change]
    export.write_text("\n".join(broken))
    assert _run(program, export, kept).returncode == 1
    with pytest.raises(CommandError, match="The log is broken"):
        call_command("verify_log", export=export, kept=kept)


@pytest.mark.django_db
def test_the_command_checks_an_export_too(export, capsys):
    call_command("verify_log", export=export, kept=LogEntry.objects.first().hash)
    assert "The log is sound: 8 entries." in capsys.readouterr().out


@pytest.mark.django_db
def test_a_hash_that_was_kept_and_is_gone_is_a_fault(cases):
    with pytest.raises(CommandError, match="The log is broken"):
        call_command("verify_log", kept="0" * 64)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_said_in_words(tmp_path, name, program):
    with pytest.raises(CommandError, match="The file cannot be read"):
        call_command("verify_log", export=tmp_path / name)
    assert _run(program, tmp_path / name).returncode == 2
    assert _run(program).returncode == 2


@pytest.mark.django_db
def test_parts_of_flags_can_have_their_entries_checked_too(cases, monkeypatch):
    monkeypatch.setattr(log_checks, "_checks", {})
    log_checks.register("odd", lambda entries, openings: [f"Entry {entries[-1].sequence}: is odd."])
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_log")
