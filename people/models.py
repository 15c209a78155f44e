"""People, their teams, their notices, and the heartbeat of the ticker."""

from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from people.querysets import FeedTokenQuerySet, NoticeQuerySet, VoiceQuerySet
from people.word_index import IndexEntry, IndexWord

EMPLOYEES = "Employees"
"""Name of the group whose members reach the CMS: every employee, by `people.actions.set_employment`."""


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not an IANA time zone."""
    if name not in available_timezones() - {"localtime"}:  # the server's own, another one elsewhere
        raise ValidationError(
            _("%(name)s is not a time zone. Write it like Europe/Stockholm."), params={"name": name}
        )


def language_name(code: str) -> str:
    """Return what a language is called in the reader's language; the code itself where Django does not know it."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


class Team(models.Model):
    """A team people work in; one team has one voice on a flag."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self):
        return self.name


class Employment(models.TextChoices):
    """Whether somebody works here now."""

    EMPLOYEE = "employee", _("employee")
    ALUMNI = "alumni", _("former colleague")


class User(AbstractUser):
    """A person; everybody who works here has an account."""

    display_name = models.CharField(_("display name"), max_length=120)
    headline = models.CharField(
        _("headline"), max_length=160, blank=True, help_text=_("What you do, in a few words. Others see it.")
    )
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    employment = models.CharField(
        _("employment"), max_length=10, choices=Employment.choices, default=Employment.EMPLOYEE
    )
    is_seen_editing = models.BooleanField(
        _("show colleagues where I am editing"),
        default=True,
        help_text=_("Whoever has the same guideline open in the CMS sees your name, and the clause you are in."),
    )
    changed_by_staff_at = models.DateTimeField(
        _("changed by an administrator"), null=True, blank=True, editable=False
    )
    last_active_on = models.DateField(_("last active on"), null=True, blank=True, editable=False)

    objects: ClassVar = UserManager()
    voices = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["username"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            # How many teams are active, asked by every flag (flags.rules.teams).
            models.Index(fields=["last_active_on", "team"], name="people_active_teams"),
            # The directory of voices, page by page.
            models.Index(Lower("display_name"), "username", name="people_by_name"),
        ]

    def __str__(self):
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name others see: the display name, or the username where there is none."""
        return self.display_name or self.username

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def language_names(self) -> list[str]:
        """What the person's languages are called in the reader's language; a code nobody knows stays a code."""
        return [language_name(code) for code in self.languages]

    @property
    def works_here(self) -> bool:
        """Whether this is a colleague now: an active account, not a former one."""
        return self.is_active and self.employment == Employment.EMPLOYEE

    def get_full_name(self) -> str:
        """Return the shown name; Django's and Wagtail's screens ask for it."""
        return self.shown_name

    def get_absolute_url(self) -> str:
        """Return the address of the person's page."""
        return reverse("people:person", args=[self.username])


class PersonEntry(IndexEntry):
    """What a person is found by: what everybody sees of them; `people.searching` writes it."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("person in the search index")
        verbose_name_plural = _("people in the search index")

    def __str__(self):
        return f"{self.person_id}"


class PersonWord(IndexWord):
    """A word a person is found by."""

    entry = models.ForeignKey(PersonEntry, on_delete=models.CASCADE, related_name="words")

    class Meta(IndexWord.Meta):
        verbose_name = _("word in the search index")
        verbose_name_plural = _("words in the search index")

    def __str__(self):
        return f"{self.entry_id}"


class Notice(models.Model):
    """One line for one person, with the address it leads to. Never holds the text of a post.

    text: as it stands in the source, not translated; templates translate it for the reader.
    """

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    deliver_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-deliver_at", "-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            # The count in the header, on every page.
            models.Index(
                fields=["recipient", "deliver_at"],
                condition=models.Q(read_at=None),
                name="people_unread_notices",
            ),
            models.Index(fields=["recipient", "-deliver_at", "-id"], name="people_notices_newest"),
        ]

    def __str__(self):
        return self.text


class FeedToken(models.Model):
    """What lets a person's feed reader in, one a person; only its digest is kept, so nobody can read it again."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="feed_token")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed token")
        verbose_name_plural = _("feed tokens")

    def __str__(self):
        return f"{self.person_id} {self.created_at:%Y-%m-%d}"


class Heartbeat(models.Model):
    """When the ticker last ran to its end; one row. /readyz says when it is late."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
