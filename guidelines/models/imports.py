"""Which versions of imported histories are here already."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guidelines.querysets import ImportedVersionQuerySet


class ImportedVersion(models.Model):
    """Where a version of an imported document stands here.

    document, version: its name and number in the file. page_id, number: the guideline and its version here.
    """

    document = models.CharField(max_length=255)
    version = models.PositiveIntegerField()
    page_id = models.BigIntegerField()
    number = models.PositiveIntegerField()

    objects = ImportedVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported version")
        verbose_name_plural = _("imported versions")
        constraints = [
            # Importing a file twice changes nothing; also serves the one read, by document.
            models.UniqueConstraint(fields=["document", "version"], name="guidelines_a_version_is_imported_once"),
        ]

    def __str__(self):
        return f"{self.document} {self.version}"
