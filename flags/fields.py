"""Fields of forms that show again, as it is, whatever somebody sent."""

from typing import Any

from django import forms

from flags.rules.markdown.projection import printable


class PlainTextarea(forms.Textarea):
    """A text area that can show again whatever was sent, also what HTML cannot hold."""

    def format_value(self, value: Any) -> str:
        """Return the text with such characters replaced."""
        return printable(super().format_value(value) or "")


class PlainTextInput(forms.TextInput):
    """A line that can show again whatever was sent, also what HTML cannot hold."""

    def format_value(self, value: Any) -> str:
        """Return the text with such characters replaced."""
        return printable(super().format_value(value) or "")
