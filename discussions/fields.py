"""Fields for text that people type as Markdown."""

from django import forms

from flags.fields import PlainTextarea
from flags.rules.markdown.projection import normalise_source


class MarkdownField(forms.CharField):
    """Markdown as we store it; its indentation counts, so nothing is stripped.

    Its length is checked by the form: a browser that holds people to a maxlength cuts what they paste.
    """

    widget = PlainTextarea

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        """Return the normalised source; white space alone is nothing."""
        source = normalise_source(super().to_python(value) or "")
        return source if source.strip() else ""
