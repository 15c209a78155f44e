"""The form that flags a passage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from flags.fields import PlainTextarea, PlainTextInput
from flags.leakcheck import MAX_TEXT
from flags.models import Category, Testimony

NO_CLAUSE = ""


class TargetForm(forms.Form):
    """Where the passage stands, as the address or the form says it; offsets in code points.

    Without start and end the person is asked to tick sentences.
    """

    kind = forms.CharField(max_length=20, widget=forms.HiddenInput)
    id = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=2**30, widget=forms.HiddenInput)
    block = forms.CharField(max_length=40, widget=forms.HiddenInput)
    start = forms.IntegerField(min_value=0, max_value=2**30, required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=1, max_value=2**30, required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse half a mark, and one that ends before it starts."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if (start is None) != (end is None) or (start is not None and end is not None and start >= end):
            raise forms.ValidationError(_("The mark has no beginning or no end."))
        return cleaned


class FlagForm(forms.Form):
    """Category, clause and note; and the sentences to tick where nothing was selected."""

    sentences = forms.MultipleChoiceField(
        label=_("Which sentences?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick one, or several that follow each other."),
    )
    category = forms.ChoiceField(
        label=_("What does it give away?"), choices=Category.choices, widget=forms.RadioSelect
    )
    clause = forms.ChoiceField(
        label=_("Which clause does it go against?"),
        required=False,
        help_text=_("The author reads it beside the passage."),
    )
    note = forms.CharField(
        label=_("Why? A note to the author"),
        required=False,
        max_length=Testimony._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Do not repeat the passage. The author reads the note without your name."),
    )

    def __init__(self, *args: Any, sentences: list[tuple[str, str]], clauses: list[Any], **kwargs: Any) -> None:
        """sentences: (index, text) pairs to tick; none if the passage is known. clauses: groups of a select."""
        super().__init__(*args, **kwargs)
        if sentences:
            self._choice("sentences").choices = sentences
        else:
            del self.fields["sentences"]
        self._choice("clause").choices = [(NO_CLAUSE, _("I am not sure which")), *clauses]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name}: is not a choice")
        return field

    def clean_sentences(self) -> list[int]:
        """Return the ticked sentences' indices, which must follow each other."""
        ticked = sorted(int(index) for index in self.cleaned_data["sentences"])
        if ticked != list(range(ticked[0], ticked[-1] + 1)):
            raise forms.ValidationError(_("Tick sentences that follow each other; flag the others by themselves."))
        return ticked


class AnswerForm(forms.Form):
    """Whether the new text settles it."""

    YES, NO = "yes", "no"

    settles = forms.ChoiceField(choices=[(YES, _("Yes, this settles it")), (NO, _("No, it still gives it away"))])


class LogForm(forms.Form):
    """What the log shows: entries before a number, and figures by month or by what passages give away."""

    MONTH, KIND = "month", "kind"
    PARTED = [(MONTH, _("By month")), (KIND, _("By kind"))]

    by = forms.ChoiceField(required=False, choices=PARTED)
    before = forms.IntegerField(min_value=1, max_value=2**62, required=False)


class CheckForm(forms.Form):
    """A text to look through."""

    body = forms.CharField(
        label=_("Text"),
        max_length=MAX_TEXT,
        strip=False,
        widget=PlainTextarea(attrs={"rows": 10}),
        help_text=_("It is looked through and forgotten. Nothing of it is stored."),
    )


class NameForm(forms.Form):
    """A code name."""

    name = forms.CharField(
        label=_("Code name"),
        max_length=100,
        widget=PlainTextInput(attrs={"autocomplete": "off"}),
        help_text=_("Up to four words. Capitals, accents and spaces make no difference."),
    )
