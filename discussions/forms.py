"""What people type about something."""

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.fields import MarkdownField
from discussions.rules.editing import MAX_COMMENT, shows_something
from flags.rules.markdown.document import parse


class CommentForm(forms.Form):
    """A comment; its text stays on screen whatever is wrong with it."""

    shows_nothing = _("Nothing of this text would be shown. Write a sentence that readers can see.")
    too_long = _(
        "The text has %(count)d characters, at most %(most)d are allowed. Nothing is lost: it stands here."
    )

    text = MarkdownField(
        label=_("Your comment"),
        help_text=_("Markdown works: **bold**, *italic*, [link](https://…). Write @username to call a colleague."),
        error_messages={"required": _("Write something first.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs |= {"rows": 4}

    def clean_text(self) -> str:
        """Refuse what is too long, and what would show nothing."""
        text = self.cleaned_data["text"]
        if len(text) > MAX_COMMENT:
            raise forms.ValidationError(
                self.too_long, code="long", params={"count": len(text), "most": MAX_COMMENT}
            )
        if not any(map(shows_something, parse(text).texts().values())):
            raise forms.ValidationError(self.shows_nothing, code="nothing")
        return text


class EditForm(CommentForm):
    """A comment in other words.

    base_version: the version the person saw when they began. settles: they say the edit settles the flags on it.
    """

    base_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    settles = forms.BooleanField(
        label=_("My edit settles the flag: it was this passage, take it out of the history too."), required=False
    )

    def __init__(self, *args, is_flagged: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_flagged:
            del self.fields["settles"]
