"""Puts the demonstration's teams and people into the database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from home.demo.files import demo_facts
from people.actions import add_person
from people.models import Employment, Team, User

SIGN_IN_WITH = "peerline-demo"
"""The password of everybody in the demonstration; printed and documented, so never use one of them for real."""

ADMIN = "admin"


def add_people(*, now: datetime) -> dict[str, User]:
    """Create teams, forty people and an administrator of accounts; return the people by username."""
    facts = demo_facts("people")
    teams = {slug: Team.objects.create(slug=slug, name=name) for slug, name in facts["teams"].items()}
    # One hash for all: hashing is slow by design, and everybody has the same password here.
    password_hash = make_password(SIGN_IN_WITH)
    people = {
        username: _add(username, row, teams, password_hash, now) for username, row in facts["people"].items()
    }
    add_person(
        username=ADMIN,
        display_name="Admin",
        email=f"{ADMIN}@wexholm.example",
        headline=_("Looks after accounts and teams. Cannot decide about posts."),
        password_hash=password_hash,
        is_staff=True,
        is_superuser=True,
    )
    return people


def _add(
    username: str, row: Mapping[str, Any], teams: Mapping[str, Team], password_hash: str, now: datetime
) -> User:
    employment = row.get("employment", Employment.EMPLOYEE)
    return add_person(
        username=username,
        display_name=row["name"],
        headline=row["headline"],
        email=f"{username}@wexholm.example",
        password_hash=password_hash,
        team=teams[row["team"]] if "team" in row else None,
        employment=employment,
        languages=row["languages"],
        time_zone=row["zone"],
        date_joined=now - timedelta(days=1200),
    )


def be_seen(people: Mapping[str, User], *, now: datetime) -> None:
    """Say when each of them was here last."""
    rows = demo_facts("people")["people"]
    for username, person in people.items():
        person.last_active_on = now.date() - timedelta(days=rows[username].get("active", 0))
    User.objects.bulk_update(people.values(), ["last_active_on"])
