"""Wagtail's background work waits for the commit of what asked for it."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from guidelines_site.background import Waiting
from tests.factories.guidelines import VersionFactory, guideline
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def is_found(client, page_id, words):
    """Whether a search in the CMS leads to the editor of a page."""
    response = client.get(reverse("wagtailadmin_pages:search"), {"q": words})
    return reverse("wagtailadmin_pages:edit", args=[page_id]) in response.content.decode()


def test_a_page_is_found_in_the_cms_once_it_is_committed(client, django_capture_on_commit_callbacks):
    client.force_login(UserFactory())
    with django_capture_on_commit_callbacks(execute=True):
        version = VersionFactory(guideline=guideline("Zebrafinch"))
        assert not is_found(client, version.page_id, "Zebrafinch")
    assert is_found(client, version.page_id, "Zebrafinch")


def test_a_task_that_fails_fails_alone(client, django_capture_on_commit_callbacks, caplog):
    """What asked for it is committed already; the log says what went wrong."""
    with django_capture_on_commit_callbacks(execute=True):
        version = VersionFactory(slug="rare")
        Page.objects.filter(pk=version.page_id).delete()
    assert "FAILED" in caplog.text


def test_what_several_saves_ask_for_is_done_once(django_capture_on_commit_callbacks):
    """Publishing saves a page twice; its words go into the index once."""
    with django_capture_on_commit_callbacks() as waiting:
        VersionFactory(slug="rare")
    indexing = [
        each for each in waiting if isinstance(each, Waiting) and "insert_or_update" in each.task.module_path
    ]
    assert len({each.args for each in indexing}) == len(indexing) > 0
