"""Wagtail's editor with two promises added.

What somebody sends is merged with what others saved since (docs/adr/0015), and what cannot be recorded says why.
The views are mounted by `guidelines.cms_urls`, which runs every POST in one transaction.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.generic import JsonPostResponseMixin
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from guidelines import coediting
from guidelines.actions import RecordingError
from guidelines.models import GuidelineAddress, GuidelinePage, GuidelineRecord, MergedEdit, UnmergedEdit
from guidelines.rules.content import ContentError
from guidelines.rules.drafts import Draft, merge_drafts
from guidelines.views.merged import who_came_in

logger = logging.getLogger(__name__)

HTTP_OK = 200
HTTP_CONFLICT = 409
HTTP_UNPROCESSABLE = 422


class KeepsText(JsonPostResponseMixin):
    """For a form of Wagtail's editor: what is refused is shown once more, unsaved, with the reason above it."""

    was_refused = False

    def save_or_refuse(self, save: Callable[[], HttpResponse]) -> HttpResponse:
        """Return what saving answers; 422 when the result cannot be recorded, 409 when a colleague was first."""
        try:
            with transaction.atomic():
                return save()
        except RecordingError as error:
            return self.refuse(str(error), status=HTTP_UNPROCESSABLE)
        except ContentError as error:
            reason = _("This cannot be published as a guideline: %(reason)s") % {"reason": error}
            return self.refuse(reason, status=HTTP_UNPROCESSABLE)
        except (IntegrityError, ValidationError):
            logger.exception("What was sent to %s could not be saved.", self.request.path)
            message = _(
                "A colleague saved at the same moment. Your text is still here; please press the button again."
            )
            return self.refuse(message, status=HTTP_CONFLICT)

    def refuse(self, message: str, *, status: int) -> HttpResponse:
        """Show what the person sent once more; a script that saves by itself hears the reason as data."""
        if self.expects_json_response:
            return self.json_error_response("refused", message)
        self.was_refused = True
        self.fill_form_again()
        self.has_unsaved_changes = True
        messages.error(self.request, message, buttons=self.buttons_for_refusal())
        return self.render_to_response(self.get_context_data(), status=status)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong beside each field, with the status that says so."""
        response = super().form_invalid(form)
        if response.status_code == HTTP_OK:
            response.status_code = HTTP_UNPROCESSABLE
        return response


class GuidelineCreateView(KeepsText, CreateView):
    """The form for a new guideline."""

    def dispatch(self, request: HttpRequest, *args: Any, parent_page_id: int, **kwargs: Any) -> HttpResponse:
        """Let one new guideline at a time into the list, so that of two at one address the second is told."""
        if request.method == "POST":
            get_object_or_404(Page.objects.select_for_update(), pk=parent_page_id)
        return super().dispatch(request, *args, parent_page_id=parent_page_id, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save or publish; 422 when that cannot be recorded."""
        return self.save_or_refuse(lambda: super(GuidelineCreateView, self).post(request, *args, **kwargs))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong; when the address was a withdrawn guideline's, offer to go on with that one."""
        slug = form.data.get("slug", "") if "slug" in form.errors else ""
        address = GuidelineAddress.objects.with_guideline().filter(slug=slug).first()
        if address and not self.expects_json_response:
            self.offer_to_go_on_with(address.guideline)
        return super().form_invalid(form)

    def offer_to_go_on_with(self, guideline: GuidelineRecord) -> None:
        """Show the way to the guideline that has or had the address, and back in force if it was withdrawn."""
        if guideline.in_force:
            button = messages.button(guideline.get_absolute_url(), _("Read it"), new_window=True)
            messages.warning(self.request, _("A guideline has this address already."), buttons=[button])
        elif guideline.current:
            url = reverse("guidelines:restore", args=[guideline.slug, guideline.current.number])
            button = messages.button(url, _("Put it back in force, or edit it first"), new_window=True)
            message = _("A guideline that is no longer in force has this address. You can go on with that one.")
            messages.warning(self.request, message, buttons=[button])

    def fill_form_again(self) -> None:
        """Put what was sent into the form of a page that is not saved yet."""
        self.page = self.page_class(owner=self.request.user, locale=self.parent_page.locale)
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent_page,
            for_user=self.request.user,
        )

    def buttons_for_refusal(self) -> list[Any]:
        """Return no way out: the text is here alone."""
        return []


class CarefulSaving(KeepsText, EditView):
    """Brings together what is sent and what was saved since the form was filled: nobody overwrites anybody."""

    partials_template_name = "guidelines/cms/edit_partials.html"

    is_out_of_date = False
    """What Wagtail would refuse is merged."""

    came_in: MergedEdit | None = None
    """What came in from others when this was saved."""

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
            return super().form_valid(form)
        if mine is None:
            return self.refuse(self.message_for_unreadable(), status=HTTP_UNPROCESSABLE)
        result = merge_drafts(base.draft, mine, self.newest)
        people = coediting.others_since(self.page.pk, base, self.request.user)
        if result.draft is None:
            return self.ask_which(coediting.Words(base.draft, mine), people)
        self.take_in(mine, result.draft, people)
        self.tell_next_base(mine, coediting.Base(base.draft, people=frozenset(people)))
        return self.say_what_came_in(super().form_valid(form))

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

    def say_what_came_in(self, response: HttpResponse) -> HttpResponse:
        """Say whose changes came in, with the way to see them marked."""
        if self.came_in and not self.expects_json_response:
            button = messages.button(self.came_in.get_absolute_url(), _("See what came in"))
            messages.success(self.request, who_came_in(self.came_in), buttons=[button])
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
        context["who_came_in"] = who_came_in(self.came_in) if self.came_in else ""
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
