"""My desk, how it works, and what each page costs."""

import pytest
from django.utils import timezone

from flags.models import Case
from tests.html import assert_well_formed
from tests.integration.flags.conftest import Company, signed_in

pytestmark = pytest.mark.django_db
BODY = "One two three. Project Nightfall ships in March. Four five."


def test_an_empty_desk_says_what_to_do_next(company):
    page = signed_in(company.people[0]).get("/flags/desk/")
    assert_well_formed(page)
    assert "No flag waits for you" in page.content.decode()
    assert "You have not flagged anything" in page.content.decode()


def test_the_desk_shows_authors_what_waits_and_witnesses_their_flags_and_nobody_else_anything(
    boards, company, flagging
):
    board = boards.add(company.people[0], b1=BODY)
    flagging(board).by(company.people[1], "Nightfall", category="figures")
    address = Case.objects.get().get_absolute_url()
    pages = [signed_in(person).get("/flags/desk/") for person in company.people[:3]]
    assert [address in page.content.decode() for page in pages] == [True, True, False]
    assert "please answer by" in pages[0].content.decode()
    assert "please answer by" not in pages[1].content.decode()


def test_the_desk_costs_the_same_for_one_case_and_for_many(
    boards, company, flagging, django_assert_max_num_queries
):
    board = boards.add(company.people[0], b1=BODY)
    browser = signed_in(company.people[0])
    for words in ("One", "two", "three.", "Project", "ships", "Four"):
        flagging(board).by(company.people[1], words, category="figures")
    browser.get("/flags/desk/")
    with django_assert_max_num_queries(7):
        assert browser.get("/flags/desk/").content.decode().count("please answer by") == 6


def test_withdrawn_and_lapsed_look_alike_to_the_author_but_for_the_appeal(boards, company, flagging):
    board = boards.add(company.people[0], b1=BODY)
    pages = []
    for state in ("closed", "lapsed"):
        Case.objects.all().delete()
        flagging(board).by(company.people[1], "Nightfall", category="figures")
        now = timezone.now()
        Case.objects.update(state=state, ends_at=None, ended_at=now)
        html = signed_in(company.people[0]).get(Case.objects.get().get_absolute_url()).content.decode()
        pages.append(
            html.split("<main")[1].split("</main>")[0].split('<section aria-labelledby="appeal"')[0].strip()
        )
    assert pages[0] == pages[1]


def test_how_it_works_shows_the_numbers_in_force_here_now(company, settings):
    page = signed_in(company.people[0]).get("/flags/how/")
    assert_well_formed(page)
    assert "Teams that had somebody here within 30 days: 5" in " ".join(page.content.decode().split())
    settings.FLAGS_RULES = {"veil_hours": 36}
    assert "hidden for 36 hours" in " ".join(
        signed_in(company.people[0]).get("/flags/how/").content.decode().split()
    )


@pytest.mark.parametrize(
    ("needed", "sentence"),
    [
        (2, "hidden when 2 voices marked them, urgent or not."),
        (3, "hidden when 3 voices marked them; 2 are enough if the kind is urgent."),
    ],
)
def test_how_it_works_says_how_many_voices_hide_words(company, settings, needed, sentence):
    settings.FLAGS_RULES = {"veil_voices_small": needed}
    text = " ".join(signed_in(company.people[0]).get("/flags/how/").content.decode().split())
    assert sentence in text


def test_how_it_works_says_that_what_is_taken_out_is_held_where_it_is(company, settings):
    settings.HOLD_PUBLIC_KEY = ""
    assert "has to keep evidence" not in _how_it_works(company.people[0])
    settings.HOLD_PUBLIC_KEY, settings.HOLD_DAYS = "a2V5", 400
    assert "is also kept for 400 days, locked, because this house has to keep evidence" in _how_it_works(
        company.people[0]
    )


def test_how_it_works_says_when_a_leak_is_taken_out_for_good(company, settings):
    settings.FLAGS_RULES = {"appeal_days": 45}
    assert "After 45 days without an appeal it is taken out of every stored version" in _how_it_works(
        company.people[0]
    )


def _how_it_works(person) -> str:
    page = signed_in(person).get("/flags/how/")
    assert_well_formed(page)
    return " ".join(page.content.decode().split())


def test_how_it_works_says_so_where_each_person_is_a_voice():
    person = Company(2).people[0]
    text = " ".join(signed_in(person).get("/flags/how/").content.decode().split())
    assert "each person has one voice" in text
    assert "within 30 days: 2" in text


def test_how_it_works_says_what_becomes_of_comments_and_of_languages(company, settings):
    settings.FLAGS_RULES = {"small_panel_below": 12}
    page = signed_in(company.people[0]).get("/flags/how/")
    text = " ".join(page.content.decode().split())
    assert_well_formed(page)
    assert "Comments that had repeated 20 or more characters of them before are hidden with them." in text
    assert "Where fewer than 12 people know the language that the author names, everybody can be drawn" in text
