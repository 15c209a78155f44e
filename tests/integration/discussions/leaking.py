"""A word that no comment should say, and how colleagues hide it."""

from django.utils import timezone

from discussions import target
from flags import actions as flag_actions
from flags.models import Case

CANARY = "Nightfall"


def mark(person, comment, block="b1", words=CANARY):
    """Have somebody flag words of a comment."""
    comment.refresh_from_db()
    start = target.blocks(comment.pk, comment.version)[block].index(words)
    place = flag_actions.Mark("comment", comment.pk, comment.version, block, start, start + len(words))
    return flag_actions.testify(
        person=person, mark=place, category="figures", note="", citation=None, now=timezone.now()
    ).case


def veil(company, comment, block="b1", words=CANARY) -> Case:
    """Have two teams mark the words."""
    case = [mark(person, comment, block, words) for person in company[:2]][-1]
    case.refresh_from_db()
    assert case.state == "veiled"
    return case
