"""What the next version of a guideline has to pass, as the database says; guidelines.rules.gates decides.

`guidelines.actions.record_published` asks `is_closed` for whatever is published, in whichever way: there is no
version that did not come by here.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_noop
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from guidelines.models import (
    Endorsement,
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    LazyConsensusTask,
    Leaf,
    Origin,
    PeerEndorsementTask,
    PendingPublication,
    RuleChange,
)
from guidelines.rules import gates as rules
from guidelines.rules.content import Guideline
from guidelines.rules.reading import leaf_contents
from guidelines.rules.richtext import plain_lines
from people.actions import notify_all
from people.models import User

State = PendingPublication.State

NOTICE = "guideline_pending"
"""Kind of the notices about a text that waits."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a page would say as the next version, and what it would say it after.

    leaves: kind, clause id and content of each piece. is_in_force: just that is in force already.
    """

    page_id: int
    parent_hash: str
    guideline: Guideline
    leaves: list[tuple[str, str, str]]
    material: bool
    is_in_force: bool

    @property
    def hash(self) -> str:
        """What an endorsement of it is given to."""
        return rules.text_hash(
            page_id=self.page_id, parent_hash=self.parent_hash, leaves=self.leaves, material=self.material
        )


def numbers() -> rules.Numbers:
    """Return the rules' numbers: the defaults, changed by the setting PUBLISHING_RULES (a mapping by name).

    Raises TypeError for an unknown name and ValueError for a number below 1.
    """
    return rules.Numbers(**getattr(settings, "PUBLISHING_RULES", {}))


def text_of(page: GuidelinePage) -> Text:
    """Return what a page would say as the next version. Raises ContentError."""
    guideline, note = page.content(), plain_lines(page.change_note)
    record = GuidelineRecord.objects.select_related("current").filter(page_id=page.pk).first()
    current = record.current if record else None
    return Text(
        page_id=page.pk,
        parent_hash=current.hash if current else "",
        guideline=guideline,
        leaves=leaf_contents(guideline, note),
        material=page.material,
        is_in_force=bool(
            record and record.in_force and Leaf.objects.read_one(current, in_full=True).says(guideline)
        ),
    )


def waiting(page_id: int) -> PendingPublication | None:
    """Return the text of a guideline that waits to be published; None for none."""
    return PendingPublication.objects.waiting().of(page_id).first()


def gate_set(page_id: int) -> rules.Gate:
    """Return what people chose for a page, or for the list it stands in."""
    tasks = (PeerEndorsementTask, LazyConsensusTask)
    return rules.strictest(task.objects.set_for(page_id).gate() for task in tasks)


def gate_of(
    page_id: int, *, material: bool, origin: str, authors: Iterable[rules.Voice], now: datetime
) -> rules.Gate:
    """Return all that a text has to pass now.

    material, origin: of the text. What a program imports was decided elsewhere: it passes what people chose here,
    and nothing else.
    """
    chosen = gate_set(page_id)
    if origin == Origin.IMPORT:
        return chosen
    of_material = rules.material_gate(list(authors), _active(now)) if material else rules.OPEN
    return rules.strictest([chosen, of_material, _calm(page_id, now)])


class Reach(NamedTuple):
    """How many colleagues could endorse a text, and of how many teams."""

    people: int
    teams: int


def could_endorse(now: datetime) -> Reach:
    """Return how many of those who were here lately could endorse a text that one of them wrote.

    Whoever writes it endorses nothing; where every team is one person, their team is left out too.
    """
    sizes = Counter(voice.team for voice in _active(now)).values()
    return Reach(max(0, sum(sizes) - 1), len(sizes) - (1 if sizes and max(sizes) == 1 else 0))


def _active(now: datetime) -> list[rules.Voice]:
    since = (now - timedelta(days=numbers().active_days)).date()
    here = User.voices.working_here().filter(last_active_on__gte=since)
    return [rules.Voice(*row) for row in here.values_list("pk", "team_id")]


def calm_until(page_id: int, now: datetime) -> datetime | None:
    """Return until when a guideline's changes wait because people went back to earlier words too often."""
    house = numbers()
    since = now - timedelta(days=house.calm_days, hours=house.revert_hours)
    versions = GuidelineVersion.objects.of(page_id)
    if versions.filter(date__gt=since).count() < house.reverts:
        return None
    editions = [
        rules.Edition(version.date, version.origin == Origin.RESTORE, _words(version))
        for version in versions.oldest_first()
    ]
    until = rules.calm_until((at for at in rules.reverts(editions) if at <= now), house)
    return until if until and until > now else None


