"""The CMS's interface for scripts: it is read from, and changes no page."""

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.log_actions import LogContext

from guidelines.actions import NoteMissingError
from guidelines.models import GuidelineIndexPage, GuidelinePage, GuidelineRecord, GuidelineVersion, Withdrawal
from tests.factories.guidelines import VersionFactory, page_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ACTIONS = sorted(PagesAdminAPIViewSet.actions)


@pytest.fixture(params=[False, True], ids=["employee", "superuser"])
def person(request, client):
    """Somebody at the CMS."""
    made = UserFactory(is_superuser=request.param)
    client.force_login(made)
    return made


def facts():
    """What must not change."""
    return (
        list(
            GuidelinePage.objects.order_by("pk").values_list("pk", "path", "live", "latest_revision", "alias_of")
        ),
        GuidelineVersion.objects.count(),
        list(GuidelineRecord.objects.values_list("current", "withdrawn_at")),
        Withdrawal.objects.count(),
    )


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_script_changes_a_page_past_the_screens_that_ask_why(client, person, action, method):
    version = VersionFactory(slug="social-media")
    page = page_of(version)
    before = facts()
    data = {
        "destination_page_id": GuidelineIndexPage.objects.get().pk,
        "recursive": False,
        "revision_id": page.latest_revision_id,
        "locale": "sv",
    }
    response = getattr(client, method)(f"/cms/api/main/pages/{page.pk}/action/{action}/", data)
    assert response.status_code == 403
    assert response.json()["where"].endswith(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert facts() == before


def test_what_the_menus_of_the_cms_read_is_there(client, person):
    version = VersionFactory(slug="social-media")
    container = GuidelineIndexPage.objects.get().pk
    listed = client.get(f"/cms/api/main/pages/?child_of={container}&for_explorer=1").json()
    assert [each["id"] for each in listed["items"]] == [version.page_id]
    assert client.get(f"/cms/api/main/pages/{version.page_id}/").status_code == 200


def test_only_a_program_withdraws_without_a_reason():
    """Whichever other screen of the CMS may unpublish a page is refused, for it has not asked why."""
    page = page_of(VersionFactory(slug="social-media"))
    with pytest.raises(NoteMissingError), transaction.atomic(), LogContext(user=UserFactory()):
        page.unpublish()
    assert GuidelineRecord.objects.get().in_force
    page_of(GuidelineVersion.objects.get()).unpublish()
    assert not GuidelineRecord.objects.get().in_force
