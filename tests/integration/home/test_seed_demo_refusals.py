"""Where the demonstration does not go."""

import pytest
from django.core.management import CommandError, call_command

from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_it_stays_out_of_a_database_with_real_people():
    UserFactory()
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_demo", "--public-password")
    assert User.objects.count() == 1


def test_it_stays_out_of_a_real_installation():
    with pytest.raises(CommandError, match="password is public"):
        call_command("seed_demo")
    assert not User.objects.exists()
