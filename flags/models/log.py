"""The log: its links, and what each commits to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from flags.models.cases import Case
from flags.rules import logchain
from people.append_only import AppendOnly


class LogEntry(AppendOnly):
    """One link of the log; see `flags.rules.logchain` for what the fields mean. Never changed, never deleted."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")

    def __str__(self):
        return f"{self.sequence}: {self.hash}"

    def as_entry(self) -> logchain.Entry:
        """Return the entry as the rules know it."""
        return logchain.Entry(self.sequence, self.at, self.commitment, self.salt, self.previous, self.hash)

    @property
    def digest(self) -> str:
        """The face the public log shows."""
        return logchain.digest(salt=self.salt, at=self.at, commitment=self.commitment)


class LogOpening(models.Model):
    """What one log entry commits to; destroyed with its case."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="log")
    payload = models.JSONField()
    salt = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]

    def __str__(self):
        return f"{self.sequence}: {self.case_id}"

    def as_opening(self) -> logchain.Opening:
        """Return the opening as the rules know it."""
        return logchain.Opening(case=str(self.case_id), payload=self.payload, salt=self.salt)
