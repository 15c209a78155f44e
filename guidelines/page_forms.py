"""The form an editor fills in; it knows the page only as its instance."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from guidelines.rules.content import MAX_SUMMARY_LINES
from guidelines.rules.richtext import plain_lines

MAX_NOTE_LENGTH = 1000
"""Characters of a change note typed by a person: a paragraph, not an essay."""


class BaseField(forms.CharField):
    """Names what the form was filled with (guidelines.coediting). It says nothing about the guideline."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return False: another name is no change of the page."""
        return False


class GuidelinePageForm(WagtailAdminPageForm):
    """A guideline's draft. What was said about the last published change is not said about the next one.

    next_base: what the open form should be told it holds, once it was saved in the background.
    """

    next_base = ""
    base = BaseField(required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.instance.has_unpublished_changes:
            self.initial |= {"change_note": "", "material": False}
        if "change_note" in self.fields:
            self.fields["change_note"].max_length = MAX_NOTE_LENGTH

    def clean_change_note(self) -> str:
        """Refuse an overlong note and blanks that only look like one."""
        note = plain_lines(self.cleaned_data["change_note"])
        if len(note) > MAX_NOTE_LENGTH:
            raise ValidationError(
                _("A change note has at most %(count)d characters."), params={"count": MAX_NOTE_LENGTH}
            )
        if not note and self.fields["change_note"].required:
            raise ValidationError(_("Say in a sentence what you changed and why."))
        return note

    def clean_summary(self) -> str:
        """Refuse more points than fit at the top of a page."""
        summary = plain_lines(self.cleaned_data["summary"])
        if summary.count("\n") >= MAX_SUMMARY_LINES:
            message = _("A summary has at most %(count)d lines.")
            raise ValidationError(message, params={"count": MAX_SUMMARY_LINES})
        return summary

    def clean_slug(self) -> str:
        """Refuse an address that another guideline has or had."""
        slug = self.cleaned_data["slug"]
        if self.instance.slug_is_taken(slug):
            raise ValidationError(_("Another guideline has or had this address. Links to it would mislead."))
        return slug

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Return what changes in the open form after it was saved in the background, as names and values."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        return [*updates, ("base", self.next_base)] if self.next_base else updates

    def save(self, commit: bool = True) -> Any:
        """Save the draft as the change of the person at the keyboard, whoever is credited for the last one."""
        self.instance.credit_to_editor()
        return super().save(commit=commit)


class GuidelineCopyForm(CopyForm):
    """Copies start as drafts of their own: no publishing without a change note, no aliases."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)

    def clean_new_slug(self) -> str:
        """Refuse an address that another guideline has or had."""
        slug = self.cleaned_data["new_slug"]
        if self.page.specific_class().slug_is_taken(slug):
            raise ValidationError(_("Another guideline has or had this address. Links to it would mislead."))
        return slug
