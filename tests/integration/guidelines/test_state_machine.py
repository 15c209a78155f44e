"""The record under a storm of operations: whatever people do in the CMS, in whatever order, versions stay as they
were to the byte, and no word of a draft is seen by readers before it is published.

A machine makes up operations, and colleagues (colleagues.py) send them through the CMS as browsers do; after each
one it asks whether every version of the past still says what it said, and whether readers see only words that some
version brought to them.
"""

import logging
import os
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from guidelines.models import (
    GuidelinePage,
    GuidelineRecord,
    GuidelineVersion,
    Leaf,
)
from guidelines.rules.content import Guideline
from people.models import User
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import add_address, edit_address
from tests.integration.guidelines.colleagues import (
    Colleagues,
    Typed,
    contents_of,
    counts,
    facts_of,
    signed_in,
    surfaces,
)

OPERATIONS = int(os.environ.get("LONG_RUN", "0")) or 100
"""Operations in all; `LONG_RUN=10000` is the proof for which CI has no time (docs/developers.md)."""

STEPS = 50 if OPERATIONS > 1000 else 30
"""Operations in a row on one database; then a new one begins."""

MOST_GUIDELINES = 4

logger = logging.getLogger(__name__)

edits = st.sampled_from(["reword", "slug", "add", "remove", "reorder", "why", "nothing"])
buttons = st.sampled_from(["publish", "save", "autosave", "schedule"])
choices = st.integers(0, 1_000)


