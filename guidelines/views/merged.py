"""What came into somebody's text when it was merged: whose it is, and the changes drawn."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from guidelines.models import MergedEdit
from guidelines.rules.comparison import compare
from guidelines.rules.content import Guideline
from guidelines.rules.reading import Reading
from guidelines.views.drawing import Drawing, Drawn, resolver
from guidelines.views.rendered import people_of
from guidelines.views.wording import front_in_words, kinds_in_words, labels


@dataclass(frozen=True, slots=True)
class Change:
    """A clause, the title or the summary that changed. kinds: names for styles, and words."""

    heading: str
    kinds: list[tuple[str, str]]
    drawn: list[Drawn]


def names_of(people: Collection[int]) -> str:
    """Return people's names as a text; who has no account any more is "somebody"."""
    known = people_of(people) if people else {}
    names = [str(known[each]) if each in known else _("somebody") for each in people]
    return get_text_list(names, _("and"))


def who_came_in(edit: MergedEdit, *, is_draft: bool = True) -> str:
    """Return the sentence that says whose changes came in; is_draft: not all of them are in force."""
    if not edit.people and is_draft:
        return _("You saved this guideline in another window too. Both are in the draft now.")
    if not edit.people:
        return _("You saved this guideline in another window too. Both are in what you published.")
    if is_draft:
        sentence = _("%(names)s wrote at the same time as you. Their changes are in the draft now, beside yours.")
    else:
        sentence = _("%(names)s published at the same time as you. Their changes stay, beside yours.")
    return sentence % {"names": names_of(edit.people)}


def changes(old: Guideline, new: Guideline) -> list[Change]:
    """Return what changed from one text to another, unchanged text folded; one query at most."""
    compared = compare(Reading(old, "", frozenset()), Reading(new, "", frozenset()))
    resolve = resolver([*compared.front.changes, *compared.diff.changes])
    draw = Drawing(labels(), resolve, beside=False, whole=False)
    front = [Change(front_in_words(change), [], draw.body(change)) for change in compared.front.changed]
    clauses = [
        Change(each.clause.heading, kinds_in_words(each), draw.body(each.change))
        for each in compared.clauses
        if each.is_changed
    ]
    return front + clauses