def _words(version: GuidelineVersion) -> tuple[tuple[str, str], ...]:
    return tuple((leaf.clause_id, leaf.leaf_hash) for leaf in version.leaf_refs if leaf.kind != "note")


def _calm(page_id: int, now: datetime) -> rules.Gate:
    return rules.Gate(days=numbers().silence_days) if calm_until(page_id, now) else rules.OPEN


def authors_of(page: GuidelinePage, *others: int | None) -> set[int]:
    """Return the ids of everybody who wrote what a page says now and no version says.

    They are those whose words its draft has, whom the page credits, and these others.
    """
    people = {*page.draft_authors, page.credited_person_id, *others}
    return {person for person in people if person is not None}


def voices(person_ids: Iterable[int | None]) -> frozenset[rules.Voice]:
    """Return people with their teams; an account that is gone has none, None is nobody."""
    people = {person for person in person_ids if person is not None}
    teams = dict(User.objects.filter(pk__in=people).values_list("pk", "team_id"))
    return frozenset(rules.Voice(person, teams.get(person)) for person in people)


def gate_of_pending(pending: PendingPublication, now: datetime) -> rules.Gate:
    """Return what a waiting text has to pass; its days of silence stay when the rule was loosened since."""
    gate = gate_of(
        pending.page_id,
        material=pending.material,
        origin=pending.origin,
        authors=voices(pending.authors),
        now=now,
    )
    return rules.strictest([gate, rules.Gate(days=pending.days)])


def standing_of(pending: PendingPublication, gate: rules.Gate) -> rules.Standing:
    """Return how far a waiting text has come through a gate."""
    asked = rules.Asked(pending.text_hash, voices(pending.authors), pending.asked_at, pending.not_before)
    given = Endorsement.objects.to(pending.text_hash)
    endorsed = [rules.Endorsed(rules.Voice(row.person_id, row.team_id), row.text_hash) for row in given]
    objected = [rules.Objected(pending.text_hash, row.answered_at) for row in pending.objections.all()]
    return rules.standing(gate, asked, endorsed, objected)


def may_be_published(pending: PendingPublication, now: datetime) -> bool:
    """Whether a waiting text has passed all it has to."""
    return standing_of(pending, gate_of_pending(pending, now)).may_publish(now)


def is_closed(page: GuidelinePage, *, text: Text, author_id: int | None, now: datetime) -> bool:
    """Whether what a page says must not be published yet.

    author_id: who saved it; None for a program, which brings in what was decided elsewhere. What is in force
    already may be published as often as anybody likes, and a leak is not left there until somebody has agreed.
    """
    if text.is_in_force or page.origin == Origin.TAKEN_OUT:
        return False
    pending = waiting(page.pk)
    if pending and pending.text_hash == text.hash:
        return not may_be_published(pending, now)
    authors = voices(authors_of(page, author_id))
    origin = Origin.EDIT if author_id else Origin.IMPORT
    gate = gate_of(page.pk, material=page.material, origin=origin, authors=authors, now=now)
    return not gate.is_open


def settle(text: Text, now: datetime) -> None:
    """Close what waits for a guideline now that a version of this text was recorded, and tell who took part."""
    pending = waiting(text.page_id)
    if pending is None:
        return
    published = pending.text_hash == text.hash
    close(pending, State.PUBLISHED if published else State.REPLACED, now)


NEWS = {
    State.PUBLISHED: gettext_noop("A text you wrote, endorsed or objected to is in force now."),
    State.REPLACED: gettext_noop("A text you wrote, endorsed or objected to was changed before it was in force."),
    State.TAKEN_BACK: gettext_noop("A text you wrote, endorsed or objected to will not be published as it was."),
}


