"""Guidelines to take away: Markdown, exact data, patches."""

import hashlib
import json

import pytest
from django.utils import timezone

from guidelines import actions
from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules.markdown import markdown_to_guideline
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.integration.guidelines.reading import edition, first_edition

pytestmark = pytest.mark.django_db

MARKDOWN = "/guidelines/social-media.md"
DATA = "/guidelines/social-media/v/{}.json"
PATCH = "/guidelines/social-media/compare/{}...{}.patch"


@pytest.fixture
def versions(client):
    """Two versions of a guideline, to a colleague who signed in."""
    client.force_login(UserFactory())
    own = clause("Own your words", "<p>Say your name.</p>", why="<p>Readers ask.</p>")
    first = first_edition(own, clause("Be kind"))
    return first, edition(first, own, clause("Be brave"))


def got(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response


def test_the_guideline_in_force_can_be_fetched_as_markdown(client, versions):
    response = got(client, MARKDOWN)
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    text = response.content.decode()
    assert "# Social media\n\n- Be honest.\n- Be kind.\n\n" in text
    assert "## Own your words\n\nSay your name.\n" in text
    assert markdown_to_guideline(text, fallback_title="") == Leaf.objects.read_one(versions[1]).guideline


def test_a_link_to_a_guideline_is_an_address_in_markdown(client, versions):
    linked = clause(text=f'<p><a id="{versions[0].page_id}" linktype="page">There</a></p>')
    VersionFactory(slug="other", guideline=guideline("Other", linked))
    assert (
        "[There](http://testserver/guidelines/social-media/)"
        in got(client, "/guidelines/other.md").content.decode()
    )


def test_the_markdown_of_a_withdrawn_guideline_says_so(client, versions):
    GuidelineRecord.objects.update(withdrawn_at=timezone.now())
    assert got(client, MARKDOWN).content.decode().startswith("*This guideline is no longer in force.*\n\n<!--")


def test_anybody_can_check_the_hashes_of_a_version_from_its_data(client, versions):
    data = got(client, DATA.format(2)).json()
    assert data["hash"] == versions[1].hash
    canonical = json.dumps(data["facts"], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == data["hash"]
    assert data["facts"]["parent"] == versions[0].hash
    assert data["facts"]["leaves"] == [[leaf["kind"], leaf["clause_id"], leaf["hash"]] for leaf in data["leaves"]]
    for leaf in data["leaves"]:
        assert hashlib.sha256((leaf["salt"] + leaf["content"]).encode()).hexdigest() == leaf["hash"]


def test_words_that_were_taken_out_are_in_no_export(client, versions):
    secret = next(leaf[2] for leaf in versions[0].leaves if leaf[0] == "clause")
    tags = [got(client, path)["ETag"] for path in (MARKDOWN, DATA.format(1))]
    actions.take_out_leaf(leaf_hash=secret, now=timezone.now())
    exports = [got(client, path) for path in (MARKDOWN, DATA.format(1), DATA.format(2), PATCH.format(1, 2))]
    assert not any("Say your name" in each.content.decode() for each in exports)
    assert "The words that stood here were taken out." in exports[0].content.decode()
    empty = next(leaf for leaf in exports[1].json()["leaves"] if leaf["hash"] == secret)
    assert (empty["salt"], empty["content"]) == (None, None)
    assert tags[0] != exports[0]["ETag"]
    assert tags[1] != exports[1]["ETag"]


def test_a_comparison_can_be_fetched_as_a_patch(client, versions):
    text = got(client, PATCH.format(1, 2)).content.decode()
    assert text.startswith("--- a/social-media.md\tVersion 1\n+++ b/social-media.md\tVersion 2\n@@")
    assert "\n-## Be kind\n" in text
    assert "\n+## Be brave\n" in text
    assert "\n+## Be kind\n" in got(client, PATCH.format(2, 1)).content.decode()
    assert got(client, PATCH.format(2, 2)).content == b""


@pytest.mark.parametrize("path", [MARKDOWN, DATA.format(1), PATCH.format(1, 2)])
def test_whoever_has_an_export_already_is_told_that_nothing_changed(client, versions, path):
    etag = got(client, path)["ETag"]
    response = client.get(path, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.parametrize(
    "path", [DATA.format(3), PATCH.format(1, 3), PATCH.format(3, 1), "/guidelines/nothing.md"]
)
def test_what_there_is_not_is_not_found(client, versions, path):
    got(client, path, status=404)


@pytest.mark.parametrize("path", [MARKDOWN, DATA.format(1), PATCH.format(1, 2)])
def test_exports_are_for_those_who_may_read(client, versions, settings, path):
    client.logout()
    assert got(client, path, status=302)["Location"].startswith("/accounts/login/")
    settings.GUIDELINES_PUBLIC = True
    got(client, path)


def test_old_addresses_lead_to_the_same_export_at_the_present_one(client, versions):
    page = GuidelineVersion.objects.first().page_id
    GuidelineRecord.objects.filter(page_id=page).update(slug="renamed")
    assert client.get(MARKDOWN)["Location"] == "/guidelines/renamed.md"
    assert client.get(DATA.format(1))["Location"] == "/guidelines/renamed/v/1.json"
