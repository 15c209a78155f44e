"""Importing through the CMS passes the gates of an edit; what an operator brings in was decided elsewhere."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Revision

from guidelines import importing
from guidelines.importing import ImportRefusedError
from guidelines.models import GuidelineRecord, GuidelineVersion
from guidelines.rules.gates import Gate
from tests.factories.guidelines import VersionFactory, guideline
from tests.factories.people import TeamFactory
from tests.integration.guidelines.gated import colleague, hang, publish, signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/cms/import-guideline/"
REFUSED = "Colleagues have to agree before this guideline changes, so nothing was imported."
MARKDOWN = "# Social media\n\n## Names\n\nNewer words.\n"


@pytest.fixture
def people():
    """Two colleagues of two teams."""
    return [colleague(team=TeamFactory()) for _number in range(2)]


@pytest.fixture
def version():
    """A guideline in force."""
    return VersionFactory(slug="social-media", guideline=guideline("Social media"))


def assert_refused(person):
    """Nobody imports the file, which stays where it is; looking at it says so before the button."""
    before = facts()
    client = signed_in(person)
    file = SimpleUploadedFile("social-media.md", MARKDOWN.encode())
    address = client.post(ADDRESS, {"note": "From elsewhere.", "slug": "social-media", "file": file})["Location"]
    for answer in (client.get(address), client.post(address), client.get(address)):
        assert answer.status_code == 422
        assert REFUSED in answer.content.decode()
    assert facts() == before


def facts():
    return GuidelineVersion.objects.count(), Revision.objects.count(), GuidelineRecord.objects.get().current


def entry():
    """A material version, as a file has it."""
    made = importing.markdown_entry(
        MARKDOWN.encode(), name="a.md", slug="social-media", note="From elsewhere.", now=timezone.now()
    )
    return replace(made, material=True)


def test_a_file_does_not_end_the_calm_after_going_back_and_forth(people, version):
    publish(people[0], version, "New words.")
    for number in (1, 2, 1):
        signed_in(people[1]).post(f"/guidelines/social-media/v/{number}/restore/", {"note": "No, so."})
    assert_refused(people[0])


def test_a_file_does_not_pass_a_rule_that_was_chosen(people, version):
    hang(version, Gate(endorsements=1, teams=1))
    assert_refused(people[0])


def test_a_material_version_that_somebody_brings_in_needs_a_colleague_of_another_team(people, version):
    with pytest.raises(ImportRefusedError, match=REFUSED):
        importing.import_version(entry(), now=timezone.now(), by_id=people[0].pk)
    assert GuidelineVersion.objects.count() == 1


def test_what_an_operator_imports_was_decided_elsewhere(people, version):
    importing.import_version(entry(), now=timezone.now())
    assert GuidelineVersion.objects.newest_first()[0].material
