"""Pages of the CMS: where guidelines are worked on. The public site reads versions, never these."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester, Revision

from guidelines.blocks import ClauseStreamBlock, clauses_from_stream, stream_from_clauses
from guidelines.models.gates import PendingPublication
from guidelines.models.records import GuidelineAddress, GuidelineRecord
from guidelines.models.versions import Origin
from guidelines.page_forms import GuidelineCopyForm, GuidelinePageForm
from guidelines.private_look import private_look
from guidelines.rules.content import Guideline, clause_html, normalise_guideline


class ListPermissions(PagePermissionTester):
    """The list itself is nobody's to change, not even an administrator's; guidelines are added to it."""

    def _never(self) -> bool:
        return False

    can_edit = can_unpublish = can_publish = can_submit_for_moderation = _never
    can_lock = can_unlock = can_view_revisions = _never

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return False; moving asks this too."""
        return False


class GuidelineIndexPage(Page):
    """The one container of all guidelines in Wagtail's tree."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["guidelines.GuidelinePage"]
    max_count = 1
    private_page_options: list[str] = []
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("list of guidelines")
        verbose_name_plural = _("lists of guidelines")

    def permissions_for_user(self, user: Any) -> ListPermissions:
        """Return what somebody may do with the list; Wagtail's screens offer nothing else."""
        return ListPermissions(user, self)

    def get_url_parts(self, request: Any = None) -> tuple[int | None, str, str]:
        """Return where the list stands on the public site."""
        return None, settings.WAGTAILADMIN_BASE_URL, reverse("guidelines:index")


