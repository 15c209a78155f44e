"""A hundred and twenty days after a case has ended nothing says any more who flagged it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from flags.actions.forgetting import forget_links
from flags.models import Case, LogOpening, Panel, Seat, Testimony
from people.models import Notice
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
BODY = "We like cakes. Project Nightfall ships in March."
AFTER = timedelta(days=120)


@pytest.fixture
def case(boards, company, flagging):
    """A case that two people flagged and that has ended now."""
    board = boards.add(company.people[0], b1=BODY)
    for person in company.people[1:3]:
        flagging(board).by(person, "Nightfall ships", category="figures", note="Not announced")
    signed_in(company.people[0]).post(f"{Case.objects.get().get_absolute_url()}take-out/")
    ended = Case.objects.get()
    assert ended.ended_at
    assert Notice.objects.filter(recipient=company.people[1]).exists()
    return ended


def test_links_stay_until_the_day_and_go_then(case):
    assert forget_links(case.ended_at + AFTER - timedelta(seconds=1)) == 0
    assert Testimony.objects.count() == 2
    assert forget_links(case.ended_at + AFTER) == 1
    assert not Testimony.objects.exists()
    assert not LogOpening.objects.exists()
    assert forget_links(case.ended_at + AFTER) == 0


def test_afterwards_no_table_of_flags_or_notices_names_a_witness_or_what_they_wrote(case, company):
    forget_links(case.ended_at + AFTER)
    witnesses = {person.pk for person in company.people[1:3]}
    tables = [Notice, *apps.get_app_config("flags").get_models()]
    for model in tables:
        people = [
            field.name
            for field in model._meta.concrete_fields
            if getattr(field.related_model, "__name__", "") == "User"
        ]
        for row in model._default_manager.all():
            assert not witnesses & {getattr(row, f"{name}_id") for name in people}, model
            assert "Not announced" not in str(vars(row)), model


def test_the_case_its_veil_and_its_figures_stay_and_the_log_is_sound(case, capsys):
    forget_links(case.ended_at + AFTER)
    assert Case.objects.get().state == "fixed"
    call_command("verify_log")
    assert "0 of them can still be opened" in capsys.readouterr().out


def test_authors_keep_their_case_and_witnesses_know_of_it_no_longer(case, company):
    forget_links(case.ended_at + AFTER)
    address = case.get_absolute_url()
    assert signed_in(company.people[0]).get(address).status_code == 200
    assert signed_in(company.people[1]).get(address).status_code == 404
    assert signed_in(company.people[1]).get("/flags/desk/").status_code == 200


def test_an_open_case_is_never_forgotten(boards, company, flagging):
    flagging(boards.add(company.people[0], b1=BODY)).by(company.people[1], "Nightfall")
    assert forget_links(timezone.now() + timedelta(days=1000)) == 0
    assert Testimony.objects.exists()


def test_a_house_may_forget_sooner(case, settings):
    settings.FLAGS_RULES = {"links_days": 40}
    assert forget_links(case.ended_at + timedelta(days=40)) == 1


def test_who_sat_on_a_panel_or_could_have_is_forgotten_and_the_verdicts_stay(case, company):
    juror = company.people[4]
    panel, _made = Panel.objects.get_or_create(case=case, number=1, defaults={"seed": b"s" * 32})
    panel.alias_key = b"k" * 32
    panel.pack([(juror.pk, juror.team_id)])
    panel.save()
    seat = Seat.objects.create(
        panel=panel,
        person=juror,
        alias="a",
        team_alias="t",
        invited_at=case.ended_at,
        opened_at=case.ended_at,
        verdict="leak",
        reason="So I read it",
        decided_at=case.ended_at,
    )
    forget_links(case.ended_at + AFTER)
    panel.refresh_from_db()
    assert (panel.entrants, bytes(panel.alias_key)) == ([], b"")
    assert set(panel.asked.values_list("person", "reason")) == {(None, "")}
    assert panel.asked.get(pk=seat.pk).verdict == "leak"
