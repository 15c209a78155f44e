"""What no form of ours sends, sent to the CMS anyway: a clear answer, nothing half saved, never a 500."""

import json

import pytest

from guidelines.models import (
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineVersion,
)
from tests.factories.guidelines import VersionFactory, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import PUBLISH, add_address, clause_data, edit_address, form_data

pytestmark = pytest.mark.django_db

AS_SCRIPT = {"accept": "application/json"}


@pytest.fixture
def version(client):
    """A guideline, and an ordinary employee signed in."""
    client.force_login(UserFactory())
    return VersionFactory(slug="social-media")


def without(name, data):
    """Data of a form with one field missing."""
    return {key: value for key, value in data.items() if key != name}


def rich_json(text):
    """What the editor's script sends for a paragraph."""
    block = {"key": "0", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


UNREADABLE_FORMS = {
    "nothing": {},
    "no count": without("clauses-count", form_data()),
    "a count that is none": form_data() | {"clauses-count": "many"},
    "no type": without("clauses-0-type", form_data()),
    "no order": form_data() | {"clauses-0-value-rule-0-order": ""},
    "no text": form_data() | {"clauses-0-value-rule-0-value": ""},
    "a number for a text": form_data() | {"clauses-0-value-rule-0-value": "-1"},
    "a list for a text": form_data() | {"clauses-0-value-why": "[]"},
}


@pytest.mark.parametrize("headers", [{}, AS_SCRIPT], ids=["button", "autosave"])
@pytest.mark.parametrize("data", UNREADABLE_FORMS.values(), ids=UNREADABLE_FORMS)
def test_a_form_without_readable_clauses_is_refused(client, version, data, headers):
    """400 from every form of the editor, and neither page nor version of it."""
    revision = page_of(version).latest_revision_id
    addresses = [add_address(), edit_address(version.page_id)]
    addresses += [f"/cms/pages/{version.page_id}/revisions/{revision}/revert/", f"{addresses[1]}preview/"]
    for address in addresses:
        assert client.post(address, data | PUBLISH, headers=headers).status_code == 400
    assert (GuidelinePage.objects.count(), GuidelineVersion.objects.count()) == (1, 1)


ODD_FIELDS = [
    {"title": "\x00"},
    {"title": "\u200b"},
    {"slug": "\x00"},
    {"summary": "\x00"},
    {"change_note": "\x00"},
    {"clauses-0-value-heading": "\x00"},
    {"clauses-0-value-why": rich_json("a\x00b")},
    {"clauses-0-value-level": "9"},
    {"clauses-count": "99999"},
    {"go_live_at": "9999-99-99 00:00"},
    {"go_live_at": "9999-12-31 23:59"},
    {"go_live_at": "0001-01-01 00:00"},
    {"comments-TOTAL_FORMS": "x"},
    {"comments-TOTAL_FORMS": "1", "comments-0-text": "x"},
    {"loaded_revision_id": "x"},
    {"overwrite_revision_id": "9" * 30},
    {"next": "//elsewhere.example/"},
]


@pytest.mark.parametrize("fields", ODD_FIELDS, ids=str)
def test_odd_fields_never_break_the_editor(client, version, fields):
    """Saved, refused beside the field, or not understood; whatever, and for whoever asks."""
    for address in (add_address(), edit_address(version.page_id)):
        for button in (PUBLISH, {}):
            data = form_data(slug="another") | button | fields
            assert client.post(address, data).status_code in {302, 400, 409, 422}
        assert client.post(address, form_data() | fields, headers=AS_SCRIPT).status_code in {200, 400}
        assert client.post(f"{address}preview/", form_data() | fields).status_code in {200, 400}


def test_no_page_of_another_kind_or_elsewhere_can_be_added(client, version):
    """There is one list, and guidelines are in it; what asks for another thing is refused or not found."""
    container = GuidelineIndexPage.objects.get().pk
    places = [
        f"guidelines/guidelineindexpage/{container}",
        "guidelines/guidelineindexpage/1",
        f"guidelines/guidelinepage/{version.page_id}",
        f"auth/group/{container}",
        f"no/such/{container}",
        "guidelines/guidelinepage/4040404",
    ]
    for place in places:
        for ask in (client.get, client.post):
            assert ask(f"/cms/pages/add/{place}/").status_code in {302, 403, 404}
    assert GuidelinePage.objects.count() == GuidelineIndexPage.objects.count() == 1


OTHER_SCREENS = [
    ("copy", {}),
    ("copy", {"new_parent_page": "x"}),
    ("copy", {"new_parent_page": "4040404"}),
    ("copy", {"new_title": "T" * 300, "new_slug": "ok", "new_parent_page": "CONTAINER"}),
    ("copy", {"new_title": "\x00", "new_slug": "\x00", "new_parent_page": "CONTAINER"}),
    ("copy", {"new_title": "Copy", "new_slug": "social-media", "new_parent_page": "CONTAINER"}),
    ("move", {"new_parent_page": "x"}),
    ("move/1/confirm", {}),
    ("move/4040404/confirm", {}),
    ("set_position/?position=x", {}),
    ("privacy", {"restriction_type": "x"}),
    ("convert_alias", {}),
    ("lock", {}),
    ("revisions/4040404/view", {}),
    ("revisions/4040404/unschedule", {}),
    ("revisions/1/unschedule", {}),
    ("revisions/compare/1...4040404", {}),
    ("revisions/compare/live...latest", {}),
    ("workflow_history/detail/1", {}),
    ("history/?user=x&timestamp_from=x&p=zz", {}),
]


@pytest.mark.parametrize(("screen", "data"), OTHER_SCREENS, ids=str)
def test_other_screens_answer_plainly(client, version, screen, data):
    """Copying, moving, privacy, locks, comparing revisions, unscheduling, workflows: no 500 whoever asks."""
    container = str(GuidelineIndexPage.objects.get().pk)
    data = {name: container if value == "CONTAINER" else value for name, value in data.items()}
    path, _mark, query = screen.partition("?")
    address = f"/cms/pages/{version.page_id}/{path.strip('/')}/{'?' + query if query else ''}"
    for answer in (client.get(address), client.post(address, data)):
        assert answer.status_code < 500
    assert GuidelinePage.objects.count() == 1


STRAY_POSTS = [
    "choose-external-link/",
    "bulk/wagtailcore/page/move/?id=x",
    "editing-sessions/ping/guidelines/guidelinepage/x/1/",
    "pages/workflow/action/1/approve/1/",
]


@pytest.mark.parametrize("path", STRAY_POSTS)
def test_stray_posts_are_not_understood_or_not_found(client, version, path):
    """What Wagtail would stumble over is answered."""
    assert client.post(f"/cms/{path}").status_code in {302, 400, 404}


def test_what_cannot_be_recorded_comes_back_in_the_form(client, version):
    """422 with the reason, the text still there, no page and no version of it; a script hears it as data."""
    data = form_data(clause_data(heading="Kept"), title="\x07", slug="new") | PUBLISH
    for address in (add_address(), edit_address(version.page_id)):
        response = client.post(address, data)
        assert response.status_code == 422
        assert "This cannot be published as a guideline" in response.content.decode()
        assert "Kept" in response.content.decode()
    script = client.post(add_address(), data, headers=AS_SCRIPT)
    assert (script.status_code, script.json()["error_code"]) == (400, "refused")
    assert (GuidelinePage.objects.count(), GuidelineVersion.objects.count()) == (1, 1)
