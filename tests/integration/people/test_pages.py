"""Profiles and notices."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people import actions
from people.models import Notice, User
from tests.factories.people import UserFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(client):
    """A signed-in colleague."""
    person = UserFactory(username="ines", display_name="Inês <b>Sol</b>", languages=["pt", "en"])
    client.force_login(person)
    return person


def notice_for(person, *, minutes: int, text: str = "Somebody wrote") -> Notice:
    """A notice that comes so many minutes from now (negative: came)."""
    at = timezone.now() + timedelta(minutes=minutes)
    return actions.notify(recipient=person, kind="test", text=text, url="/healthz", deliver_at=at)


def test_a_page_shows_a_name_as_text_and_never_as_html(client, ines):
    response = client.get("/people/ines/")
    assert "Inês &lt;b&gt;Sol" in response.content.decode()
    assert_well_formed(response)


@pytest.mark.parametrize("name", ["nobody", "%00", "a%00b", "%ff"])
def test_an_unknown_person_is_not_found(client, ines, name):
    assert client.get(f"/people/{name}/").status_code == 404


def test_people_change_their_own_page(client, ines):
    answer = client.post(
        "/people/ines/edit/",
        {"display_name": "Inês", "headline": "Maps", "languages": "SV, en, sv", "time_zone": "Europe/Lisbon"},
    )
    assert answer["Location"] == "/people/ines/"
    assert User.objects.get(pk=ines.pk).languages == ["sv", "en"]


def test_a_language_that_django_has_no_name_for_can_be_named(client, ines):
    client.post("/people/ines/edit/", {"display_name": "Inês", "languages": "mi, pt-br", "time_zone": "UTC"})
    assert User.objects.get(pk=ines.pk).languages == ["mi", "pt-br"]
    assert "mi, Brazilian Portuguese" in client.get("/people/ines/").content.decode()


def test_nobody_changes_the_page_of_another(client, ines):
    other = UserFactory(username="omar")
    assert client.get("/people/omar/edit/").status_code == 404
    assert client.post("/people/omar/edit/", {"display_name": "X", "time_zone": "UTC"}).status_code == 404
    assert User.objects.get(pk=other.pk).display_name == other.display_name


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("languages", "klingon", "klingon is not a language code"),
        ("time_zone", "Mars", "Mars is not a time zone"),
        ("time_zone", "localtime", "localtime is not a time zone"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept_on_screen(client, ines, field, value, message):
    data = {"display_name": "Inês", "time_zone": "UTC", field: value}
    response = client.post("/people/ines/edit/", data)
    assert response.status_code == 422
    page = response.content.decode()
    assert message in page
    assert f'value="{value}"' in page


def test_times_are_shown_in_the_persons_own_zone(client, ines):
    User.objects.filter(pk=ines.pk).update(time_zone="Asia/Tokyo")
    notice_for(ines, minutes=-1)
    assert "+09:00" in client.get("/notices/").content.decode()


def test_a_notice_waits_for_its_hour(client, ines):
    notice_for(ines, minutes=30, text="Not yet")
    notice_for(ines, minutes=-30, text="Already here")
    page = client.get("/notices/").content.decode()
    assert "Already here" in page
    assert "Not yet" not in page


def test_opening_a_notice_marks_it_read_and_leads_on(client, ines):
    notice = notice_for(ines, minutes=-1)
    assert client.post(f"/notices/{notice.pk}/open/")["Location"] == "/healthz"
    assert not Notice.objects.visible_to(ines, timezone.now()).unread().exists()


def test_a_notice_of_somebody_else_is_not_found(client, ines):
    notice = notice_for(UserFactory(), minutes=-1)
    assert client.post(f"/notices/{notice.pk}/open/").status_code == 404


def test_all_notices_are_marked_read_at_once_but_those_to_come(client, ines):
    notice_for(ines, minutes=-1)
    later = notice_for(ines, minutes=5)
    client.post("/notices/open-all/")
    assert list(Notice.objects.filter(read_at=None)) == [later]


def test_the_day_somebody_was_here_is_written_once(client, ines, django_assert_num_queries):
    client.get("/people/ines/edit/")
    assert User.objects.get(pk=ines.pk).last_active_on == timezone.now().date()
    with django_assert_num_queries(2):  # the signed-in person, the count of notices
        client.get("/people/ines/edit/")
