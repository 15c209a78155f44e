"""Who reaches the CMS, and what those see who do not."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from wagtail.documents.models import Document
from wagtail.models import Page, Site, Task, Workflow
from wagtail.rich_text import expand_db_html

from guidelines.models import GuidelineIndexPage, GuidelineRecord
from people import actions
from people.append_only import missing_triggers
from people.models import EMPLOYEES, Employment
from tests.factories.guidelines import VersionFactory, page_of
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import add_address, edit_address, form_data

pytestmark = pytest.mark.django_db


def test_the_tree_holds_one_list_of_guidelines():
    """Wagtail's welcome page is gone, the list is the root of the site."""
    container = GuidelineIndexPage.objects.get()
    assert list(Page.objects.exclude(depth=1)) == [container.page_ptr]
    assert Site.objects.get(is_default_site=True).root_page_id == container.pk
    assert Page.find_problems() == ([], [], [], [], [])


def test_nobody_approves_by_role():
    """One group for all employees; no moderators, no editors, no workflow, no task."""
    assert list(Group.objects.values_list("name", flat=True)) == [EMPLOYEES]
    assert not Workflow.objects.exists()
    assert not Task.objects.exists()
    assert settings.WAGTAIL_WORKFLOW_ENABLED is False


def test_the_cms_calls_nobody():
    """No update check, no pictures from elsewhere."""
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None


def test_every_employee_reaches_the_form_and_may_publish(client):
    """No role, no approval."""
    client.force_login(UserFactory())
    assert client.get("/cms/").status_code == 200
    page = client.get(add_address())
    assert page.status_code == 200
    assert "action-publish" in page.content.decode()
    assert "gravatar" not in page.content.decode()


def test_an_employee_may_choose_documents_for_links(client):
    """The link buttons of the editor open."""
    client.force_login(UserFactory())
    for address in ("/cms/choose-page/", "/cms/documents/chooser/"):
        assert client.get(address).status_code == 200


def test_a_document_can_be_uploaded_found_linked_and_read(client, settings, tmp_path):
    """The screens that list it lead to an address that answers, to people who signed in."""
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    client.force_login(UserFactory())
    upload = {"title": "Form", "files[]": SimpleUploadedFile("form.txt", b"Name and date.")}
    added = client.post("/cms/documents/multiple/add/", upload, headers={"X-Requested-With": "XMLHttpRequest"})
    document = Document.objects.get(pk=added.json()["doc_id"])
    for address in ("/cms/documents/", "/cms/documents/chooser/", f"/cms/documents/chooser/chosen/{document.pk}/"):
        assert client.get(address).status_code == 200
    assert document.url in expand_db_html(f'<a linktype="document" id="{document.pk}">form</a>')
    assert b"".join(client.get(document.url).streaming_content) == b"Name and date."
    client.logout()
    settings.GUIDELINES_PUBLIC = True
    assert client.get(document.url).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_former_colleague_is_refused_without_a_circle(client, method):
    """403, and no redirect that comes back to itself."""
    client.force_login(UserFactory(employment=Employment.ALUMNI))
    version = VersionFactory()
    for address in ("/cms/", add_address(), edit_address(version.page_id), "/cms/login/"):
        assert getattr(client, method)(address).status_code == 403


def test_access_ends_with_employment(client):
    """Leaving takes effect with the next request."""
    person = UserFactory()
    client.force_login(person)
    actions.set_employment(user=person, employment=Employment.ALUMNI)
    assert client.get("/cms/").status_code == 403


def test_a_stranger_is_asked_to_sign_in_once(client):
    """Wagtail's own sign-in form is never shown."""
    response = client.get("/cms/", follow=True)
    assert response.redirect_chain == [("/accounts/login/?next=/cms/", 302)]
    response = client.get("/cms/login/?next=/cms/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")
    assert response.status_code == 200


def test_wagtails_password_forms_are_not_served(client):
    """Passwords belong to the sign-in app."""
    client.force_login(UserFactory())
    response = client.get("/cms/password_reset/")
    assert (response.status_code, response.url) == (302, "/accounts/password/reset/")


def test_an_expired_session_answers_a_script_with_401(client):
    """Autosave hears that it has to sign in; a page of HTML would tell it nothing."""
    version = VersionFactory()
    response = client.post(edit_address(version.page_id), {}, headers={"accept": "application/json"})
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/json"


def test_guidelines_have_no_private_pages_and_no_locks(client):
    """Nobody can shut colleagues out of a guideline."""
    client.force_login(UserFactory())
    version = VersionFactory()
    assert client.post(f"/cms/pages/{version.page_id}/lock/").status_code == 302
    page = Page.objects.get(pk=version.page_id)
    assert page.locked is False
    assert page.specific_class.private_page_options == []


WHAT_WAGTAIL_DOES_TO_A_PAGE = ["edit", "unpublish", "delete", "move", "copy", "privacy", "lock", "history"]


@pytest.mark.parametrize("superuser", [False, True], ids=["employee", "administrator"])
def test_the_list_itself_is_nobodys_to_change(client, superuser):
    """One click does not take all guidelines away; who tries is told what to do instead."""
    client.force_login(UserFactory(is_superuser=superuser))
    VersionFactory(slug="social-media")
    container = GuidelineIndexPage.objects.get()
    for page_id in (container.pk, container.get_parent().pk):
        for action in WHAT_WAGTAIL_DOES_TO_A_PAGE:
            response = client.post(f"/cms/pages/{page_id}/{action}/", {"include_descendants": "on"}, follow=True)
            assert response.status_code == 200
            assert "The list of guidelines stays as it is" in response.content.decode()
    container.refresh_from_db()
    assert (container.title, container.live, container.get_children().live().count()) == ("Guidelines", True, 1)
    assert [record.slug for record in GuidelineRecord.objects.in_force()] == ["social-media"]


@pytest.mark.parametrize("superuser", [False, True], ids=["employee", "administrator"])
def test_nothing_offers_to_change_the_list(client, superuser):
    """Its own screen leads to new guidelines and to those there are, and to no form of its own."""
    client.force_login(UserFactory(is_superuser=superuser))
    version = VersionFactory()
    container = GuidelineIndexPage.objects.get()
    page = BeautifulSoup(client.get(f"/cms/pages/{container.pk}/").content, "html.parser")
    targets = {str(link["href"]).partition("?")[0] for link in page.select("a[href]")}
    assert {edit_address(version.page_id), f"/cms/pages/{container.pk}/add_subpage/"} <= targets
    assert targets.isdisjoint(f"/cms/pages/{container.pk}/{action}/" for action in WHAT_WAGTAIL_DOES_TO_A_PAGE)


def test_an_unknown_page_is_not_found(client):
    """A deleted page's form answers plainly."""
    client.force_login(UserFactory())
    for address in (edit_address(4040404), "/cms/pages/4040404/revisions/1/revert/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_triggers_stand_and_bite_recursively():
    """What the record relies on is switched on."""
    assert missing_triggers() == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers")
            assert cursor.fetchone() == (1,)


def test_an_alias_takes_no_changes_and_says_so(client):
    """What mirrors another page has no form of its own."""
    client.force_login(UserFactory())
    alias = page_of(VersionFactory()).create_alias(update_slug="mirror")
    answer = client.post(edit_address(alias.pk), form_data())
    assert answer.status_code == 405
    assert "nothing to read at this address" in answer.content.decode()
