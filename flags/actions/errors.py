"""Why an action was refused. Views turn each into words and a status."""


class FlagError(Exception):
    """Base of all refusals."""


class UnknownTargetError(FlagError):
    """There is no such target, version or block, or the person may not see it: the answer is the same."""


class StaleTextError(FlagError):
    """The text has a newer version than the one that was marked."""


class OwnTextError(FlagError):
    """Authors do not flag their own text; they edit it."""


class OwnWordsError(FlagError):
    """The words stood in the text while the person was one of its authors."""


class BadMarkError(FlagError):
    """The mark holds no word, or lies outside the text."""


class PassageHiddenError(FlagError):
    """The mark touches words that are hidden already; nothing is recorded."""


class ClearedError(FlagError):
    """A panel found that these words are no leak of this kind."""


class NoteRepeatsPassageError(FlagError):
    """The note repeats words of the passage and would be a second copy of the leak."""


class TooManyMarksError(FlagError):
    """The person's marks for a day are used up."""

    def __init__(self, limit: int) -> None:
        """Keep the limit (marks in 24 hours) for the message."""
        super().__init__(f"limit: {limit} marks in 24 hours are used up")
        self.limit = limit


class NotYoursError(FlagError):
    """The person is not one of the case's authors, or has no standing testimony on it."""


class ChangedAccountError(NotYoursError):
    """An administrator changed the account after the case opened, so it does not answer for it."""


class TooLateError(FlagError):
    """The time for it is over, or has not come yet, or it was done already."""


class SeatTakenError(FlagError):
    """All seats are taken, or all that people of this team may have."""


class MayNotSitError(FlagError):
    """The person has to do with the case by now, or has taken as many seats as one person can this week."""


class NothingToDecideError(FlagError):
    """The seat was given back, or was lost, or has a verdict already."""


class UnknownAdvisorError(FlagError):
    """Nobody who works here, or the author in person."""


class CaseEndedError(FlagError):
    """The case has ended; nothing can happen to it any more."""


class StillThereError(FlagError):
    """A run of the passage's words is left in the current version."""

    def __init__(self, blocks: tuple[str, ...]) -> None:
        """Keep the keys of the blocks it is left in."""
        super().__init__(f"blocks: {', '.join(blocks)} still hold part of the passage")
        self.blocks = blocks
