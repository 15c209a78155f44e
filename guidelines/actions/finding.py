"""What several actions look up: the list of guidelines, and a version by its number."""

from django.utils.translation import gettext as _

from guidelines.actions.errors import NoContainerError, UnknownVersionError
from guidelines.models import GuidelineIndexPage, GuidelineVersion


def container() -> GuidelineIndexPage:
    """Return the list of guidelines, held until the transaction ends: one new page at a time."""
    container = GuidelineIndexPage.objects.select_for_update().first()
    if container is None:
        raise NoContainerError(_("There is no list of guidelines to put this one in."))
    return container


def version_numbered(page_id: int, number: int) -> GuidelineVersion:
    """Return a version of a guideline. Raises UnknownVersionError when there is none of that number."""
    version = GuidelineVersion.objects.of(page_id).numbered(number).first()
    if version is None:
        raise UnknownVersionError(number)
    return version
