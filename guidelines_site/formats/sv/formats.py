"""Formats of dates and times in Swedish, where they differ from Django's: "22 november 2026 kl. 14:50"."""

DATETIME_FORMAT = r"j F Y \k\l. H:i"
