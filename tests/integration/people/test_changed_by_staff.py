"""What an administrator does to an account that could give it a voice leaves its moment behind."""

import pytest
from django.urls import reverse

from people.models import User
from tests.factories.people import PASSWORD, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


def _saved(client, **changes) -> User:
    """Let an administrator send the form of an account with these changes; return the account."""
    person = UserFactory.create()
    same = {
        "username": person.username,
        "display_name": person.display_name,
        "email": person.email,
        "team": person.team_id,
        "employment": person.employment,
        "is_active": "on",
        "password1": "",
        "password2": "",
    }
    client.force_login(UserFactory(is_superuser=True))
    answer = client.post(reverse("wagtailusers_users:edit", args=[person.pk]), same | changes)
    assert answer.status_code == 302
    person.refresh_from_db()
    return person


@pytest.mark.parametrize(
    "changes",
    [
        {"password1": PASSWORD, "password2": PASSWORD},
        {"email": "other@peerline.example"},
        {"employment": "alumni"},
        {"is_active": ""},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_another_password_address_or_standing_is_noted(client, changes):
    assert _saved(client, **changes).changed_by_staff_at is not None


def test_another_team_is_noted(client):
    assert _saved(client, team=TeamFactory().pk).changed_by_staff_at is not None


def test_another_name_is_not(client):
    assert _saved(client, display_name="Somebody").changed_by_staff_at is None
