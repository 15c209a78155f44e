"""What an editor fills in: clauses with a rule, its reason and its examples; and the way to content and back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    RichTextBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock

from guidelines.rules.content import FIELDS, Clause, Part

INLINE_FEATURES = ["bold", "italic", "link", "document-link", "code", "strikethrough", "superscript", "subscript"]
TEXT_FEATURES = [*INLINE_FEATURES, "ul", "ol", "hr"]


class CodeTextBlock(TextBlock):
    """Several lines as they are typed; blanks at their start mean something in code."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.field_options["strip"] = False


class TableBlock(StructBlock):
    """A table whose cells hold a line of rich text each."""

    table = TypedTableBlock([("text", RichTextBlock(features=INLINE_FEATURES, required=False))], label=_("Table"))
    first_row_is_header = BooleanBlock(
        required=False,
        label=_("The first row holds the headings"),
        help_text=_("Only for headings with links or formatting; otherwise write them above the columns."),
    )

    class Meta:
        icon = "table"
        label = _("Table")


class CodeBlock(StructBlock):
    """Verbatim text."""

    language = CharBlock(required=False, max_length=40, label=_("Language"))
    text = CodeTextBlock(label=_("Code"))

    class Meta:
        icon = "code"
        label = _("Code")


class RuleBlock(StreamBlock):
    """The rule itself: text, and tables, code and quotes as blocks of their own."""

    text = RichTextBlock(features=TEXT_FEATURES, label=_("Text"), icon="pilcrow")
    table = TableBlock()
    code = CodeBlock()
    quote = RichTextBlock(features=TEXT_FEATURES, label=_("Quote"), icon="openquote")

    class Meta:
        required = False
        label = _("Rule")

    def get_form_state(self, value: StreamValue | None) -> list[dict[str, Any]]:
        """Return the parts with an id each; Wagtail's script folds the first of all that have none, for any."""
        return [{**part, "id": part["id"] or str(uuid4())} for part in super().get_form_state(value)]


def _field_block(label: Any, help_text: Any) -> RichTextBlock:
    return RichTextBlock(features=TEXT_FEATURES, required=False, label=label, help_text=help_text)


class ClauseBlock(StructBlock):
    """One clause. Its id in the stream is the clause's lasting id."""

    heading = CharBlock(required=False, max_length=300, label=_("Heading"))
    level = ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Subsection")), ("4", _("Smaller heading"))],
        default="2",
        label=_("Level of the heading"),
    )
    rule = RuleBlock()
    why = _field_block(_("Why"), _("The reason for the rule."))
    permitted = _field_block(_("For example, this is fine"), _("An example of what the rule allows."))
    not_permitted = _field_block(_("For example, this is not"), _("An example of what the rule rules out."))
    not_restricted = _field_block(_("What this does not restrict"), _("What stays everybody's right."))

    class Meta:
        icon = "doc-full"
        label = _("Clause")


class ClauseStreamBlock(StreamBlock):
    """The clauses of a guideline, each with an id of its own whatever the form sent."""

    clause = ClauseBlock()

    class Meta:
        required = False

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> StreamValue:
        """Return the clauses a form sent. Raises BadRequest for what the editor's script never sends."""
        try:
            return super().value_from_datadict(data, files, prefix)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            raise BadRequest(f"No clauses can be read: {error}") from error

    def clean(self, value: StreamValue, **kwargs: Any) -> StreamValue:
        """Validate the clauses; ids that are malformed or stand twice are replaced by new ones."""
        cleaned = super().clean(value, **kwargs)
        ids = lasting_ids([child.id for child in cleaned])
        for child, clause_id in zip(cleaned, ids, strict=True):
            child.id = clause_id
        return cleaned


def lasting_ids(ids: Iterable[str | None]) -> list[str]:
    """Return the ids as canonical UUIDs; the first of equal ones stays, any other that cannot be used is new."""
    kept: list[str] = []
    for given in ids:
        canonical = _canonical_uuid(given)
        kept.append(canonical if canonical and canonical not in kept else str(uuid4()))
    return kept


def _canonical_uuid(text: str | None) -> str:
    try:
        return str(UUID(text))
    except (ValueError, TypeError, AttributeError):
        return ""


def clauses_from_stream(stream: StreamValue) -> tuple[Clause, ...]:
    """Return what stands in the editor's stream as clauses, not yet in canonical form."""
    return tuple(_clause(child.id or "", child.value) for child in stream)


def _clause(clause_id: str, value: Any) -> Clause:
    fields = {field: value[field].source for field in FIELDS}
    rule = tuple(part for block in value["rule"] for part in _parts(block.block_type, block.value))
    return Clause(
        id=clause_id, heading=value["heading"] or "", level=int(value["level"] or 2), rule=rule, **fields
    )


def _parts(kind: str, value: Any) -> Iterator[Part]:
    """Yield what a block of a rule holds; the caption the editor offers with a table is text before it."""
    if kind == "table":
        if value["table"].caption:
            yield Part("text", html=f"<p>{escape(value['table'].caption, quote=False)}</p>")
        yield _table_part(value["table"], first_row_is_header=value["first_row_is_header"])
    elif kind == "code":
        yield Part("code", text=value["text"] or "", language=value["language"] or "")
    else:
        yield Part("quote" if kind == "quote" else "text", html=value.source)


def _table_part(table: TypedTable, *, first_row_is_header: bool) -> Part:
    headings = tuple(escape(column["heading"], quote=False) for column in table.columns)
    rows = tuple(tuple(cell.value.source for cell in row) for row in table.rows)
    named = any(headings)
    return Part("table", rows=(headings, *rows) if named else rows, header=named or first_row_is_header)


def stream_from_clauses(clauses: Sequence[Clause]) -> str:
    """Return clauses as the JSON a StreamField takes; reading it back gives the same clauses."""
    blocks = [{"type": "clause", "id": clause.id, "value": _clause_values(clause)} for clause in clauses]
    return json.dumps(blocks)


def _clause_values(clause: Clause) -> dict[str, Any]:
    fields = {field: for_editor(getattr(clause, field)) for field in FIELDS}
    rule = list(_part_values(clause.rule))
    return {"heading": clause.heading, "level": str(clause.level), "rule": rule, **fields}


def _part_values(parts: Iterable[Part]) -> Iterator[dict[str, Any]]:
    for part in parts:
        if part.kind == "table":
            yield {"type": "table", "value": _table_values(part)}
        elif part.kind == "code":
            yield {"type": "code", "value": {"language": part.language, "text": part.text}}
        else:
            yield {"type": part.kind, "value": for_editor(part.html)}


def for_editor(html: str) -> str:
    """Return canonical rich text as Wagtail's editor reads it: with a slash in tags that have no end."""
    return html.replace("<br>", "<br/>").replace("<hr>", "<hr/>")


def _table_values(part: Part) -> dict[str, Any]:
    """Return a table for the editor: plain headings stand above the columns, formatted ones in the first row."""
    width = max(map(len, part.rows), default=0)
    plain = part.header and any(part.rows[0]) and not any("<" in cell for cell in part.rows[0])
    headings = [unescape(cell) for cell in part.rows[0]] if plain else [""] * width
    columns = [{"type": "text", "heading": heading} for heading in headings]
    rows = [{"values": [for_editor(cell) for cell in row]} for row in (part.rows[1:] if plain else part.rows)]
    table = {"columns": columns, "rows": rows, "caption": ""}
    return {"table": table, "first_row_is_header": part.header and not plain}
