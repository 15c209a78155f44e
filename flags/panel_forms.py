"""Forms of panels: a verdict, declining, disagreeing, and the advisor's note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from flags.models import Advice, Case, CounterReason, DeclineReason, Seat, VerdictChoice
from people.models import User


class VerdictForm(forms.Form):
    """What a juror says, and why."""

    verdict = forms.ChoiceField(
        label=_("What do you say?"), choices=VerdictChoice.choices, widget=forms.RadioSelect
    )
    counter_reason = forms.ChoiceField(
        label=_("If it is not a leak: why not?"),
        choices=[("", _("Choose a reason")), *CounterReason.choices],
        required=False,
        help_text=_("Needed only if you say that it is not a leak."),
    )
    reason = forms.CharField(
        label=_("Your reason"),
        max_length=Seat._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "A sentence or two; do not repeat the passage. Author and flaggers read it without your name."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a counter-reason with "not a leak"; with "a leak" there is none."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == VerdictChoice.LEAK:
            cleaned["counter_reason"] = ""
        elif cleaned.get("verdict") and not cleaned.get("counter_reason"):
            self.add_error("counter_reason", _("Say why it is not a leak."))
        return cleaned


class DeclineForm(forms.Form):
    """Why somebody does not take a seat."""

    reason = forms.ChoiceField(
        label=_("Why not?"), choices=DeclineReason.choices, widget=forms.RadioSelect, initial=DeclineReason.TIME
    )


class AdvisorField(forms.CharField):
    """A colleague, by username."""

    def clean(self, value: Any) -> User | None:
        """Return the person; None for nothing typed."""
        name = super().clean(value).strip().lstrip("@")
        if not name:
            return None
        found = User.objects.filter(username=name).first()
        if found is None or not found.works_here:
            raise forms.ValidationError(_("Nobody who works here has this username. Look it up under Voices."))
        return found


class ContestForm(forms.Form):
    """Why an author disagrees, and who may write to the panel."""

    reason = forms.ChoiceField(
        label=_("Why is it not a leak?"), choices=CounterReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("A note to the panel"),
        required=False,
        max_length=Case._meta.get_field("counter_note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If it is public already, say where. The panel reads this without your name."),
    )
    advisor = AdvisorField(
        label=_("An advisor"),
        required=False,
        max_length=150,
        help_text=_("The username of one colleague who may write a note to the panel too, without a vote."),
    )


class AdvisorForm(forms.Form):
    """Whom an author names as advisor."""

    advisor = AdvisorField(
        label=_("Username of a colleague"),
        max_length=150,
        help_text=_("One colleague may write a note to the panel. They see the passage and have no vote."),
    )


class AdviceForm(forms.Form):
    """The advisor's note."""

    note = forms.CharField(
        label=_("Your note to the panel"),
        max_length=Advice._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What should they know? They read it without your name."),
    )