class PeopleAtWork(Colleagues):
    """Some colleagues who edit at random, and a reader who looks on."""

    @initialize(button=buttons)
    def begin(self, button):
        """Start from two guidelines, in a transaction that is thrown away at the end."""
        cache.clear()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.arrive()
        self.write_a_new_guideline(button="publish", who=0)
        self.write_a_new_guideline(button=button, who=1)

    def teardown(self):
        """Look at every page of every guideline once more, then forget all of it."""
        if not hasattr(self, "transaction"):
            return
        try:
            for record in GuidelineRecord.objects.recorded():
                for path in surfaces(record.slug, record.current.number):
                    self.read(path)
            for page_id, number in self.record:
                self.check_shown(page_id, number)
            counts["versions"] += len(self.record)
            logger.info("%s", counts)
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # What people do

    @precondition(lambda self: GuidelinePage.objects.count() < MOST_GUIDELINES)
    @rule(button=buttons, who=choices)
    def write_a_new_guideline(self, button, who):
        """Fill in the empty form."""
        typed = Typed(
            Guideline(self.word("Title"), self.word("Summary"), (self.clause(),)), self.word(), self.word()
        )
        self.send(add_address(), typed, button, who)

    @rule(edit=edits, button=buttons, who=choices, which=choices)
    def edit(self, edit, button, who, which):
        """Open a guideline, change something, press a button; on an alias there is none to press."""
        if page := self.page(which):
            self.send(edit_address(page.pk), self.edited(page, edit), button, who)

    @rule(edit=edits, who=choices, which=choices)
    def publish(self, edit, who, which):
        """Publish a change, as is done most often."""
        self.edit(edit, "publish", who, which)

    @rule(who=choices, which=choices, button=buttons)
    def rename(self, who, which, button):
        """Give a guideline another address."""
        self.edit("slug", button, who, which)

    @rule(which=choices, who=choices)
    def open_a_tab(self, which, who):
        """Open a guideline and type, but send nothing yet."""
        page = self.page(which, alias_of=None)
        if latest := page and page.latest_revision:
            loaded = {"loaded_revision_id": latest.pk, "loaded_revision_created_at": latest.created_at.isoformat()}
            self.stale[page.pk] = {"typed": self.edited(page, "reword"), "who": who, "loaded": loaded}

    @precondition(lambda self: self.stale)
    @rule(which=choices, button=buttons)
    def send_an_old_tab(self, which, button):
        """Press a button in a tab that was opened long ago."""
        page_id = sorted(self.stale)[which % len(self.stale)]
        tab = self.stale.pop(page_id)
        if GuidelinePage.objects.filter(pk=page_id).exists():
            self.send(edit_address(page_id), tab["typed"], button, tab["who"], **tab["loaded"])

    @rule(which=choices, revision=choices, button=buttons, who=choices)
    def restore(self, which, revision, button, who):
        """Bring back an earlier revision, with a reason of its own."""
        page = self.page(which, alias_of=None)
        if revisions := page and page.revisions.order_by("pk"):
            chosen = revisions[revision % len(revisions)]
            said = chosen.as_object()
            typed = Typed(said.content(), said.slug, self.word("Back"))
            self.send(f"/cms/pages/{page.pk}/revisions/{chosen.pk}/revert/", typed, button, who)

    @rule(which=choices, who=choices)
    def copy(self, which, who):
        """Make a copy, and try to have it published at once."""
        page = self.page(which)
        if page and GuidelinePage.objects.count() < MOST_GUIDELINES:
            names = {"new_title": self.word("Copy"), "new_slug": self.word()}
            parent = {"new_parent_page": page.get_parent().pk}
            self.post(f"/cms/pages/{page.pk}/copy/", who, names | parent | {"publish_copies": "on", "alias": "on"})

    @rule(which=choices)
    def make_an_alias(self, which):
        """Mirror a guideline elsewhere in the tree; only a program can."""
        page = self.page(which, alias_of=None)
        if page and GuidelinePage.objects.count() < MOST_GUIDELINES:
            page.create_alias(update_slug=self.word())

    @rule(which=choices, who=choices)
    def make_an_alias_a_page(self, which, who):
        """Cut an alias loose from its original."""
        if alias := self.page(which, alias_of__isnull=False):
            self.post(f"/cms/pages/{alias.pk}/convert_alias/", who)

    @rule(which=choices, who=choices, position=st.integers(0, 3), out=st.booleans())
    def move(self, which, who, position, out):
        """Move a guideline among the others, or try to move it out of the list."""
        if (page := self.page(which)) and out:
            self.post(f"/cms/pages/{page.pk}/move/{page.get_parent().get_parent().pk}/confirm/", who)
        elif page:
            self.post(f"/cms/pages/{page.pk}/set_position/?position={position}", who)

    @rule(which=choices, who=choices)
    def unpublish(self, which, who):
        """Put a guideline out of force, for a reason that everybody is told."""
        if page := self.page(which):
            self.withdraw(f"/cms/pages/{page.pk}/unpublish/", who)

    @rule(which=choices, who=choices, really=st.booleans())
    def delete(self, which, who, really):
        """Delete the page; half of the times somebody thinks better of it, lest all be gone at once."""
        if (page := self.page(which)) and really:
            self.withdraw(f"/cms/pages/{page.pk}/delete/", who)

    @rule(which=choices, who=choices, number=choices)
    def put_back(self, which, who, number):
        """Put in force again what a version said, also when its page was deleted."""
        if records := list(GuidelineRecord.objects.recorded()):
            record = records[which % len(records)]
            chosen = GuidelineVersion.objects.of(record.page_id).get(number=number % record.current.number + 1)
            typed = Typed(Leaf.objects.read_one(chosen).guideline, record.slug, self.word("Again"))
            self.post(f"/guidelines/{record.slug}/v/{chosen.number}/restore/", who, {"note": typed.note})
            self.take_down(typed)

    @rule(which=choices, who=choices)
    def take_up_what_was_deleted(self, which, who):
        """Have a page made anew from the last version, to edit it first."""
        if records := list(GuidelineRecord.objects.recorded()):
            record = records[which % len(records)]
            address = f"/guidelines/{record.slug}/v/{record.current.number}/restore/"
            self.post(address, who, {"edit": "edit"})

    @rule()
    def purge_revisions(self):
        """Clean up as Wagtail's manual advises."""
        call_command("purge_revisions", stdout=StringIO())

    @rule(who=choices)
    def delete_a_person(self, who):
        """An administrator deletes an account; somebody new comes."""
        person = self.editors.pop(who % len(self.editors))
        response = self.admin.post(f"/cms/users/delete/{person.pk}/")
        assert response.status_code == 302
        assert not User.objects.filter(pk=person.pk).exists()
        self.editors.append(UserFactory())
        self.clients[self.editors[-1].pk] = signed_in(self.editors[-1])

    # What must hold

    @invariant()
    def every_version_is_what_it_was(self):
        """No row and no leaf of a version ever changes, and none came but by publishing."""
        counts["operations"] += 1
        assert self.unknown_versions() == []
        versions = list(GuidelineVersion.objects.oldest_first())
        assert len(versions) == len(self.record)
        for version in versions:
            known = self.record[version.page_id, version.number]
            assert (facts_of(version), contents_of(version)) == (known.facts, known.contents)
            assert version.hash == version.computed_hash()
        call_command("verify_versions", stdout=StringIO())

    @invariant()
    def readers_see_no_draft(self):
        """Some pages after each operation, each in its turn, none from the cache; all of them at the end."""
        self.reads += 1
        cache.clear()
        self.read("/guidelines/")
        records = list(GuidelineRecord.objects.recorded())
        if not records:
            return
        record = records[self.reads % len(records)]
        paths = surfaces(record.slug, record.current.number)
        self.read(paths[0])
        self.read(paths[self.reads % len(paths)])
        page_id, number = list(self.record)[self.reads % len(self.record)]
        self.check_shown(page_id, number)


@pytest.mark.django_db
def test_whatever_people_do_versions_stay_and_drafts_are_unseen():
    """Saving, autosaving, publishing, scheduling, renaming, moving, copying, restoring, deleting: in any order."""
    run_state_machine_as_test(
        PeopleAtWork,
        settings=settings(
            max_examples=OPERATIONS * 5 // 4 // STEPS,  # the first ones are short
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )
