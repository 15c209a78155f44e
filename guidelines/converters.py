"""The parts of guideline addresses beside the slug: a version's number, a day."""

from datetime import date


class NumberConverter:
    """A version's number from 1 to 999,999,999: one spelling each, and never beyond what a database counts to."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the number as it is written in an address."""
        return str(value)


class DayConverter:
    """A day like 2024-05-03; what is no day of the calendar matches no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day. Raises ValueError for one the calendar lacks, which Django takes as no match."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the day as it is written in an address."""
        return value.isoformat()
