"""The form by which somebody chooses between two texts: one question for each passage, without a default."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.proposal_forms import ClauseTextField
from guidelines.rules.clause_fields import ClauseFields, FieldError, clause_of, fields_of
from guidelines.rules.content import Clause
from guidelines.rules.drafts import fingerprint
from guidelines.rules.merge import Choice, Conflict, Own
from guidelines.rules.portable import LinkAddress

MINE, THEIRS, OWN = "mine", "theirs", "own"

_ONE = Clause("passage")


class ChoicesForm(forms.Form):
    """Which passage shall stand? Fields are named by `fingerprint`: an answer belongs to what was asked."""

    def __init__(self, *args: Any, conflicts: Sequence[Conflict], address: LinkAddress, **kwargs: Any):
        """address: where links to pages and documents of ours lead."""
        super().__init__(*args, **kwargs)
        self.conflicts, self._address = conflicts, address
        for conflict in conflicts:
            name = fingerprint(conflict)
            self.fields[f"choice-{name}"] = forms.ChoiceField(
                label=_("What shall stand here?"),
                choices=_choices(conflict),
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
        before = Clause(_ONE.id, why=conflict.mine)
        shown = fields_of(before, self._address)
        try:
            clause = clause_of(ClauseFields("", shown.level, {**shown.texts, "why": text}), before, self._address)
        except FieldError as error:
            self.add_error(f"own-{name}", _("Headings, and what begins another clause, cannot stand here."))
            if error.line:
                message = _("Line %(line)d cannot be kept as it is: %(reason)s.")
                said = forms.ValidationError(message, params={"line": error.line, "reason": error.reason})
                self.errors[f"own-{name}"] = self.error_class([said])
            return
        self.choices[name] = Own(clause.why)

    def _begin(self, conflict: Conflict) -> str:
        """Return the words one may go on with: one's own."""
        if not conflict.is_rich:
            return conflict.mine
        return fields_of(Clause(_ONE.id, why=conflict.mine), self._address).texts["why"]


def _choices(conflict: Conflict) -> list[tuple[str, Any]]:
    both = [(MINE, _("Mine")), (THEIRS, _("Theirs"))]
    return [*both, (OWN, _("Neither: I write it anew"))] if conflict.takes_own_words else both