def close(pending: PendingPublication, state: str, now: datetime, *, by: User | None = None) -> None:
    """Let a text wait no more, and tell everybody who took part, but for who did it.

    Its words go: what was published stands in a version, what was not in a draft.
    """
    told = participants(pending) - {by.pk if by else 0}
    pending.state, pending.closed_at, pending.leaves = state, now, []
    pending.save(update_fields=["state", "closed_at", "leaves"])
    notify_all(
        recipient_ids=told,
        kind=NOTICE,
        text=NEWS[State(state)],
        url=_news_address(pending),
        deliver_at=now,
    )


def endorsers_of(page_id: int, parent_hashes: Collection[str]) -> dict[str, list[User]]:
    """Return who endorsed versions of a guideline, by the hash of the version before each; one query.

    Whoever left since is named too, as in the rest of the record.
    """
    published = PendingPublication.objects.of(page_id).filter(
        state=State.PUBLISHED, text_hash=OuterRef("text_hash")
    )
    given = Endorsement.objects.filter(page_id=page_id).annotate(
        before=Subquery(published.values("parent_hash")[:1])
    )
    found: dict[str, list[User]] = {}
    for row in given.filter(before__in=parent_hashes).select_related("person").order_by("at", "pk"):
        found.setdefault(row.before, []).append(row.person)
    return found


def endorsers(pending: PendingPublication) -> set[int]:
    """Return the ids of those who endorse a text."""
    return set(Endorsement.objects.to(pending.text_hash).values_list("person", flat=True))


def participants(pending: PendingPublication) -> set[int]:
    """Return the ids of those who wrote, endorsed or objected to a text and still work here."""
    objectors = pending.objections.values_list("person", flat=True)
    people = {*pending.authors, *endorsers(pending), *objectors}
    return set(User.voices.working_here().filter(pk__in=people).values_list("pk", flat=True))


def _news_address(pending: PendingPublication) -> str:
    """Return where to read what became of a text: the guideline, or the page that says it was never published."""
    record = GuidelineRecord.objects.recorded().filter(page_id=pending.page_id).first()
    return record.get_absolute_url() if record else pending.get_absolute_url()


def forget_leaf(leaf: Leaf, newest: str | None, now: datetime) -> None:
    """Take back what waits with words in it that are taken out of the record, or with what was made of them.

    newest: what the newest version says in their place; None where it says nothing, or just them.
    """
    pending = waiting(leaf.page_id)
    if pending is None or not leaf.content:
        return
    said = {
        content for kind, clause_id, content in pending.leaves if (kind, clause_id) == (leaf.kind, leaf.clause_id)
    }
    if leaf.content in said or (leaf.kind != "note" and said - {newest}):
        close(pending, State.TAKEN_BACK, now)


def hang(page_id: int, gate: rules.Gate) -> None:
    """Set what a page's next versions have to pass, as a workflow of Wagtail; an open gate takes it off."""
    if gate.is_open:
        WorkflowPage.objects.filter(page=page_id).delete()
        return
    task = _task(gate)
    workflow, _new = Workflow.objects.get_or_create(name=task.name, active=True)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=Page.objects.get(pk=page_id), defaults={"workflow": workflow})


def _task(gate: rules.Gate) -> PeerEndorsementTask | LazyConsensusTask:
    if gate.days:
        name = f"Days without objection: {gate.days}"
        return LazyConsensusTask.objects.get_or_create(name=name, days=gate.days, active=True)[0]
    name = f"Endorsed by colleagues: {gate.endorsements}, of teams: {gate.teams}"
    facts: dict[str, Any] = {"endorsements": gate.endorsements, "teams": gate.teams}
    return PeerEndorsementTask.objects.get_or_create(name=name, active=True, **facts)[0]


def hang_again(page_id: int) -> None:
    """Set for a page that was made anew what was set for it before it was deleted."""
    last = RuleChange.objects.of(page_id).filter(applied_at__isnull=False).first()
    if last:
        hang(page_id, last.gate)
