"""What readers of guidelines fill in: which day, which two versions."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


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
