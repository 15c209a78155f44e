"""What guidelines tell the apps above them."""

from django.dispatch import Signal

version_recorded = Signal()
"""A version was recorded; sent in its transaction, with `version` and its `parent` (None for the first)."""
