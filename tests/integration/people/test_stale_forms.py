"""Who signs in again in another tab is told in the first tab that nothing they wrote is lost."""

import pytest
from django.test import Client

from tests.factories.guidelines import VersionFactory, page_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

AUTOSAVES = {"accept": "application/json"}


@pytest.fixture
def ines():
    return UserFactory(display_name="Ines Ibsen")


@pytest.fixture
def editor():
    """The address of the CMS's editor of a guideline."""
    return f"/cms/pages/{page_of(VersionFactory()).pk}/edit/"


@pytest.fixture
def strict(ines):
    """A browser of Ines whose forms need their token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ines)
    return client


def test_autosave_says_that_the_session_has_ended_in_the_fields_the_cms_reads(client, editor):
    answer = client.post(editor, headers=AUTOSAVES)
    assert answer.status_code == 401
    told = answer.json()
    assert (told["success"], told["error_code"]) == (False, "locked")
    assert "Sign in again in another tab" in told["error_message"]


def test_autosave_with_an_old_token_is_given_the_new_one_and_whose_it_is(strict, ines, editor):
    refused = strict.post(editor, {"csrfmiddlewaretoken": "a" * 64}, headers=AUTOSAVES)
    told = refused.json()
    assert (refused.status_code, told["error_code"], told["person"]) == (403, "locked", str(ines.pk))
    assert "kept in this tab" in told["error_message"]
    again = strict.post(editor, {"csrfmiddlewaretoken": told["csrf_token"]}, headers=AUTOSAVES)
    assert again.status_code != 403


def test_a_button_with_an_old_token_leads_back_to_its_form_and_says_that_the_text_is_kept(strict, editor):
    page = strict.post(editor, headers={"referer": f"http://testserver{editor}"})
    words = page.content.decode()
    assert page.status_code == 403
    assert f'href="{editor}"' in words
    assert "What you wrote is kept" in words


@pytest.mark.parametrize("referer", ["", "https://elsewhere.test/form/"], ids=["unknown", "elsewhere"])
def test_nothing_is_promised_where_the_form_is_unknown(strict, editor, referer):
    words = strict.post(editor, headers={"referer": referer}).content.decode()
    assert "is kept" not in words
    assert "elsewhere.test" not in words
    assert 'href="/"' in words
