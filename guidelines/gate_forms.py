"""What people fill in about a text that waits, and about what texts have to pass."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guidelines.forms import ReasonField
from guidelines.models.gates import MOST_DAYS, MOST_PEOPLE
from guidelines.rules.gates import OPEN, Gate


class ObjectionForm(forms.Form):
    """Why should this text not be in force?"""

    reason = ReasonField(
        label=_("What is wrong with it"),
        help_text=_("All colleagues see it, with your name. The text then waits until an author answers."),
        error_messages={"required": _("Say in a sentence what is wrong with this text.")},
    )


class AnswerForm(forms.Form):
    """What do the authors make of an objection?"""

    answer = ReasonField(
        label=_("Your answer"),
        help_text=_("The days start anew, so that whoever objected can read it."),
        error_messages={"required": _("Answer in a sentence what you make of the objection.")},
    )


def _number(label: Any, most: int) -> forms.IntegerField:
    messages = {
        "invalid": _("Write a number."),
        "min_value": _("At least %(limit_value)s."),
        "max_value": _("At most %(limit_value)s."),
    }
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=most, error_messages=messages)


class RuleForm(forms.Form):
    """What do the next versions have to pass?"""

    rule = forms.ChoiceField(
        label=_("How a change is published"),
        widget=forms.RadioSelect,
        choices=[],
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    endorsements = _number(_("For endorsements: how many colleagues"), MOST_PEOPLE)
    teams = _number(_("For endorsements: of how many teams"), MOST_PEOPLE)
    days = _number(_("For silence: how many days"), MOST_DAYS)
    reason = ReasonField(
        label=_("Why"),
        help_text=_("Everybody who works here sees it, with your name and the date."),
        error_messages={"required": _("Say in a sentence why.")},
    )

    def __init__(self, *args: Any, for_all: bool, **kwargs: Any):
        """for_all: the rule is for all guidelines, not for one that may follow it."""
        super().__init__(*args, **kwargs)
        free = _("Edit and publish; nobody is asked.") if for_all else _("As all guidelines; no rule of its own.")
        rule: Any = self.fields["rule"]
        rule.choices = [
            ("open", free),
            ("peers", _("Colleagues who did not write it endorse exactly this text.")),
            ("silence", _("It is published after some days unless a colleague objects.")),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the numbers of the chosen rule."""
        data = super().clean() or self.cleaned_data
        needed = {"peers": ("endorsements", "teams"), "silence": ("days",)}.get(data.get("rule", ""), ())
        for name in needed:
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Write a number."))
        if "teams" in needed and (data.get("teams") or 0) > (data.get("endorsements") or MOST_PEOPLE):
            self.add_error("teams", ValidationError(_("There can't be more teams than colleagues.")))
        return data

    @property
    def gate(self) -> Gate:
        """What was chosen; ask for it once the form is valid."""
        chosen = self.cleaned_data
        if chosen["rule"] == "peers":
            return Gate(endorsements=chosen["endorsements"], teams=chosen["teams"])
        return Gate(days=chosen["days"]) if chosen["rule"] == "silence" else OPEN
