"""What people fill in about suggested changes: a clause as simple fields, why, and what they say about it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guidelines.forms import ReasonField
from guidelines.rules.clause_fields import MARKDOWN_FIELDS, ClauseFields, FieldError, clause_of, fields_of
from guidelines.rules.content import Clause
from guidelines.rules.portable import LinkAddress
from guidelines.rules.richtext import plain_line

MAX_HEADING = 300
MAX_TEXT = 16_000
"""Characters of one field: nearly three times the longest one in the policies of the corpus (5,661). Markdown made
to be slow, nothing but brackets, is read in some two seconds then."""

NO_RULE = _("Write something here. To have a clause removed, suggest just that.")


class ClauseTextField(forms.CharField):
    """Markdown of one field of a clause; a browser that holds people to a maxlength would cut what they paste.

    most: how many characters it may have.
    """

    too_long = _("There are %(count)d characters here, at most %(most)d are allowed. Nothing is lost.")

    def __init__(self, *, rows: int, **kwargs: Any):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(strip=False, required=False, widget=widget, **kwargs)
        self.most = MAX_TEXT

    def to_python(self, value: Any) -> str:
        """Return the text with line feeds as line ends."""
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        """Refuse what is too long."""
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(self.too_long, params={"count": len(value), "most": self.most})


class ProposalForm(forms.Form):
    """Why something should change. What was seen travels along, so that nothing is changed unseen."""

    reason = ReasonField(
        label=_("What you would change, and why"),
        help_text=_(
            "It becomes the change note when the suggestion is taken in. Everybody sees it, with your name."
        ),
        error_messages={"required": _("Say in a sentence what you would change, and why.")},
    )
    material = forms.BooleanField(
        label=_("This changes what people may or must do"),
        required=False,
        help_text=_("Leave it off for wording, spelling and order."),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class ClauseForm(ProposalForm):
    """A clause as somebody would have it. Its rule is needed, but where the clause is a heading alone already."""

    heading = forms.CharField(label=_("Heading"), max_length=MAX_HEADING, required=False)
    level = forms.TypedChoiceField(
        label=_("Level of the heading"),
        coerce=int,
        choices=[(2, _("Section")), (3, _("Subsection")), (4, _("Smaller heading"))],
    )
    rule = ClauseTextField(
        rows=10,
        label=_("Rule"),
        help_text=_(
            "Markdown: **bold**, *italic*, [link](https://…), lists with -, quotes with >, tables with |."
        ),
        error_messages={"required": NO_RULE},
    )
    why = ClauseTextField(rows=4, label=_("Why"), help_text=_("The reason for the rule."))
    permitted = ClauseTextField(rows=3, label=_("For example, this is fine"))
    not_permitted = ClauseTextField(rows=3, label=_("For example, this is not"))
    not_restricted = ClauseTextField(rows=3, label=_("What this does not restrict"))

    field_order = ["heading", "level", *MARKDOWN_FIELDS, "reason", "material"]

    def __init__(self, sent: Any, *, before: Clause, address: LinkAddress, initial: dict[str, Any]):
        """before: the clause the form begins with. address: where links to pages and documents of ours lead."""
        fields = fields_of(before, address)
        shown = {"heading": fields.heading, "level": fields.level, **fields.texts}
        super().__init__(sent, initial=shown | initial)
        for name, text in fields.texts.items():
            field = self.fields[name]
            if isinstance(field, ClauseTextField):
                field.most = max(MAX_TEXT, 2 * len(text))
        self.fields["rule"].required = bool(before.rule) or before.is_empty
        self._before, self._address = before, address
        self.clause: Clause | None = None

    def clean_heading(self) -> str:
        """Return the heading as one line."""
        return plain_line(self.cleaned_data["heading"])

    def clean(self) -> dict[str, Any]:
        """Read the clause; `clause` is None where it cannot be read."""
        cleaned = super().clean() or {}
        if not ({"heading", "level", *MARKDOWN_FIELDS} & self.errors.keys()):
            self.clause = self._read(cleaned)
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> Clause | None:
        texts = {name: cleaned[name] for name in MARKDOWN_FIELDS}
        try:
            clause = clause_of(
                ClauseFields(cleaned["heading"], cleaned["level"], texts), self._before, self._address
            )
        except FieldError as error:
            self.add_error(error.field, _refusal(error))
            return None
        if clause.is_empty or (self.fields["rule"].required and not clause.rule):
            self.add_error("rule", NO_RULE)
            return None
        return clause


def _refusal(error: FieldError) -> ValidationError:
    if not error.line:
        return ValidationError(_("Headings begin a clause of their own. Suggest that as a new clause."))
    return ValidationError(
        _("Line %(line)d cannot be kept as it is: %(reason)s."),
        params={"line": error.line, "reason": error.reason},
    )


class SeenForm(forms.Form):
    """What somebody had before them when they pressed a button."""

    edition = forms.IntegerField(min_value=1)
    number = forms.IntegerField(min_value=1)
