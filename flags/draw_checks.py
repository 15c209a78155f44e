"""What the log promises of every draw, recomputed from what is kept of the cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from flags import log_checks
from flags.models import Panel
from flags.rules import lottery
from flags.rules.logchain import Entry, Opening

Payloads = Mapping[str, list[Mapping[str, Any]]]


def check(entries: Sequence[Entry], openings: Mapping[int, Opening]) -> list[str]:
    """Return a sentence for every draw that is not what its case's entries promised.

    Seed: its hash was logged when the case, or the appeal, was opened. List: its hash was logged with the draw.
    People: asked in the order that seed and list give. Cases whose openings are gone cannot be checked any more.
    """
    by_case: dict[str, list[Mapping[str, Any]]] = {}
    for sequence in sorted(openings):
        opening = openings[sequence]
        by_case.setdefault(opening.case, []).append(opening.payload)
    faults: list[str] = []
    for panel in Panel.objects.exclude(convened_at=None).select_related("case").iterator(chunk_size=200):
        if what := _fault(panel, by_case.get(str(panel.case_id), [])):
            day = f"{panel.case.opened_at:%Y-%m-%d}"
            faults.append(f"The draw of panel {panel.number} of a case of {day}: {what}.")
    return faults


def _fault(panel: Panel, payloads: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with one draw, "" for nothing."""
    promised = [payload["seed_hash"] for payload in payloads if "seed_hash" in payload]
    own = [payload for payload in payloads if payload.get("panel") == panel.number]
    drawn = [payload for payload in own if payload["event"] == "drawn"]
    if not promised or not drawn:
        return ""
    if lottery.seed_hash(bytes(panel.seed)) != promised[min(panel.number, len(promised)) - 1]:
        return "the seed is not the one that was promised"
    tickets = panel.tickets()
    if lottery.list_hash(tickets) != drawn[0]["list_hash"]:
        return "the list is not the one that was drawn from"
    asked = [alias for payload in own if payload["event"] == "asked" for alias in payload["aliases"].split()]
    if asked != list(panel.asked.order_by("pk").values_list("alias", flat=True)):
        return "others were asked than the log says"
    if not lottery.follows_order(asked, lottery.order(tickets, bytes(panel.seed))):
        return "people were not asked in the order drawn"
    return ""


def register() -> None:
    """Let `manage.py verify_log` check draws too."""
    log_checks.register("draws", check)
