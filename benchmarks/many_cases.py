"""A firm with many open cases, written in bulk: what `benchmarks.ticking` lets time pass over."""

import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import cycle, islice, product
from random import choice

from django.db import models
from simple_history.utils import bulk_create_with_history

from flags.actions.living import put
from flags.census import take_census
from flags.models import Case, CaseAuthor, CaseState, LogEntry, LogOpening, Panel, Place, Seat, Testimony
from flags.models import freeze as stored
from flags.rules import lifecycle, logchain
from flags.rules.house import House, Numbers
from flags.rules.lifecycle import Event, Life, Side
from people.models import Team, User
from posts.models import Authorship, Post

POSTS, PARAGRAPHS = 5_000, 12
WORDS = "Project Nightfall"
EACH = 100
"""Cases of each kind of which something is due: one for a hundred open ones."""
AT_ONCE = 1_000
"""Rows a statement writes."""
ASKED, SEATED = 15, 1
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOON = timedelta(minutes=30)
DRAWN_ANEW = "seats to draw anew"


def quiet_lives(now: datetime, numbers: Numbers) -> list[Life]:
    """Return cases to which nothing happens within the hour: two flagged, two before a panel, one hidden."""
    noted = lifecycle.begin(told_at=now - HOUR, numbers=numbers)
    sitting = lifecycle.pass_time(lifecycle.begin(told_at=now - 9 * DAY, numbers=numbers), now - 2 * DAY)
    hidden = lifecycle.veil(lifecycle.begin(told_at=now - 10 * HOUR, numbers=numbers), now - 9 * HOUR)
    return [noted, noted, sitting, sitting, hidden]


def due_lives(now: datetime, numbers: Numbers) -> dict[str, Life]:
    """Return what is due within the hour, each with a case that is open, or ended, until then."""
    soon = now + SOON
    old = lifecycle.begin(told_at=now - 200 * DAY, numbers=numbers)
    lapsed = lifecycle.give_up(lifecycle.pass_time(old, now - 17 * DAY), now - 10 * DAY)
    month_ago = soon - numbers.appeal
    return {
        "grace over": lifecycle.begin(told_at=soon - numbers.grace, numbers=numbers),
        "veil over": lifecycle.veil(old, soon - numbers.veil),
        DRAWN_ANEW: lifecycle.pass_time(old, now - 2 * DAY),
        "panel over": lifecycle.pass_time(old, soon - numbers.panel),
        "appeal over": lifecycle.appeal(lapsed, Side.AUTHORS, soon - numbers.panel),
        "undo over": lifecycle.settle(old, soon - numbers.undo),
        "upheld 30 days ago": lifecycle.decide(lifecycle.veil(old, month_ago), Event.UPHELD, month_ago),
        "ended 120 days ago": lifecycle.withdraw_all(old, soon - 120 * DAY),
    }


