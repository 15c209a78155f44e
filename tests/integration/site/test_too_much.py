"""A request that is too big is refused in words: how much there may be, and what to do."""

import pytest
from django.conf import settings as configured
from django.urls import reverse

from tests.factories.people import UserFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


@pytest.fixture
def ada(client):
    """A colleague who is signed in."""
    person = UserFactory(username="ada")
    client.force_login(person)
    return person


@pytest.fixture
def too_much(client, ada, settings):
    """Sends what is too much in one of three ways, and returns the answer."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 20

    def send(what: str, **headers):
        sent = {
            "text": {"body": "a" * 1024 * 1024},
            "fields": {f"field{n}": "a" for n in range(21)},
        }[what]
        kind = {"content_type": "application/x-www-form-urlencoded"}
        data = "&".join(f"{name}={value}" for name, value in sent.items())
        return client.post(reverse("posts:new"), data, **kind, **headers)

    return send


@pytest.mark.parametrize(
    ("what", "limit"),
    [("text", "At most 1 MB of text can be sent at once."), ("fields", "At most 20 fields can be sent at once.")],
)
def test_who_sends_too_much_is_told_the_limit_and_what_to_do(too_much, what, limit):
    answer = too_much(what)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert limit in page
    assert "what you wrote should still stand in the form" in page
    assert_well_formed(answer)


@pytest.mark.parametrize("what", ["text", "fields"])
def test_a_script_that_sends_too_much_is_told_in_json(too_much, what):
    answer = too_much(what, headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["error"].startswith("At most")


def test_too_many_files_are_refused_in_words(client, ada, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 0
    with (configured.BASE_DIR / "README.md").open("rb") as file:
        answer = client.post(reverse("posts:new"), {"file": file})
    assert answer.status_code == 413
    assert "At most 0 files can be sent at once." in answer.content.decode()


def test_what_is_not_understood_for_another_reason_stays_a_400(client, ada):
    assert client.get(reverse("posts:index"), {"before": "nonsense"}).status_code == 400
    answer = client.get(reverse("posts:index"), {"before": "nonsense"}, headers=JSON)
    assert (answer.status_code, answer.json()) == (400, {"error": "The request was not understood."})


def test_a_guideline_of_a_thousand_clauses_can_be_saved():
    """Each clause is sent by the CMS with eight fields."""
    assert configured.DATA_UPLOAD_MAX_NUMBER_FIELDS >= 8 * 1000
