"""Liveness and readiness answer strangers, and say what is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people import actions
from people.append_only import remove_triggers

pytestmark = pytest.mark.django_db


def test_healthz_answers_a_stranger(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_is_ready_when_the_ticker_ran_just_now(client):
    actions.beat(now=timezone.now())
    response = client.get("/readyz")
    assert response.status_code == 200, response.json()
    assert set(response.json()["checks"].values()) == {"ok"}


def test_readyz_says_when_history_could_be_rewritten(client):
    actions.beat(now=timezone.now())
    remove_triggers()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["append_only"].startswith("missing triggers: ")


def test_readyz_says_when_the_ticker_is_late(client):
    actions.beat(now=timezone.now() - timedelta(minutes=6))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["ticker"].startswith("late")