class Firm:
    """People in teams, their posts, and the cases on them; now: when nothing is due yet."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.people: list[User] = []
        self._rows: dict[type[models.Model], list] = {}
        self._turns = cycle(self.people)

    def hire(self, people: int, teams: int) -> None:
        """Let there be so many people in so many teams, all of whom were here today."""
        known = list(Team.objects.order_by("pk"))
        more = [Team(name=f"Bench {n}", slug=f"bench-{n}") for n in range(len(known), teams)]
        known += Team.objects.bulk_create(more)
        new = [
            User(username=f"bench{n}", team=known[n % teams], languages=["en"], last_active_on=self.now.date())
            for n in range(len(self.people), people)
        ]
        self.people += User.objects.bulk_create(new, batch_size=AT_ONCE)

    def open_cases(self, cases: int) -> None:
        """Write posts and so many open cases on them, and besides those ended ones of which something is due."""
        numbers = self._numbers()
        due = due_lives(self.now, numbers)
        still_open = sum(life.ended_at is None for life in due.values()) * EACH
        places = self._places()
        drawn_from = Panel()
        drawn_from.pack([(person.pk, person.team_id) for person in self.people])
        self._entrants = drawn_from.entrants_packed
        for name, life in due.items():
            for place in islice(places, EACH):
                self._add(place, life, draws_at=self.now + (SOON if name == DRAWN_ANEW else DAY))
        quiet = cycle(quiet_lives(self.now, numbers))
        for place, life in zip(islice(places, cases - still_open), quiet, strict=False):
            self._add(place, life, draws_at=self.now + DAY)
        self._add_log()
        for model, rows in self._rows.items():
            model._default_manager.bulk_create(rows, batch_size=AT_ONCE)

    def _numbers(self) -> Numbers:
        census = take_census(self.now)
        return lifecycle.freeze(
            voices=census.mode,
            active=census.active,
            urgent=False,
            recognised=False,
            author_away=False,
            house=House(),
        )

    def _places(self) -> Iterator[tuple[int, str, str]]:
        """Write posts; yield paragraph after paragraph with its key and text, each time of the next post."""
        texts = {f"b{n}": f"Number {n} says that {WORDS} ships to nobody." for n in range(1, PARAGRAPHS + 1)}
        body, then = "\n\n".join(texts.values()), self.now - 300 * DAY
        new = [Post(title=f"Bench {n}", body=body, published_at=then) for n in range(POSTS)]
        posts = bulk_create_with_history(new, Post, batch_size=AT_ONCE, default_date=then)
        Authorship.objects.bulk_create(
            Authorship(post=post, person=self._author(post.pk), added_at=then) for post in posts
        )
        return ((post.pk, key, text) for (key, text), post in product(texts.items(), posts))

    def _add(self, place: tuple[int, str, str], life: Life, *, draws_at: datetime) -> None:
        """Add a case with an author, three witnesses and a panel, which has been drawn if it sits."""
        post, block, text = place
        start = text.index(WORDS)
        case = Case(
            target_kind="post",
            target_id=post,
            target_version=1,
            block=block,
            start=start,
            end=start + len(WORDS),
            projection=1,
            category="unreleased",
            opened_at=life.told_at,
            numbers=stored(life.numbers),
            key=b"k",
            fingerprint=b"f",
            placed_version=1 if life.veiled_at else None,
        )
        put(life, case)
        self._keep(case, CaseAuthor(case=case, person=self._author(post)))
        self._keep(*(self._testimony(case, self._author(post + other)) for other in range(1, 4)))
        if life.veiled_at:
            self._keep(Place(case=case, version=1, block=block, start=case.start, end=case.end))
        self._add_panel(case, life, draws_at)

    def _author(self, post: int) -> User:
        return self.people[post % len(self.people)]

    def _testimony(self, case: Case, person: User) -> Testimony:
        return Testimony(
            case=case,
            person=person,
            team_id=person.team_id,
            start=case.start,
            end=case.end,
            category=case.category,
            created_at=case.opened_at,
        )

    def _add_panel(self, case: Case, life: Life, draws_at: datetime) -> None:
        panel = Panel(case=case, number=1, seed=secrets.token_bytes(32))
        if life.panel_sits:
            panel.seats, panel.rounds = life.numbers.seats, 1
            panel.alias_key, panel.entrants_packed = secrets.token_bytes(32), self._entrants
            panel.convened_at, panel.next_draw_at = self.now - HOUR, draws_at
        elif case.state == CaseState.FIXED:
            panel.ends_at = case.seals_at
        elif not case.is_open:
            panel.ended_at = case.ended_at
        self._keep(panel, *(self._seats(panel) if life.panel_sits else []))

    def _seats(self, panel: Panel) -> Iterator[Seat]:
        for number in range(ASKED):
            yield Seat(
                panel=panel,
                person=next(self._turns) if number < SEATED else choice(self.people),
                alias=secrets.token_hex(8),
                team_alias=secrets.token_hex(8),
                invited_at=self.now - DAY,
                opened_at=self.now - HOUR if number < SEATED else None,
            )

    def _add_log(self) -> None:
        """Write one entry for each case."""
        last: logchain.Entry | None = None
        for case in self._rows[Case]:
            payload = {"event": "opened", "state": case.state}
            opening = logchain.Opening(str(case.pk), payload, secrets.token_hex(32))
            last = logchain.make_entry(
                last=last, at=case.opened_at, commitment=logchain.commit(opening), salt=secrets.token_hex(32)
            )
            self._keep(LogEntry(**asdict(last)))
            self._keep(LogOpening(sequence=last.sequence, case=case, payload=payload, salt=opening.salt))

    def _keep(self, *rows: models.Model) -> None:
        for row in rows:
            self._rows.setdefault(type(row), []).append(row)
