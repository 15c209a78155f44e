"""What people fill in about a text that waits, and about what texts have to pass."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guidelines.forms import ReasonField
from guidelines.gates import Reach
from guidelines.models.gates import MOST_DAYS, MOST_PEOPLE
from guidelines.rules.gates import OPEN, Gate


class ObjectionForm(forms.Form):
    """Why should this text not be in force?"""

    reason = ReasonField(
        label=_("What is wrong with it"),
        error_messages={"required": _("Say in a sentence what is wrong with this text.")},
    )

    def __init__(self, *args: Any, holds: bool, **kwargs: Any):
        """holds: the text waits until it is answered; else it is said to authors and to who may endorse it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = (
            _("All colleagues see it, with your name. The text then waits until an author answers.")
            if holds
            else _(
                "All colleagues see it, with your name, before they endorse the text. It stops nothing by itself."
            )
        )


class AnswerForm(forms.Form):
    """What do the authors make of an objection?"""

    answer = ReasonField(
        label=_("Your answer"),
        error_messages={"required": _("Answer in a sentence what you make of the objection.")},
    )

    def __init__(self, *args: Any, holds: bool, **kwargs: Any):
        """holds: the text waits for this answer."""
        super().__init__(*args, **kwargs)
        if holds:
            self.fields["answer"].help_text = _("The days start anew, so that whoever objected can read it.")


class NumberOfRule(forms.IntegerField):
    """A number that one of the rules needs; it is not optional, but asked for where that rule is chosen."""

    is_needed_for_some = True


def _number(label: Any, most: int) -> NumberOfRule:
    messages = {
        "invalid": _("Write a number."),
        "min_value": _("At least %(limit_value)s."),
        "max_value": _("At most %(limit_value)s."),
    }
    return NumberOfRule(label=label, required=False, min_value=1, max_value=most, error_messages=messages)


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

    def __init__(self, *args: Any, for_all: bool, reach: Reach, **kwargs: Any):
        """for_all: the rule is for all guidelines, not for one that may follow it. reach: who could endorse."""
        super().__init__(*args, **kwargs)
        self.reach = reach
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
        if data.get("rule") == "peers":
            self._check_reach(data.get("endorsements") or 0, data.get("teams") or 0)
        return data

    def _check_reach(self, endorsements: int, teams: int) -> None:
        """Refuse what nobody could reach; 0 for a number that is not there."""
        if endorsements and teams > endorsements:
            self.add_error("teams", _("There can't be more teams than colleagues."))
        if endorsements > self.reach.people:
            said = ngettext(
                "Only %(count)d colleague who was here lately could endorse a text of somebody else.",
                "Only %(count)d colleagues who were here lately could endorse a text of somebody else.",
                self.reach.people,
            )
            self.add_error("endorsements", said % {"count": self.reach.people})
        elif teams > self.reach.teams:
            said = ngettext(
                "Those who could endorse a text of somebody else are of %(count)d team.",
                "Those who could endorse a text of somebody else are of %(count)d teams.",
                self.reach.teams,
            )
            self.add_error("teams", said % {"count": self.reach.teams})

    @property
    def gate(self) -> Gate:
        """What was chosen; ask for it once the form is valid."""
        chosen = self.cleaned_data
        if chosen["rule"] == "peers":
            return Gate(endorsements=chosen["endorsements"], teams=chosen["teams"])
        return Gate(days=chosen["days"]) if chosen["rule"] == "silence" else OPEN
