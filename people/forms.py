"""What a person may say about themselves, and what an administrator may say about a person."""

from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from people.actions import set_employment
from people.models import User, language_name
from people.rules.languages import LANGUAGE_CODE
from people.rules.searching import MAX_QUERY


class LanguagesField(forms.Field):
    """Language codes with commas between them, kept as a list."""

    default_error_messages = {
        "unknown": _("%(code)s is not a language code. Write codes such as en, sv or pt-br."),
    }

    def prepare_value(self, value):
        """Show a list as it was typed."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        """Return the codes in lower case, each once, in the order given."""
        codes = [code.strip().lower() for code in (value or "").split(",")]
        return list(dict.fromkeys(filter(None, codes)))

    def validate(self, value):
        """Refuse what is no code of a language."""
        super().validate(value)
        for code in value:
            if not LANGUAGE_CODE.fullmatch(code):
                raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"code": code})

    def has_changed(self, initial, data):
        """Compare as lists."""
        return (initial or []) != self.to_python(data)


class ProfileForm(forms.ModelForm):
    """A person's own page, as they fill it in."""

    languages = LanguagesField(
        label=_("Languages"), required=False, help_text=_("Codes with commas between them, such as en, sv.")
    )

    class Meta:
        model = User
        fields = ["display_name", "headline", "languages", "time_zone", "is_seen_editing"]


class VoicesForm(forms.Form):
    """Whom somebody looks for in the directory of voices."""

    q = forms.CharField(
        label=_("Name, team or what they do"),
        required=False,
        max_length=MAX_QUERY,
        widget=forms.SearchInput,
    )
    former = forms.BooleanField(label=_("Former colleagues, too"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every language there is, by its name in the reader's language."""
        super().__init__(*args, **kwargs)
        names = sorted((language_name(code), code) for code in LANG_INFO)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False, choices=[("", _("any")), *((code, name) for name, code in names)]
        )


class AccountMixin(forms.ModelForm):
    """What an administrator says about a person: team and employment, no roles.

    Nobody is put into groups by hand: who works here reaches the CMS (`people.actions.set_employment`).
    """

    def save(self, commit=True):
        """Save the person and let the CMS group follow their employment.

        When an account gets another team, password or standing the moment is noted: it gains no voice in what
        was open then (`flags.actions.counting`).
        """
        if REACHES_CASES.intersection(self.changed_data):
            self.instance.changed_by_staff_at = timezone.now()
        user = super().save(commit)
        if commit:
            set_employment(user=user, employment=user.employment)
        return user


REACHES_CASES = frozenset({"team", "email", "password1", "employment", "is_active"})
"""Fields by which an administrator could give an account a voice it did not have."""

ACCOUNT_FIELDS = ["username", "display_name", "email", "team", "employment"]


class PersonCreationForm(AccountMixin, UserCreationForm):
    """Wagtail's form for a new person, as we fill it in."""

    first_name = last_name = None

    class Meta:
        model = User
        fields = [*ACCOUNT_FIELDS, "is_superuser"]


class PersonEditForm(AccountMixin, UserEditForm):
    """Wagtail's form for a known person, as we fill it in."""

    first_name = last_name = None

    class Meta:
        model = User
        fields = [*ACCOUNT_FIELDS, "is_active", "is_superuser"]
