"""Whoever edits a guideline sees who else does, and in which clause; unless somebody would rather not be seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.admin.models import EditingSession

from people import ticker
from people.actions import set_employment
from people.models import Employment
from tests.factories.guidelines import VersionFactory
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import edit_address

pytestmark = pytest.mark.django_db

CLAUSE = str(uuid4())
NOBODY: dict = {"people": [], "clauses": {}}


@pytest.fixture
def page_id():
    """The number of a guideline's page."""
    return VersionFactory().page_id


class Editor:
    """Somebody with a guideline open in the CMS, as their browser talks to the server."""

    def __init__(self, page_id, **fields):
        self.person = UserFactory(**fields)
        self.page_id = page_id
        self.client = Client()
        self.client.force_login(self.person)
        response = self.client.get(edit_address(page_id))
        module = response.context["editing_sessions"]
        self.session, self._ping = module.current_session.pk, module.ping_url

    def be_in(self, clause_id, **data):
        """Say in which clause one is; return what is answered."""
        data = {"session": self.session, "clause": clause_id} | data
        response = self.client.post(f"/cms/pages/{self.page_id}/here/", data)
        assert response.status_code == 200
        return response.json()

    def ping(self):
        """Give Wagtail's own sign of life; return the names in its list."""
        response = self.client.post(self._ping)
        assert response.status_code == 200
        self._ping, self.session = response.json()["ping_url"], response.json()["session_id"]
        return [each["user"] for each in response.json()["other_sessions"]]

    def choose(self, **fields):
        """Fill in one's own profile."""
        data = {"display_name": self.person.display_name, "time_zone": "UTC", **fields}
        assert self.client.post(f"{self.person.get_absolute_url()}edit/", data).status_code == 302


def test_editors_are_told_by_name_who_is_in_which_clause(page_id):
    priya, ann = Editor(page_id, display_name="Priya Nair"), Editor(page_id, display_name="Ann Lee")
    assert priya.be_in(CLAUSE) == NOBODY
    assert ann.be_in("") == {
        "people": [["Priya Nair", CLAUSE]],
        "clauses": {CLAUSE: "Priya Nair is in this clause"},
    }
    ann.be_in(CLAUSE)
    third = Editor(page_id)
    assert third.be_in("")["clauses"] == {CLAUSE: "Priya Nair and Ann Lee are in this clause"}
    priya.be_in("")
    assert ann.be_in(CLAUSE)["clauses"] == {}
    assert sorted(third.ping()) == ["Ann Lee", "Priya Nair"]


def test_of_who_switched_it_off_nothing_is_shown_nor_kept(page_id):
    shy, ann = Editor(page_id, display_name="Shy"), Editor(page_id, display_name="Ann Lee")
    assert "is_seen_editing" in shy.client.get(f"{shy.person.get_absolute_url()}edit/").content.decode()
    shy.be_in(CLAUSE)
    shy.choose()
    assert shy.ping() == ["Ann Lee"]
    assert ann.ping() == []
    shy.be_in(CLAUSE)
    assert ann.be_in("") == NOBODY
    shy.client.get(edit_address(page_id))
    assert not EditingSession.objects.filter(user=shy.person).exists()
    shy.choose(is_seen_editing="on")
    shy.ping()
    shy.be_in(CLAUSE)
    assert ann.ping() == ["Shy"]
    assert ann.be_in("")["clauses"] == {CLAUSE: "Shy is in this clause"}


def test_the_house_can_do_without(page_id, settings):
    settings.SHOW_WHO_EDITS = False
    priya, ann = Editor(page_id), Editor(page_id)
    priya.be_in(CLAUSE)
    assert ann.ping() == []
    assert ann.be_in("") == NOBODY
    assert "cms-presence.js" not in ann.client.get(edit_address(page_id)).content.decode()
    assert not EditingSession.objects.exists()


def test_who_closed_the_editor_or_gives_no_sign_is_nowhere(page_id):
    priya, ann, third = Editor(page_id), Editor(page_id), Editor(page_id)
    for each in (priya, ann):
        each.be_in(CLAUSE)
    assert len(third.be_in("")["people"]) == 2
    priya.client.post(f"/cms/editing-sessions/release/{priya.session}/")
    assert [name for name, _clause in third.be_in("")["people"]] == [ann.person.display_name]
    cache.clear()  # as if the seconds were over
    assert third.be_in("") == NOBODY


def test_sessions_that_were_left_open_are_deleted(page_id):
    editor = Editor(page_id)
    last = EditingSession.objects.get(pk=editor.session).last_seen_at
    ticker.run(last + timedelta(minutes=59))
    assert EditingSession.objects.exists()
    ticker.run(last + timedelta(minutes=61))
    assert not EditingSession.objects.exists()


def test_nobody_speaks_for_another_session_or_page_and_nonsense_says_nothing(page_id):
    priya, ann = Editor(page_id), Editor(page_id)
    elsewhere = Editor(VersionFactory().page_id)
    for session in (ann.session, elsewhere.session, "", "x", "9" * 30, "-1"):
        priya.be_in(CLAUSE, session=session)
    assert elsewhere.be_in(CLAUSE) == NOBODY
    assert priya.be_in("") == NOBODY
    for nonsense in ("<b>", "x" * 5000, CLAUSE.upper()):
        ann.be_in(nonsense)
        assert priya.be_in("")["clauses"] == {}


def test_only_people_who_work_here_are_told(page_id, client):
    address = f"/cms/pages/{page_id}/here/"
    former = Editor(page_id)
    set_employment(user=former.person, employment=Employment.ALUMNI)
    assert former.client.post(address).status_code == 403
    assert client.post(address, headers={"accept": "application/json"}).status_code == 401
    assert Editor(page_id).client.get(address).status_code == 405


def test_a_sign_takes_as_many_queries_among_ten_editors_as_among_two(page_id, django_assert_max_num_queries):
    first, second = Editor(page_id), Editor(page_id)
    second.be_in(CLAUSE)
    with django_assert_max_num_queries(20) as few:
        assert len(first.be_in(CLAUSE)["people"]) == 1
    count = len(few)
    for _ in range(8):
        Editor(page_id).be_in(CLAUSE)
    with django_assert_max_num_queries(count):
        assert len(first.be_in(CLAUSE)["people"]) == 9
