"""What the door says about a block, as something that Markdown is rendered with; and the way to flag a block."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from flags.rules.markdown.rendering import Overlay
from flags.veil import BlockView, Key, Veil


def placeholder(veil: Veil) -> SafeString:
    """Return what stands in the place of a hidden passage: no text, no exact length, no way through."""
    return format_html('<span class="veiled">{}</span>', veil.label)


def overlays_of(block: BlockView) -> list[Overlay]:
    """Turn what the door says about a block into overlays: hidden ones, and an author's own marked ones."""
    return [
        Overlay(one.start, one.end, placeholder(one.veil) if one.hidden else None)
        for one in block.segments
        if one.veil
    ]


def flag_url(target: Key, block: str) -> str:
    """Return the address of the form to flag a passage of one block of a version."""
    query: dict[str, str | int] = {"kind": target.kind, "id": target.id, "version": target.version, "block": block}
    return f"{reverse('flags:new')}?{urlencode(query)}"


def flag_link(target: Key, block: str) -> SafeString:
    """Return the small link behind a block."""
    return format_html(
        '<a class="flag-link" href="{}">{}<span class="visually-hidden"> {}</span></a>',
        flag_url(target, block),
        _("Flag"),
        _("this passage"),
    )
