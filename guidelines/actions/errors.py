"""What keeps a guideline from being recorded, and what is not there."""


class RecordingError(Exception):
    """A guideline cannot be recorded as it is; nothing was changed. The message is for the person who tried."""


class NoteMissingError(RecordingError):
    """A version needs a change note."""


class AddressTakenError(RecordingError):
    """Another guideline has or had this address."""


class GateClosedError(RecordingError):
    """Colleagues have to agree first; see guidelines.rules.gates."""


class PlannedError(RecordingError):
    """A colleague planned what comes into force next."""


class HiddenError(RecordingError):
    """Words of it are hidden for now, until people have decided about them."""


class NoContainerError(RecordingError):
    """The list that holds all guidelines was deleted from the tree."""


class UnknownVersionError(Exception):
    """The guideline has no version with this number."""


class UnknownClauseError(Exception):
    """The version has no clause with this id."""
