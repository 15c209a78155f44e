"""Colleagues at work in the CMS and a reader who looks on, for the storm of operations in test_state_machine.py.

Every text anybody types holds words of its own ("canary12"), so that a reader's page can be searched for them.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple
from uuid import uuid4

from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine

from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, Leaf, Withdrawal
from guidelines.rules.content import Clause, ContentError, Guideline, Part, guideline_text
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import PUBLISH, clause_of_form, form_data

MOST_CLAUSES = 4
EDITORS = 3
AS_SCRIPT = {"accept": "application/json"}

counts = {"operations": 0, "versions": 0, "pages read": 0}


@dataclass(frozen=True)
class Known:
    """A version when it was recorded: its row, the content of its leaves, what its page showed."""

    facts: tuple
    contents: tuple
    shown: tuple


class Typed(NamedTuple):
    """What somebody sent: all of a guideline, where it is to live, and why."""

    guideline: Guideline
    slug: str
    note: str

    @property
    def canaries(self) -> set[str]:
        """The words of its own in what would become a version."""
        return canaries(f"{guideline_text(self.guideline)} {self.note}")


def canaries(text: str) -> set[str]:
    """All words of their own in a text."""
    return set(re.findall(r"canary\d+", text))


class Colleagues(RuleBasedStateMachine):
    """Some editors with their browsers, a reader, and what is known of the versions they made."""

    def arrive(self):
        """Let everybody sign in; nothing was typed or read yet."""
        self.typed = 0
        self.reads = 0
        self.record: dict[tuple[int, int], Known] = {}
        self.public: set[str] = set()
        self.stale: dict[int, dict] = {}
        self.reader = signed_in(UserFactory(username="reader"))
        self.admin = signed_in(UserFactory(is_superuser=True))
        self.editors = [UserFactory() for _ in range(EDITORS)]
        self.clients = {person.pk: signed_in(person) for person in self.editors}

    # What they type and send

    def word(self, before=""):
        """A word that was never typed before, after another one."""
        self.typed += 1
        return f"{before} canary{self.typed}".strip()

    def clause(self):
        """A new clause with words of its own."""
        words = (self.word("Say"), self.word("and"), self.word("but not"))
        html = f"<p>{words[0]} <b>{words[1]}</b></p><ul><li>{words[2]}</li></ul>"
        return Clause(str(uuid4()), self.word("Heading"), rule=(Part("text", html),))

    def page(self, which, **conditions):
        """One of the pages there are, None where there are none."""
        pages = list(GuidelinePage.objects.filter(**conditions).order_by("pk"))
        return pages[which % len(pages)] if pages else None

    def edited(self, page, edit):
        """What the form of a page holds once somebody changed something in it."""
        draft = page.get_latest_revision_as_object()
        try:
            said = draft.content()
        except ContentError:
            said = Guideline(self.word("Title"))
        slug = self.word() if edit == "slug" else draft.slug
        return Typed(self.with_edit(said, edit), slug, self.word("Because"))

    def with_edit(self, said, edit):
        """A guideline with another title and summary and, where it can be, one more thing changed."""
        if edit == "nothing":
            return said
        first, *others = said.clauses or (self.clause(),)
        html = f"<p>{self.word('Rather')}</p>"
        clauses = {
            "reword": (*others, replace(first, rule=(Part("text", html),))),
            "why": (replace(first, why=html), *others),
            "remove": tuple(others),
            "reorder": (*others, first),
            "add": (self.clause(), *said.clauses[: MOST_CLAUSES - 1]),
        }
        return Guideline(self.word("Title"), self.word("In short"), clauses.get(edit, said.clauses))

    def send(self, address, typed, button, who, **fields):
        """Send the form of a guideline by one of its buttons; only "publish" may bring a version."""
        data = form_data(
            *(clause_of_form(clause) for clause in typed.guideline.clauses),
            ids=[clause.id for clause in typed.guideline.clauses],
            title=typed.guideline.title,
            summary=typed.guideline.summary,
            slug=typed.slug,
            change_note=typed.note,
            **fields,
        )
        if button == "schedule":
            data["go_live_at"] = (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d %H:%M")
        if not typed.guideline.clauses:
            data["clauses-count"] = "0"
        data |= PUBLISH if button in {"publish", "schedule"} else {}
        response = self.post(address, who, data, headers=AS_SCRIPT if button == "autosave" else {})
        if button == "publish" and response.status_code == 302:
            self.public |= {typed.slug}
            self.take_down(typed)

    def withdraw(self, address, who):
        """Say why a guideline is to go out of force; where it does, everybody may read that."""
        reason = self.word("No more")
        self.post(address, who, {"reason": reason})
        if Withdrawal.objects.filter(reason=reason).exists():
            self.public |= canaries(reason)

    def post(self, address, who, data=None, **extra):
        """Send something as one of the editors; nobody is ever told that it made no sense, or gets a 500."""
        person = self.editors[who % len(self.editors)]
        response = self.clients[person.pk].post(address, data or {}, **extra)
        assert response.status_code < 500
        assert response.status_code != 400 or "error_code" in response.json()
        return response

    # What a reader sees

    def take_down(self, typed):
        """Remember the version that publishing brought, if any: it says what was typed and nothing else."""
        for version in self.unknown_versions():
            reading = Leaf.objects.read_one(version)
            assert canaries(f"{guideline_text(reading.guideline)} {reading.note}") == typed.canaries
            assert (reading.guideline.title, reading.note) == (typed.guideline.title, typed.note)
            self.public |= typed.canaries
            self.record[version.page_id, version.number] = Known(
                facts_of(version), contents_of(version), self.shown(version)
            )

    def unknown_versions(self):
        """Versions that are recorded and not remembered yet."""
        versions = GuidelineVersion.objects.oldest_first()
        return [each for each in versions if (each.page_id, each.number) not in self.record]

    def shown(self, version):
        """What readers of one version see: the words of its page, and its exact data, but for its address."""
        slug = GuidelineRecord.objects.get(pk=version.page_id).slug
        soup = BeautifulSoup(self.read(f"/guidelines/{slug}/v/{version.number}/"), "html.parser")
        for way_on in soup.select(".clause-head a"):
            way_on.decompose()
        parts = soup.select("h1, .summary-points, article")
        data = self.reader.get(f"/guidelines/{slug}/v/{version.number}.json").json()
        return [part.get_text(" ", strip=True) for part in parts], {**data, "guideline": None}

    def check_shown(self, page_id, number):
        """A version's page shows what it showed when it was new."""
        version = GuidelineVersion.objects.get(page_id=page_id, number=number)
        assert self.shown(version) == self.record[page_id, number].shown

    def read(self, path):
        """Return a page as the reader gets it, once it was searched for words that were never published."""
        counts["pages read"] += 1
        response = self.reader.get(path, follow=True)
        assert response.status_code == 200, path
        text = response.content.decode()
        assert canaries(text) <= self.public, path
        return text


