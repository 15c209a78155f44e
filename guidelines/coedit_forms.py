"""The form by which somebody chooses between two texts: one question for each passage, without a default."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from guidelines.proposal_forms import ClauseTextField
from guidelines.rules.clause_fields import ClauseFields, FieldError, clause_of, fields_of
from guidelines.rules.content import Clause, Part
from guidelines.rules.drafts import fingerprint
from guidelines.rules.merge import Choice, Conflict, Own
from guidelines.rules.portable import LinkAddress
from guidelines.rules.richtext import normalise_rich_text

MINE, THEIRS, OWN = "mine", "theirs", "own"

_ID = "passage"


class ChoicesForm(forms.Form):
    """Which passage shall stand? Fields are named by `fingerprint`: an answer belongs to what was asked."""

    def __init__(
        self, *args: Any, conflicts: Sequence[Conflict], address: LinkAddress, others: str = "", **kwargs: Any
    ):
        """address: where links to pages and documents of ours lead. others: names of who wrote the other text."""
        super().__init__(*args, **kwargs)
        self.conflicts, self.others, self._address = conflicts, others, address
        for conflict in conflicts:
            name = fingerprint(conflict)
            self.fields[f"choice-{name}"] = forms.ChoiceField(
                label=_("What shall stand here?"),
                choices=_choices(conflict, others),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )
            if conflict.takes_own_words:
                field = ClauseTextField(rows=4, label=_("Your words"), initial=self._begin(conflict))
                self.fields[f"own-{name}"] = field

    def clean(self) -> dict[str, Any]:
        """Read what was written anew."""
        cleaned = super().clean() or {}
        self.choices: dict[str, Choice] = {}
        for conflict in self.conflicts:
            name = fingerprint(conflict)
            choice = cleaned.get(f"choice-{name}")
            if choice in {MINE, THEIRS}:
                self.choices[name] = choice
            elif choice == OWN and f"own-{name}" in cleaned:
                self._read(conflict, name, cleaned[f"own-{name}"])
        return cleaned

    def _read(self, conflict: Conflict, name: str, text: str) -> None:
        """Remember words written anew; what is not readable as Markdown says where and why."""
        if not conflict.is_rich:
            self.choices[name] = Own(text)
            return
        before = _passage(conflict)
        shown = fields_of(before, self._address)
        try:
            fields = ClauseFields("", shown.level, {**shown.texts, "rule": text})
            rule = clause_of(fields, before, self._address).rule
        except FieldError as error:
            self.add_error(f"own-{name}", _refusal(error))
            return
        if any(part.kind != "text" for part in rule):
            refusal = _(
                "A table, a quote or code cannot stand here. Choose one of the two, then change it in the editor."
            )
            self.add_error(f"own-{name}", refusal)
            return
        self.choices[name] = Own("".join(part.html for part in rule))

    def _begin(self, conflict: Conflict) -> str:
        """Return the words one may go on with: one's own."""
        if not conflict.is_rich:
            return conflict.mine
        return fields_of(_passage(conflict), self._address).texts["rule"]


def _passage(conflict: Conflict) -> Clause:
    """Return one's own words of a passage as a clause that says nothing else; tables and code as their words."""
    html = normalise_rich_text(conflict.mine)
    return Clause(_ID, rule=(Part("text", html),) if html else ())


def _refusal(error: FieldError) -> forms.ValidationError:
    if not error.line:
        return forms.ValidationError(_("Headings, and what begins another clause, cannot stand here."))
    message = _("Line %(line)d cannot be kept as it is: %(reason)s.")
    return forms.ValidationError(message, params={"line": error.line, "reason": error.reason})


def _choices(conflict: Conflict, others: str) -> list[tuple[str, Any]]:
    theirs = (
        format_lazy(_("Theirs: {names}"), names=others)
        if others
        else _("The other text: yours, from another window")
    )
    both = [(MINE, _("Mine")), (THEIRS, theirs)]
    return [*both, (OWN, _("Neither: I write it anew"))] if conflict.takes_own_words else both
