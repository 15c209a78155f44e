"""No view, permission, screen of the CMS or command decides a case, or tells who flagged what."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import get_commands
from django.db import transaction
from django.test import Client
from simple_history.models import registered_models
from wagtail import hooks
from wagtail.admin.viewsets import viewsets
from wagtail.models import ModelLogEntry, ReferenceIndex

from flags.models import Case, Testimony
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.integration.flags.addresses import all_addresses
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
NOTE = "Quittengelee says why"
PASSAGE = "the thing of spring"
TRIES = {
    "state": "cleared",
    "verdict": "no_leak",
    "decision": "cleared",
    "counter_reason": "public",
    "reason": "public",
    "action": "delete",
    "settles": "yes",
    "confirm": "1",
}
LEADS_OUT = {"/accounts/logout/"}


@pytest.fixture
def cases(company):
    """A veiled case and one that is only noted, on the same post."""
    post = PostFactory(author=company.people[0], title="Our spring", body=f"It is {PASSAGE}.\n\nNothing else.")
    _flag(company.people[1], post, "b1", f"{PASSAGE}.", 6)
    _flag(company.people[2], post, "b1", f"{PASSAGE}.", 6)
    _flag(company.people[3], post, "b2", "Nothing else.", 0)
    found = list(Case.objects.order_by("opened_at"))
    assert [case.state for case in found] == ["veiled", "noted"]
    return found


def _flag(person, post, block: str, words: str, start: int) -> None:
    where = {
        "kind": "post",
        "id": post.pk,
        "version": 1,
        "block": block,
        "start": start,
        "end": start + len(words),
    }
    answer = signed_in(person).post("/flags/new/", where | {"category": "figures", "note": NOTE, "stamp": "open"})
    assert answer.status_code == 302


def _facts() -> tuple:
    """Return everything that is stored about cases and flags on them."""
    cases = tuple(Case.objects.order_by("pk").values_list())
    return cases, tuple(
        Testimony.objects.order_by("pk").values_list("case", "start", "end", "withdrawn_at", "counts")
    )


def _values(case: Case) -> dict[str, object]:
    """Return what to put into addresses: the case and its post, wherever they fit."""
    names = {"username": UserFactory().username, "app_label": "flags", "model_name": "case"}
    ids = dict.fromkeys(("int", "pk", "post_id", "target_id", "user_id"), case.target_id)
    return names | ids | {"uuid": case.pk, "str:pk": case.pk, "str": case.target_id, "slug": "our-spring"}


@pytest.mark.once
@pytest.mark.parametrize(
    ("number", "below"),
    [(0, "/"), (1, ("/flags/", "/posts/"))],
    ids=["veiled, everywhere", "noted, in posts and flags"],
)
def test_no_address_lets_a_superuser_without_a_seat_decide_or_look_into_a_case(cases, number, below):
    case = cases[number]
    superuser = UserFactory(is_superuser=True)
    everywhere = [one for one in all_addresses(_values(case)) if one not in LEADS_OUT]
    assert len(everywhere) > 250
    addresses = [one for one in everywhere if one.startswith(below)]
    assert f"/flags/{case.pk}/take-out/" in addresses
    before = _facts()
    for address in addresses:
        for method in ("get", "post"):
            answer = _tried(superuser, method, address)
            assert _after(answer) == before, f"{method} {address} changed a case"
            assert str(case.pk) not in _body(answer) or str(case.pk) in address, f"{method} {address} names a case"
            for secret in (NOTE, PASSAGE) if case.state == "veiled" else (NOTE,):
                assert secret not in _body(answer), f"{method} {address} tells {secret!r}"


def _tried(person, method: str, address: str):
    """Ask an address as this person, keep what it did to the cases, and undo it."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        point = transaction.savepoint()
        client.force_login(person)
        answer = getattr(client, method)(address, TRIES if method == "post" else None)
        answer.facts = _facts()
        transaction.savepoint_rollback(point)
    return answer


def _after(answer) -> tuple:
    return answer.facts


def _body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_an_author_can_do_what_the_superuser_cannot(cases, company):
    before = _facts()
    answer = _tried(company.people[0], "post", f"/flags/{cases[0].pk}/take-out/")
    assert answer.facts != before


def test_no_model_of_flags_has_a_screen_a_history_or_a_reference_in_the_cms(cases):
    ours = set(apps.get_app_config("flags").get_models())
    assert not {getattr(viewset, "model", None) for viewset in viewsets.viewsets} & ours
    assert not set(registered_models.values()) & ours
    assert not any(
        ReferenceIndex.model_is_indexable(model) and model in ReferenceIndex.tracked_models for model in ours
    )
    kinds = ContentType.objects.filter(app_label="flags")
    assert not ReferenceIndex.objects.filter(base_content_type__in=kinds).exists()
    assert not ModelLogEntry.objects.filter(content_type__in=kinds).exists()


def test_no_permission_of_flags_can_be_given_to_anybody():
    of_flags = Permission.objects.filter(content_type__app_label="flags")
    assert not Group.objects.filter(permissions__in=of_flags).exists()
    offered = [hook() for hook in hooks.get_hooks("register_permissions")]
    assert not any(of_flags.filter(pk__in=permissions.values("pk")).exists() for permissions in offered)


def test_no_command_decides_a_case():
    ours = {name for name, app in get_commands().items() if app == "flags"}
    # They check the log, and repeat, export or open seals that verdicts and authors made.
    assert ours <= {"verify_log", "reseal", "export_seals", "hold_key", "open_held"}


def test_a_superuser_without_a_seat_is_told_the_same_of_a_case_as_of_none(cases):
    superuser = signed_in(UserFactory(is_superuser=True))
    pages = [superuser.get(f"/flags/{pk}/") for pk in (cases[0].pk, uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    assert (
        len({re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()) for page in pages}) == 1
    )
