"""What became of one clause, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guidelines.rules.clause_steps import Step
from guidelines.rules.content import Clause
from guidelines.rules.kinship import Kin
from guidelines.rules.textdiff import BlockChange


@dataclass(frozen=True, slots=True)
class KinInWords:
    """Another clause that shares words with this one: what happened, and the other's id and heading."""

    text: str
    clause_id: str
    heading: str


def step_in_words(step: Step, change: BlockChange, *, taken_out: bool) -> list[tuple[str, str]]:
    """Return what a version did to a clause: the name of each kind of change, for styles, and its words."""
    names = {
        "added": ("added", _("new")),
        "removed": ("removed", _("removed")),
        "moved": ("moved", _("moved")),
        "back": ("added", _("brought back")),
        "changed": ("formatted", _("other formatting or links"))
        if change.kind == "formatted"
        else ("reworded", _("reworded")),
    }
    kinds = [names[step.kind]]
    if taken_out:
        hidden = ("taken-out", _("words taken out"))
        kinds = [hidden] if step.kind == "changed" else [*kinds, hidden]
    if step.moved and step.kind != "moved":
        kinds.append(names["moved"])
    return kinds


def kin_in_words(clause_id: str, kin: Kin, source: Clause | None, target: Clause | None) -> KinInWords:
    """Return what a clause shares with another, as seen from the clause with this id."""
    gave = kin.source == clause_id
    other = target if gave else source
    heading = (other.heading if other else "") or _("a clause without a heading")
    return KinInWords(_gave(kin) if gave else _took(kin), kin.target if gave else kin.source, heading)


def _gave(kin: Kin) -> str:
    if kin.split:
        return _("Split: a part became a clause of its own,")
    return _("Merged into") if kin.merged else _("Written anew as")


def _took(kin: Kin) -> str:
    if kin.split:
        return _("Split off from")
    return _("Merged: it took in") if kin.merged else _("Written anew from")
