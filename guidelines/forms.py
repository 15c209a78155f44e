"""What people fill in about guidelines: which day, which two versions, why one is withdrawn or restored."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guidelines.page_forms import MAX_NOTE_LENGTH
from guidelines.rules.richtext import plain_lines


class DayField(forms.DateField):
    """A day, picked from the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    input_formats = ("%Y-%m-%d",)


class AsOfForm(forms.Form):
    """Which version was in force on a day?"""

    as_of = DayField(label=_("As of"), error_messages={"invalid": _("Write the day like 2024-05-31.")})

    def __init__(self, *args: Any, first_day: date, today: date, **kwargs: Any):
        """first_day: when the guideline's first version came, today: now; both in the reader's time zone."""
        super().__init__(*args, **kwargs)
        self.first_day, self.today = first_day, today
        self.fields["as_of"].widget.attrs |= {"min": first_day.isoformat(), "max": today.isoformat()}

    def clean_as_of(self) -> date:
        """Refuse days that no version covers."""
        day = self.cleaned_data["as_of"]
        if day < self.first_day:
            raise ValidationError(_("This guideline did not exist then; choose a later day."))
        if day > self.today:
            raise ValidationError(_("That day is still to come; choose an earlier one."))
        return day


class CompareForm(forms.Form):
    """Which two versions?"""

    a = forms.IntegerField(label=_("From version"), min_value=1)
    b = forms.IntegerField(label=_("To version"), min_value=1)

    def __init__(self, *args: Any, newest: int, **kwargs: Any):
        """newest: the highest number a version has."""
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                min_value=1,
                max_value=newest,
                error_messages={
                    "required": _("Choose a version."),
                    "invalid": _("Write the number of a version."),
                    "min_value": _("Versions are numbered from 1."),
                    "max_value": _("The newest version is number %(limit_value)s."),
                },
            )


class ReasonField(forms.CharField):
    """A sentence or two that everybody will read in the history."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=MAX_NOTE_LENGTH, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return plain lines; blanks that only look like a reason are none."""
        return plain_lines(super().to_python(value) or "")


class WithdrawForm(forms.Form):
    """Why should nobody follow the guideline any more?"""

    reason = ReasonField(
        label=_("Why nobody should follow it any more"),
        help_text=_("Everybody sees it on the guideline, with your name and the date."),
        error_messages={"required": _("Say in a sentence why.")},
    )


class RestoreForm(forms.Form):
    """Why should what a version said be in force again?"""

    note = ReasonField(
        label=_("Why this should be in force again"),
        help_text=_("Everybody sees it in the history, with your name."),
        error_messages={"required": _("Say in a sentence why.")},
    )