def signed_in(person):
    """A browser of this person."""
    client = Client()
    client.force_login(person)
    return client


def surfaces(slug, newest):
    """Every address under which readers find something of a guideline."""
    base, middle = f"/guidelines/{slug}/", max(1, newest // 2)
    clause_ids = {
        leaf.clause_id
        for version in GuidelineVersion.objects.filter(number__in=[middle, newest])
        if version.page_id == GuidelineRecord.objects.get(slug=slug).page_id
        for leaf in version.leaf_refs
        if leaf.clause_id
    }
    return [
        base,
        f"/guidelines/{slug}.md",
        f"{base}history/",
        f"{base}pictures/",
        f"{base}blame/",
        f"{base}v/{middle}/blame/",
        f"{base}feed.atom",
        f"{base}on/{timezone.localdate()}/",
        f"{base}compare/?a={middle}&b={newest}",
        f"{base}compare/{middle}...{newest}/",
        f"{base}compare/{middle}...{newest}.json",
        f"{base}compare/{newest}...{middle}.patch",
        "/guidelines/feed.atom",
        "/search/?q=title",
        "/",
        *(f"{base}clauses/{clause_id}/" for clause_id in sorted(clause_ids)),
    ]


def facts_of(version):
    """All of a version's row."""
    return tuple(
        getattr(version, field.attname) for field in version._meta.concrete_fields if field.name != "leaves"
    )


def contents_of(version):
    """The leaves of a version, each with its content to the byte."""
    rows = Leaf.objects.in_bulk([leaf.leaf_hash for leaf in version.leaf_refs])
    return tuple((leaf, rows[leaf.leaf_hash].salt, rows[leaf.leaf_hash].content) for leaf in version.leaf_refs)
