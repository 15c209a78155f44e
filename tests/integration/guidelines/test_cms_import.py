"""Importing a guideline through the CMS: choose, look, import."""

import gzip
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import PageLogEntry

from guidelines.models import GuidelineVersion
from people.models import Employment
from tests.factories.people import UserFactory
from tests.integration.guidelines.test_import_guideline import FIRST, SECOND, everything, readings_of
from tests.programs import needs_program

pytestmark = pytest.mark.django_db

ADDRESS = "/cms/import-guideline/"
MARKDOWN = "# Blogging\n\n![P](/p.png)\n\n## Ask first\n\nAsk a customer.\n"
LINES = "\n".join(json.dumps(each) for each in (FIRST, SECOND))


@pytest.fixture
def person(client):
    """A colleague who signed in."""
    made = UserFactory()
    client.force_login(made)
    client.get("/cms/")
    return made


def sent(client, text, name="blogging.md", **fields):
    data = text if isinstance(text, bytes) else text.encode()
    values = {"note": "Start", "slug": "", "file": SimpleUploadedFile(name, data)} | fields
    return client.post(ADDRESS, values)


def looked(client, *arguments, **fields):
    """The preview of a file: its address and the response."""
    response = sent(client, *arguments, **fields)
    assert response.status_code == 302, response.content.decode()
    return response["Location"], client.get(response["Location"])


def test_it_is_in_the_menu_of_every_employee(client, person):
    assert ADDRESS in client.get("/cms/").content.decode()
    page = client.get(ADDRESS).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "Nothing is written before you say so." in page


def test_looking_at_a_file_shows_its_clauses_and_what_can_not_be_kept_and_writes_nothing(client, person):
    before = everything()
    _address, page = looked(client, MARKDOWN)
    text = " ".join(page.content.decode().split())
    assert "<h2>/guidelines/blogging/</h2>" in text
    assert "Line 3: a picture becomes a link to it" in text
    assert "<td>Ask first</td> <td>5</td> <td> new </td>" in text
    assert everything() == before


def test_what_was_looked_at_is_imported_in_the_name_of_whoever_sent_it(client, person):
    address, _page = looked(client, MARKDOWN)
    response = client.post(address)
    assert response["Location"] == "/guidelines/blogging/"
    version = GuidelineVersion.objects.get()
    assert version.person_id == person.pk
    entry = PageLogEntry.objects.get(action="guidelines.import")
    assert (entry.user_id, entry.page_id, entry.data) == (person.pk, version.page_id, {"versions": 1})
    assert client.post(address)["Location"] == ADDRESS
    assert GuidelineVersion.objects.count() == 1


def test_a_file_can_be_the_next_version_of_a_guideline(client, person):
    client.post(looked(client, MARKDOWN)[0])
    address, page = looked(client, MARKDOWN.replace("a customer", "two customers"), slug="blogging", note="Two")
    text = " ".join(page.content.decode().split())
    assert "changes: 2 words in, 2 words out" in text
    assert "stays as it is" in text
    client.post(address)
    assert [reading.note for reading in readings_of("blogging")] == ["Start", "Two"]


@pytest.mark.parametrize("zipped", [False, True])
def test_a_history_is_imported_with_all_its_versions(client, person, zipped):
    data = gzip.compress(LINES.encode()) if zipped else LINES.encode()
    address, page = looked(client, data, "h.jsonl.gz" if zipped else "h.jsonl", note="")
    assert page.content.decode().count("<details") == 2
    client.post(address)
    assert [reading.note for reading in readings_of("social-media")] == ["Start", "Ask first"]


@needs_program("pandoc")
def test_a_page_of_a_wiki_can_be_imported(client, person):
    revision = (
        "<revision><id>1</id><timestamp>2020-01-01T10:00:00Z</timestamp><comment>Why</comment>"
        "<text>Be ''kind''.</text></revision>"
    )
    dump = f"<mediawiki><page><title>House</title><ns>0</ns><id>7</id>{revision}</page></mediawiki>"
    client.post(looked(client, dump, "dump.xml", note="")[0])
    assert readings_of("house")[0].guideline.clauses[0].rule[0].html == "<p>Be <i>kind</i>.</p>"
    many = dump.replace(revision, "".join(revision.replace(">1<", f">{n}<") for n in range(1, 102)))
    assert "more than 100 versions" in looked(client, many, "dump.xml", note="")[1].content.decode()


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("# A\n\n<form>", "a.md", "a.md: in its Markdown, line 3: the tag &lt;form&gt; can&#x27;t be kept"),
        (b"\xff", "a.md", "“a.md” is no UTF-8"),
        (json.dumps(FIRST) + "\n{", "a.jsonl", "Line 2: this is no JSON"),
        (b"\x1f\x8bx", "a.gz", "The file looks gzipped, but is damaged."),
        (gzip.compress(b" " * (20 * 1024 * 1024 + 1)), "a.gz", "The file holds more than 20 MB."),
        ("<a", "a.xml", "Line 1: this is no XML"),
        (
            "\n".join(json.dumps(FIRST | {"version": n, "markdown": "a"}) for n in range(1, 102)),
            "a.jsonl",
            "The file holds more than 100 versions. Whoever runs Peerline can import it with manage.py.",
        ),
    ],
)
def test_what_can_not_be_imported_says_why_and_nothing_changes(client, person, text, name, reason):
    before = everything()
    address, page = looked(client, text, name)
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert client.post(address).status_code == 422
    assert everything() == before


@pytest.mark.parametrize(
    ("text", "fields", "reason"),
    [
        (b"", {}, "The submitted file is empty."),
        ("x", {"name": "a.exe"}, "Choose a file that ends in .md, .jsonl or .xml."),
        ("x", {"note": " "}, "Say in a sentence what you changed and why."),
        ("x", {"slug": "a b"}, "valid “slug”"),
        (b"x" * (5 * 1024 * 1024 + 1), {}, "The file is larger than 5 MB."),
    ],
)
def test_a_form_that_can_not_be_taken_says_why(client, person, text, fields, reason):
    response = sent(client, text, fields.pop("name", "a.md"), **fields)
    assert response.status_code == 422
    assert reason in response.content.decode()


def test_a_file_is_only_for_whoever_sent_it_and_not_for_ever(client, person):
    address, _page = looked(client, MARKDOWN)
    client.force_login(UserFactory())
    for method in (client.get, client.post):
        response = method(address)
        assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert not GuidelineVersion.objects.exists()


def test_former_colleagues_import_nothing(client):
    client.force_login(UserFactory(employment=Employment.ALUMNI))
    assert client.get(ADDRESS).status_code == 403
    assert sent(client, MARKDOWN).status_code == 403