class GuidelinePage(Page):
    """A guideline as its editors see it: a working draft until it is published and so recorded as a version.

    The fields from `change_note` on say something about the change, not the guideline. They travel inside the
    revision, so that whoever publishes it later (the scheduler, a merge) records the same. `origin`,
    `credited_person_id` and `in_force_from` are set by imports and merges; None means whoever saved the revision,
    and now. `draft_authors`: ids of those whose words the draft has and no version up to number `drafted_after`.
    """

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("What matters most, one point a line, at most five lines.")
    )
    clauses = StreamField(ClauseStreamBlock(), blank=True, verbose_name=_("clauses"))
    change_note = models.TextField(
        _("what you changed, and why"),
        help_text=_("Everybody sees it in the history. Needed for publishing, not for saving a draft."),
    )
    material = models.BooleanField(
        _("this changes what people may or must do"),
        default=False,
        help_text=_("Leave it off for wording, spelling and order."),
    )
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.EDIT, editable=False)
    credited_person_id = models.BigIntegerField(null=True, editable=False)
    in_force_from = models.DateTimeField(null=True, editable=False)
    draft_authors = models.JSONField(default=list, editable=False)
    drafted_after = models.PositiveIntegerField(default=0, editable=False)

    is_being_restored = False
    """Set by the view that fills a form from an earlier revision."""

    brings_together = False
    """Set by the view that merges what somebody sent with what somebody else saved."""

    parent_page_types = ["guidelines.GuidelineIndexPage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []
    base_form_class = GuidelinePageForm
    copy_form_class = GuidelineCopyForm
    wagtail_reference_index_ignore = True
    """Links between guidelines follow addresses, which stay; Wagtail need not count them at every save."""

    exclude_fields_in_copy = [
        "change_note",
        "material",
        "origin",
        "credited_person_id",
        "in_force_from",
        "draft_authors",
        "drafted_after",
    ]
    preview_template = "guidelines/preview.html"

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("clauses"),
        MultiFieldPanel(
            [
                FieldPanel("change_note"),
                FieldPanel("material"),
                HelpPanel(template="guidelines/cms/publishing_state.html"),
            ],
            heading=_("About this change"),
        ),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels = [PublishingPanel()]

    class Meta:
        verbose_name = _("guideline")
        verbose_name_plural = _("guidelines")

    def clean(self) -> None:
        """Refuse a slug that no address can hold."""
        super().clean()
        try:
            validate_slug(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error.messages}) from error

    @property
    def pending(self) -> PendingPublication | None:
        """The text that waits to be published; None for none, and for a page that is not saved yet."""
        return PendingPublication.objects.waiting().of(self.pk).first() if self.pk else None

    @property
    def check_address(self) -> str:
        """Where its editors can look any text through in private first; "" where no app offers that."""
        look = private_look()
        return look.address() if look else ""

    @property
    def publishing_address(self) -> str:
        """Where people see and choose how it is published; how all are, before its first version."""
        record = GuidelineRecord.objects.recorded().filter(page_id=self.pk).first() if self.pk else None
        return (
            reverse("guidelines:publishing", args=[record.slug])
            if record
            else reverse("guidelines:publishing_all")
        )

    def slug_is_taken(self, slug: str) -> bool:
        """Whether another guideline lives or lived at this slug."""
        return GuidelineAddress.objects.of_others(slug, self.pk).exists()

    def content(self) -> Guideline:
        """Return what this draft says, in canonical form. Raises ContentError for what no guideline can be."""
        return normalise_guideline(Guideline(self.title, self.summary, clauses_from_stream(self.clauses)))

    def fill(self, guideline: Guideline) -> None:
        """Take over what a guideline says; nothing is saved."""
        self.title, self.draft_title = guideline.title, guideline.title
        self.summary = guideline.summary
        self.clauses = stream_from_clauses(guideline.clauses)

    def describe_change(
        self,
        *,
        note: str,
        material: bool = False,
        origin: str = Origin.EDIT,
        person_id: int | None = None,
        date: datetime | None = None,
        authors: Collection[int] = (),
    ) -> None:
        """Say what the next version is about; nothing is saved.

        person_id, date: who is credited, and since when it is in force; None for whoever saves the revision,
        and for the moment of publishing. authors: ids of everybody else who wrote it.
        """
        self.change_note, self.material, self.origin = note, material, origin
        self.credited_person_id, self.in_force_from = person_id, date
        self.draft_authors = sorted(authors)

    def credit_to_editor(self) -> None:
        """Credit the next version to whoever saves it, from the moment of publishing, and those in the draft.

        It is an edit, unless the page was just filled from an earlier revision to be restored, or the draft brings
        together what several people wrote at once.
        """
        is_merged = self.brings_together or (self.has_unpublished_changes and self.origin == Origin.MERGE)
        self.origin = Origin.MERGE if is_merged else Origin.EDIT
        if self.is_being_restored:
            self.origin = Origin.RESTORE
        self.credited_person_id, self.in_force_from = None, None
        self.draft_authors = self.written_until(GuidelineRecord.objects.newest_number(self.pk)) if self.pk else []

    def written_until(self, number: int) -> list[int]:
        """Return the ids of those whose words the draft has and no version has, the newest having this number."""
        is_draft = self.has_unpublished_changes and self.drafted_after == number
        return list(self.draft_authors) if is_draft else []

    def save_revision(self, user: Any = None, *args: Any, **kwargs: Any) -> Revision:
        """Save the draft as Wagtail does, and remember that this person wrote in it."""
        number = GuidelineRecord.objects.newest_number(self.pk) if self.pk else 0
        self.draft_authors = sorted({*self.draft_authors, *([user.pk] if user else [])})
        self.drafted_after = number
        return super().save_revision(user, *args, **kwargs)

    @transaction.atomic
    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision and record it as a version; both or neither.

        Scheduler and imports come this way. Raises guidelines.actions.RecordingError and ContentError.
        """
        return super().publish(revision, *args, **kwargs)

    def get_url_parts(self, request: Any = None) -> tuple[int | None, str, str]:
        """Return where the guideline stands on the public site."""
        return None, settings.WAGTAILADMIN_BASE_URL, reverse("guidelines:guideline", args=[self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the template that shows a draft to its editor."""
        return self.preview_template

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the draft in canonical form, so that a preview shows what a version would."""
        guideline = normalise_guideline(
            Guideline(self.title or "-", self.summary, clauses_from_stream(self.clauses))
        )
        clauses = [{"id": clause.id, "html": clause_html(clause)} for clause in guideline.clauses]
        return {**super().get_preview_context(request, mode_name), "guideline": guideline, "clauses": clauses}
