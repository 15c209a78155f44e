"""Every page of the sign-in library is one of ours, in our words and in the reader's language."""

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.urls import urlpatterns
from django.core import mail
from django.urls import URLResolver, reverse

from people.models import User
from tests.factories.people import PASSWORD, UserFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db


def names(patterns) -> list[str]:
    """Return the names of all addresses of the library."""
    nested = [names(each.url_patterns) if isinstance(each, URLResolver) else [each.name] for each in patterns]
    return [name for part in nested for name in part]


ARGUMENTS = {"account_confirm_email": ["used"], "account_reset_password_from_key": ["1", "used"]}
ADDRESSES = [reverse(name, args=ARGUMENTS.get(name)) for name in names(urlpatterns)]


@pytest.fixture
def ines(client):
    """A colleague who is signed in with her password."""
    person = UserFactory(username="ines", email="ines@peerline.example")
    client.post(reverse("account_login"), {"login": "ines", "password": PASSWORD})
    return person


def heading(page: str) -> str:
    """Return the page's only first-order heading."""
    [text] = re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return text


def assert_is_ours(client, address: str) -> None:
    """Fail unless the address leads to the start page or to a card of ours, which is in Swedish for Swedes."""
    english = client.get(address, follow=True)
    assert english.status_code == 200
    assert_well_formed(english)
    if english.request["PATH_INFO"] == "/":
        return
    page = english.content.decode()
    assert 'class="entrance-card"' in page
    swedish = client.get(address, headers={"accept-language": "sv"}, follow=True).content.decode()
    assert heading(swedish) != heading(page)


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_see_only_pages_of_ours(client, address):
    assert_is_ours(client, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_colleagues_see_only_pages_of_ours(client, ines, address):
    assert_is_ours(client, address)


def test_who_has_no_password_chooses_one(client, ines):
    User.objects.filter(pk=ines.pk).update(password="!")
    client.force_login(User.objects.get(pk=ines.pk))
    assert_is_ours(client, reverse("account_set_password"))
    answer = client.post(reverse("account_set_password"), {"password1": "short", "password2": "short"})
    assert "at least 10 characters" in answer.content.decode()


def test_an_address_is_added_confirmed_used_and_removed(client, ines):
    addresses = reverse("account_email")
    client.post(addresses, {"email": "ines@home.example", "action_add": ""})
    assert mail.outbox[-1].to == ["ines@home.example"]
    added = EmailAddress.objects.get(email="ines@home.example")
    confirm = reverse("account_confirm_email", args=[EmailConfirmationHMAC(added).key])
    page = client.get(confirm).content.decode()
    assert 'class="entrance-card"' in page
    assert "Does ines@home.example belong to" in page
    client.post(confirm)
    client.post(addresses, {"email": "ines@home.example", "action_primary": ""})
    assert User.objects.get(pk=ines.pk).email == "ines@home.example"
    client.post(addresses, {"email": "ines@peerline.example", "action_remove": ""})
    page = client.get(addresses).content.decode()
    assert re.findall('type="radio".*?value="(.*?)"', page, re.DOTALL) == ["ines@home.example"]


def test_an_address_that_a_colleague_has_confirmed_cannot_be_confirmed_again(client, ines):
    first = EmailAddress.objects.create(user=UserFactory(), email="shared@peerline.example", verified=True)
    second = EmailAddress(user=ines, email=first.email)
    EmailAddress.objects.bulk_create([second])
    page = client.get(reverse("account_confirm_email", args=[EmailConfirmationHMAC(second).key]))
    assert "This address is taken" in page.content.decode()
