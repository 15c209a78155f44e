"""The file that somebody brings in through the CMS."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from guidelines.page_forms import MAX_NOTE_LENGTH

MARKDOWN_SUFFIXES = (".md", ".markdown")
LINES_SUFFIXES = (".jsonl", ".ndjson", ".json", ".gz")
WIKI_SUFFIXES = (".xml",)
MAX_UPLOAD = 5 * 1024 * 1024
"""Bytes of a file that is imported while somebody waits."""


class ImportForm(forms.Form):
    """Which file to make a guideline of?"""

    file = forms.FileField(
        label=_("File"),
        max_length=100,
        help_text=_(
            "Markdown (.md): one version. JSON lines (.jsonl) or an export of a MediaWiki page (.xml): every "
            "version. At most 5 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(MARKDOWN_SUFFIXES + LINES_SUFFIXES + WIKI_SUFFIXES)}),
    )
    note = forms.CharField(
        label=_("What the Markdown file changes, and why"),
        max_length=MAX_NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody sees it in the history. Other files say it themselves."),
    )
    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        help_text=_("The last part of a guideline's address, to make the Markdown file its next version."),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse files that are too large, and kinds that we do not read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise ValidationError(_("The file is larger than 5 MB. Whoever runs Peerline can import it."))
        if PurePath(file.name).suffix.lower() not in MARKDOWN_SUFFIXES + LINES_SUFFIXES + WIKI_SUFFIXES:
            raise ValidationError(_("Choose a file that ends in .md, .jsonl or .xml."))
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for the note where the file does not hold one."""
        values = super().clean() or {}
        file = values.get("file")
        if file and PurePath(file.name).suffix.lower() in MARKDOWN_SUFFIXES and not values.get("note", "").strip():
            self.add_error("note", _("Say in a sentence what you changed and why."))
        return values
