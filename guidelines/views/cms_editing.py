"""Wagtail's editor of a guideline: what somebody sends is merged with what others saved since (docs/adr/0015), and
what is published is what its window showed (docs/adr/0016).

The views are mounted by `guidelines.cms_urls`, which runs every POST in one transaction.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from guidelines import coediting
from guidelines.models import GuidelinePage, GuidelineRecord, GuidelineVersion, MergedEdit, Origin, UnmergedEdit
from guidelines.rules.drafts import Draft, merge_drafts
from guidelines.views.cms import HTTP_UNPROCESSABLE, KeepsText
from guidelines.views.merged import names_of, who_came_in


class CarefulSaving(KeepsText, EditView):
    """Brings together what is sent and what was saved since the form was filled: nobody overwrites anybody."""

    form: Any
    page: Any

    partials_template_name = "guidelines/cms/edit_partials.html"

    is_out_of_date = False
    """What Wagtail would refuse is merged."""

    came_in: MergedEdit | None = None
    """What came in from others when this was saved."""

    left_in_draft: Draft | None = None
    """What the draft says beyond what is published now."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Let one save at a time look at the page, so that of two at once the second sees the first."""
        if request.method == "POST":
            get_object_or_404(Page.objects.select_for_update(), pk=page_id)
        return super().dispatch(request, page_id, **kwargs)

    def get_template_names(self) -> list[str]:
        """Return Wagtail's templates, with a place for what came in."""
        names = super().get_template_names()
        return ["guidelines/cms/edit.html" if name == "wagtailadmin/pages/edit.html" else name for name in names]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save or publish, merged with what others saved; 422 when the result cannot be recorded."""
        self.newest = coediting.draft_of(self.newest_page)
        if self.latest_revision and request.POST.get("overwrite_revision_id") != str(self.latest_revision.pk):
            self.forget_overwriting()
        return self.save_or_refuse(lambda: super(CarefulSaving, self).post(request, *args, **kwargs))

    @property
    def newest_page(self) -> GuidelinePage:
        """The page as its newest draft has it, until the form is read into it."""
        return self.page

    def form_valid(self, form: Any) -> HttpResponse:
        """Save what was sent, merged with what was saved since the form was filled; ask where they clash."""
        mine, base = coediting.draft_of(self.page), self.base()
        if self.newest is None or base.draft == self.newest:
            self.tell_next_base(mine, base)
            self.offer(mine, mine)
            return super().form_valid(form)
        if mine is None:
            return self.refuse(self.message_for_unreadable(), status=HTTP_UNPROCESSABLE)
        result = merge_drafts(base.draft, mine, self.newest)
        people = coediting.others_since(self.page.pk, base, self.request.user)
        if result.draft is None:
            return self.ask_which(coediting.Words(base.draft, mine), people)
        self.take_in(mine, result.draft, people)
        self.offer(mine, result.draft)
        self.tell_next_base(mine, coediting.Base(base.draft, people=frozenset(people)))
        return self.say_what_came_in(super().form_valid(form))

    def offer(self, mine: Draft | None, merged: Draft | None) -> None:
        """Let what a button was pressed for be part of the next version; publish that, and nothing else.

        What colleagues only typed so far, and this window did not show, stays in the draft.
        """
        filling = self.filling()
        if self.expects_json_response or mine is None or filling is None:
            return
        saved = coediting.save_by_button(self.page.pk, filling, mine, self.request.user)
        if self.action_name != "publish":
            return
        if merged != saved.draft:
            self.left_in_draft = merged
            self.page.fill(saved.draft.guideline)
            self.page.slug = saved.draft.slug
        self.page.draft_authors, self.page.drafted_after = list(saved.authors), saved.after
        self.page.brings_together = set(saved.authors) != {self.request.user.pk} or (
            self.page.brings_together and saved.draft != mine
        )
        self.page.origin = Origin.EDIT

    def filling(self) -> coediting.Filling | None:
        """Return what the window was filled with; None where nobody knows."""
        token = self.request.POST.get("base")
        if token is not None or self.newest is None:
            return coediting.filling_of(self.page.pk, token or "")
        saved = coediting.saved_text(self.page.pk)
        return coediting.Filling(self.newest, saved.draft, tuple(self.page.written_until(saved.after)))

    def base(self) -> coediting.Base:
        """Return what the form was filled with; what a program sends that names nothing is as new as can be."""
        token = self.request.POST.get("base")
        if token is None and self.newest is not None and not self.was_loaded_earlier():
            return coediting.Base(self.newest)
        return coediting.base_of(self.page.pk, token or "", newest=not self.expects_json_response)

    def was_loaded_earlier(self) -> bool:
        """Whether the form says by Wagtail's fields that it was filled from an older draft."""
        loaded = self.request.POST.get("loaded_revision_created_at")
        return loaded is not None and loaded != self.latest_revision_created_at

    def message_for_unreadable(self) -> str:
        """Return what to tell a person whose text is no guideline, while a colleague's is."""
        return _("Somebody else saved this guideline too, and this text cannot be merged with theirs.")

    def take_in(self, mine: Draft, merged: Draft, people: set[int]) -> None:
        """Put the merged text in place of what was sent, as a revision of its own."""
        self.forget_overwriting()
        if merged == mine:
            return
        self.page.fill(merged.guideline)
        self.page.slug = merged.slug
        self.page.brings_together = bool(people)
        self.came_in = coediting.note_merge(
            self.page.pk,
            self.request.user,
            before=mine,
            after=merged,
            people=people,
            now=timezone.now(),
            tab=coediting.tab_of(self.request.POST.get("base", "")) if self.expects_json_response else None,
        )

    def forget_overwriting(self) -> None:
        """Leave the revision alone that an autosave would rewrite in place: it holds what somebody saved."""
        data = self.request.POST.copy()
        data.pop("overwrite_revision_id", None)
        self.request.POST = data

    def tell_next_base(self, mine: Draft | None, base: coediting.Base) -> None:
        """Let the open form, once it was saved in the background, know what it holds."""
        token = self.request.POST.get("base", "")
        tab = coediting.tab_of(token)
        if not self.expects_json_response or mine is None or tab is None:
            return
        now = timezone.now()
        held = coediting.Base(mine, now, base.people)
        self.form.next_base = coediting.remember(self.page.pk, tab, held, now=now)
        coediting.forget_before(tab, token, self.form.next_base)

    def ask_which(self, words: coediting.Words, people: set[int]) -> HttpResponse:
        """Keep what was sent, and lead to the passages of which one has to be chosen; a script is only told."""
        if self.expects_json_response:
            message = _("A colleague changed the same words. Press Save draft or Publish to bring both together.")
            return self.json_error_response("invalid_revision", message)
        said = replace(words, note=self.page.change_note, material=self.page.material)
        edit = coediting.keep(self.page.pk, self.request.user.pk, said, people=people, now=timezone.now())
        return redirect(edit)

    def publish_action(self) -> HttpResponse:
        """Publish what this window shows; what others have only drafted is the draft again, on top of it."""
        number = self.newest_number()
        self.page = self.form.save(commit=not self.page.live)
        revision = self.page.save_revision(
            user=self.request.user, log_action=True, previous_revision=self.previous_revision, clean=False
        )
        response = self.run_hook("before_publish_page", self.request, self.page)
        if response is None:
            action = PublishPageRevisionAction(
                revision,
                user=self.request.user,
                changed=self.has_content_changes,
                previous_revision=self.previous_revision,
            )
            action.execute(skip_permission_checks=True)
            self.say_what_is_in_force(number, until=self.page.go_live_at)
        self.put_draft_on_top()
        return response or self.redirect_away()

    def newest_number(self) -> int:
        """Return the number of the guideline's newest version."""
        return GuidelineRecord.objects.newest_number(self.page.pk)

    def say_what_is_in_force(self, number: int, *, until: datetime | None) -> None:
        """Say what publishing did. number: of the newest version before. until: the day it was planned for."""
        edit = messages.button(self.get_edit_url(), _("Edit"))
        if until and until > timezone.now():
            messages.success(self.request, _("Planned. It is in force from the day you chose."), buttons=[edit])
            return
        newest = GuidelineVersion.objects.of(self.page.pk).newest_first()[0]
        address = reverse("guidelines:guideline", args=[self.page.slug])
        read = messages.button(address, _("Read it"))
        if newest.number > number:
            said = _("Published. It is in force now, as version %(number)d.")
            messages.success(self.request, said % {"number": newest.number}, buttons=[read, edit])
            return
        said = _("Nothing new to publish: version %(number)d, by %(names)s, says all of this already.")
        facts = {"number": newest.number, "names": names_of(newest.people_ids)}
        messages.info(self.request, said % facts, buttons=[read, edit])

    def put_draft_on_top(self) -> None:
        """Make what others drafted, with what was published now, the draft again, under the name it had."""
        if self.left_in_draft is None:
            return
        draft = self.latest_revision.as_object()
        draft.fill(self.left_in_draft.guideline)
        draft.slug, draft.go_live_at = self.left_in_draft.slug, None
        draft.save_revision(user=self.latest_revision.user, clean=False)

    def say_what_came_in(self, response: HttpResponse) -> HttpResponse:
        """Say whose changes came in, with the way to see them marked."""
        if self.came_in and not self.expects_json_response:
            button = messages.button(self.came_in.get_absolute_url(), _("See what came in"))
            is_draft = self.action_name != "publish" or self.left_in_draft is not None
            messages.success(self.request, who_came_in(self.came_in, is_draft=is_draft), buttons=[button])
        return response

    def redirect_away(self) -> HttpResponse:
        """Lead on; where something came in, back to the editor, which shows it."""
        return redirect(self.get_edit_url()) if self.came_in else super().redirect_away()

    def fill_form_again(self) -> None:
        """Put what was sent into the form of the page as it is saved."""
        self.came_in = None
        self.page = self.get_object()
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )

    def buttons_for_refusal(self) -> list[Any]:
        """Return the way to what is saved now."""
        return [messages.button(self.get_edit_url(), _("Open in a new tab"), new_window=True)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Let an empty form name what it is filled with, and show what came in and what is not merged."""
        if not self.form.is_bound and not self.page.alias_of_id:
            since = self.latest_revision.created_at if self.latest_revision else None
            self.form.initial["base"] = coediting.begin(self.newest_page, since=since, now=timezone.now())
        context = super().get_context_data(**kwargs)
        if self.was_refused:
            context["autosave_enabled"] = False
        context["came_in"] = self.came_in
        context["who_came_in"] = who_came_in(self.came_in, is_draft=True) if self.came_in else ""
        unmerged = UnmergedEdit.objects.of(self.request.user).filter(page_id=self.page.pk)
        context["unmerged_here"] = [] if self.expects_json_response else list(unmerged)
        return context

    def get_editing_sessions(self) -> Any:
        """Return who else is here; a newer draft is no reason to warn, for it will be merged."""
        module = super().get_editing_sessions()
        module.revision_id = module.revision_created_at = None
        return module


class GuidelineEditView(CarefulSaving):
    """The editor of a page."""


class GuidelineRevertView(CarefulSaving, RevisionsRevertView):
    """The editor of a page, filled from an earlier revision; what is published from it is a restored version."""

    @cached_property
    def newest_page(self) -> GuidelinePage:
        """The page as its newest draft has it: what the earlier revision takes the place of."""
        return self.real_page_record.get_latest_revision_as_object()

    def get_object(self) -> Page:
        """Return the page as it was; why it comes back has to be said anew."""
        page = super().get_object()
        if isinstance(page, GuidelinePage):
            page.describe_change(note="")
            page.is_being_restored = True
        return page
