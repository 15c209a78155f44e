"""What people type about posts and blogs."""

import unicodedata
from collections.abc import Iterable

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discussions.fields import MarkdownField
from flags.fields import PlainTextarea
from flags.rules.markdown.document import parse
from flags.rules.markdown.projection import normalise_text, printable
from people.models import User, language_name
from posts.models import Blog, Kind
from posts.rules.limits import MAX_ARTICLE, MAX_NOTE, MAX_SUMMARY, MAX_TITLE
from posts.rules.tags import MAX_TAG_LENGTH, MAX_TAGS, joined, normalise_tags

LIMITS = {Kind.ARTICLE: MAX_ARTICLE, Kind.NOTE: MAX_NOTE}


class PlainTextInput(forms.TextInput):
    """A line that can show again whatever was sent, also what HTML cannot hold."""

    def format_value(self, value):
        """Return the text with such characters replaced."""
        return printable(super().format_value(value) or "")


class LineField(forms.CharField):
    """One line of plain text with single spaces."""

    widget = PlainTextInput

    def to_python(self, value):
        """Return the normalised text; characters that show nothing are no text."""
        text = normalise_text(super().to_python(value) or "")
        return text if any(unicodedata.category(character)[0] not in "CZ" for character in text) else ""


class TagsField(forms.Field):
    """Tags with commas between them, kept as a list."""

    widget = PlainTextInput

    default_error_messages = {
        "many": _("At most %(most)d tags; there are %(count)d."),
        "long": _("A tag has at most %(most)d characters: %(tag)s"),
    }

    def prepare_value(self, value):
        """Show a list as it was typed."""
        return joined(value) if isinstance(value, list | tuple) else value

    def to_python(self, value) -> list[str]:
        """Return the tags in lower case, each once, in the order given."""
        return normalise_tags([value or ""])

    def validate(self, value):
        """Refuse too many tags and long ones."""
        super().validate(value)
        if len(value) > MAX_TAGS:
            raise forms.ValidationError(
                self.error_messages["many"], code="many", params={"most": MAX_TAGS, "count": len(value)}
            )
        for tag in value:
            if len(tag) > MAX_TAG_LENGTH:
                raise forms.ValidationError(
                    self.error_messages["long"], code="long", params={"most": MAX_TAG_LENGTH, "tag": tag}
                )

    def has_changed(self, initial, data):
        """Compare as lists."""
        return list(initial or []) != self.to_python(data)


def _language_choices(own: Iterable[str]) -> list[tuple[str, str]]:
    """Return every language by its name in the reader's language: the writer's own first, then from A to Z."""
    first = [code for code in dict.fromkeys(own) if code]
    others = sorted((language_name(code), code) for code in LANG_INFO if code not in first)
    own_names = [(code, language_name(code)) for code in first]
    return [("", gettext("not said")), *own_names, *((code, name) for name, code in others)]


class PostForm(forms.Form):
    """A new post."""

    shows_nothing = _("Nothing of this text would be shown. Write a sentence that readers can see.")
    too_long = _(
        "The text has %(count)d characters, at most %(most)d are allowed. Nothing is lost: it stands here."
    )

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (Kind.ARTICLE, _("Article")),
            (Kind.NOTE, format_lazy(_("Note, up to {most} characters"), most=MAX_NOTE)),
        ],
        initial=Kind.ARTICLE,
        widget=forms.RadioSelect,
    )
    title = LineField(label=_("Title"), max_length=MAX_TITLE)
    body = MarkdownField(
        label=_("Text"),
        help_text=_(
            "Markdown: **bold**, *italic*, [link](https://…), lists with -, quotes with >. HTML is shown as typed."
        ),
    )
    summary = LineField(
        label=_("Summary"),
        max_length=MAX_SUMMARY,
        required=False,
        widget=PlainTextarea(attrs={"rows": 3}),
        help_text=_("What a colleague learns from it, in a sentence or two. It stands in lists."),
    )
    tags = TagsField(label=_("Tags"), required=False, help_text=_("Words to find it by, parted by commas."))

    def __init__(self, *args, author: User, language: str = "", **kwargs):
        """author: whose languages and blogs are offered. language: one the text may have besides these."""
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            required=False,
            choices=_language_choices([*author.languages, language]),
            initial=next(iter(author.languages), ""),
            help_text=_("If a panel is drawn to judge a passage of it, people who know this language are asked."),
        )
        self.fields["body"].widget.attrs |= {"rows": 18, "class": "code-input"}
        blogs = Blog.objects.written_by(author).by_name()
        if blogs:
            self.fields["blog"] = forms.ModelChoiceField(
                label=_("Blog"), queryset=blogs, required=False, empty_label=_("no blog")
            )

    def clean(self):
        """Hold the text to the length of its kind; it is kept on screen."""
        cleaned = super().clean() or {}
        body, most = cleaned.get("body", ""), LIMITS[self.kind_chosen(cleaned)]
        if len(body) > most:
            counts = {"count": len(body), "most": most}
            self.add_error("body", forms.ValidationError(self.too_long, code="long", params=counts))
        elif body and not any(parse(body).texts().values()):
            self.add_error("body", forms.ValidationError(self.shows_nothing, code="nothing"))
        return cleaned

    def kind_chosen(self, cleaned) -> Kind:
        """Return the kind this text is for."""
        return Kind(cleaned.get("kind", Kind.ARTICLE))

    def texts(self) -> dict:
        """Return the cleaned text as `posts.actions` takes it."""
        cleaned = self.cleaned_data
        return {name: cleaned[name] for name in ("title", "body", "summary", "tags", "language")} | {
            "blog": cleaned.get("blog")
        }


class EditForm(PostForm):
    """A new version of a post.

    base_version: the version the person saw when they began. settles: ids of the cases on it that they say
    this edit settles.
    """

    base_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, post, cases=(), **kwargs):
        super().__init__(*args, language=post.language, **kwargs)
        self.post_kind = Kind(post.kind)
        del self.fields["kind"]
        self.fields["settles"] = forms.MultipleChoiceField(
            label=_("This settles the flag"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(case.pk), str(case.pk)) for case in cases],
        )

    def kind_chosen(self, cleaned) -> Kind:
        """Return the post's kind, which no edit changes."""
        return self.post_kind


class AuthorForm(forms.Form):
    """Somebody to be added as an author."""

    username = forms.CharField(
        label=_("Username of a colleague"),
        widget=PlainTextInput,
        max_length=150,
        help_text=_("They can edit the post from then on, and hear of flags on it."),
    )

    def clean_username(self) -> User:
        """Return the person; former colleagues cannot be added."""
        person = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if person is None or not person.works_here:
            raise forms.ValidationError(_("No colleague has this username."), code="unknown")
        return person


class BlogForm(forms.Form):
    """A new blog."""

    title = LineField(label=_("Title"), max_length=120)
    about = LineField(label=_("What it is about"), max_length=300, required=False)


class FilterForm(forms.Form):
    """Which posts a list shows."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("all")), (Kind.ARTICLE, _("articles")), (Kind.NOTE, _("notes"))],
    )
    tag = LineField(label=_("Tag"), required=False, max_length=MAX_TAG_LENGTH)
    author = forms.CharField(
        label=_("Author"), required=False, max_length=150, widget=PlainTextInput, help_text=_("A username.")
    )


class CompareForm(forms.Form):
    """Two versions to compare."""

    a = forms.IntegerField(label=_("From version"), min_value=1)
    b = forms.IntegerField(label=_("To version"), min_value=1)
