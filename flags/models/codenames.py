"""Code names that nobody can read: employees add them, the check before posting looks them up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeName(models.Model):
    """A keyed hash of a name (`flags.rules.leaks.digest`); neither the name nor who added it is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    added_on = models.DateField()

    class Meta:
        verbose_name = _("code name")
        verbose_name_plural = _("code names")

    def __str__(self):
        return self.digest[:8]
