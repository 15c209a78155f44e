"""The page /search/: what it finds for whom, and that nothing anybody types breaks it."""

import re
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.actions import take_out_leaf
from guidelines.models import Leaf, Wording
from people.models import PersonEntry
from posts.models import PostEntry
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.html import assert_well_formed
from tests.integration.guidelines.reading import edition, first_edition
from tests.integration.posts.test_flagged import CANARY, company, leaky, veil

pytestmark = pytest.mark.django_db

__all__ = ["company"]


@pytest.fixture(autouse=True)
def reader(client):
    """A signed-in colleague who was here today already."""
    person = UserFactory(display_name="Ann Reader")
    client.force_login(person)
    client.get("/notices/")
    return person


def search(client, q="", status=200, **where):
    """The page of a search as one line."""
    response = client.get(f"/search/?{urlencode({'q': q, **where})}")
    assert response.status_code == status
    if status == 200:
        assert_well_formed(response)
    return re.sub(r"\s+", " ", response.content.decode())


def test_guidelines_posts_and_people_are_found_at_once(client):
    kayaks = clause("Kayaks", "<p>Mind the kayak.</p>")
    VersionFactory(slug="rules", guideline=guideline("Rules", kayaks))
    post = PostFactory(title="A kayak <trip>", body="Rowing & kayaks <b>x</b>")
    person = UserFactory(display_name="Kayaka Lund")
    html = search(client, "kayak")
    assert f'href="/guidelines/rules/#clause-{kayaks.id}"' in html
    assert "<mark>Kayaks</mark>" in html
    assert "Mind the <mark>kayak</mark>." in html
    assert f'href="/posts/{post.pk}/"' in html
    assert "Rowing &amp; <mark>kayaks</mark> &lt;b&gt;x&lt;/b&gt;" in html
    assert f'href="/people/{person.username}/"' in html
    assert "Mind the" not in search(client, "kayak", **{"in": "posts"})


def test_all_versions_say_when_a_wording_came_and_went(client):
    photos = clause("Photos", "<p>Ask about herring.</p>")
    first = first_edition(photos)
    second = edition(first, clause("Photos", "<p>Ask about salmon.</p>", id=photos.id))
    assert "Nothing found" in search(client, "herring")
    html = search(client, "herring", versions="all")
    assert "first appeared in v1," in html
    compare = f"/guidelines/social-media/compare/1...2/#change-{photos.id}"
    assert f'<a href="{compare}">gone since v2</a>' in html
    assert f'href="/guidelines/social-media/v/1/#clause-{photos.id}"' in html
    for path in (compare, f"/guidelines/social-media/v/1/#clause-{photos.id}"):
        page, anchor = path.split("#")
        assert f'id="{anchor}"' in client.get(page).content.decode()
    assert "still in force" in search(client, "salmon", versions="all")
    assert "first appeared" not in search(client, "salmon")
    take_out_leaf(leaf_hash=Leaf.objects.filter(content__contains="salmon").get().hash, now=timezone.now())
    assert "Nothing found" in search(client, "salmon", versions="all", guideline="social-media")
    assert second.number == 2


def test_one_guideline_can_be_searched_from_its_page(client):
    first_edition(clause("Salmon"))
    VersionFactory(slug="other", guideline=guideline("Other", clause("Salmon too")))
    page = client.get("/guidelines/social-media/").content.decode()
    assert 'name="guideline" value="social-media"' in re.sub(r"\s+", " ", page)
    html = search(client, "salmon", guideline="social-media")
    assert "Salmon" in html
    assert "Salmon too" not in html


@pytest.mark.parametrize(
    "q",
    [
        "",
        " ",
        '"',
        '""',
        "*",
        "\0",
        "a\0b",
        "a AND b OR NOT NEAR(c, 2)",
        "a:b ^c -d a*",
        "%",
        "_",
        "\\",
        "'; DROP",
        "…",
    ],
)
def test_nothing_anybody_types_breaks_the_search(client, q):
    first_edition()
    for where in ({}, {"versions": "all"}, {"in": "posts"}, {"in": "people"}, {"guideline": "a\0b"}):
        search(client, q, **where)


def test_a_very_long_query_is_cut_and_says_so(client):
    assert "only its first words" in search(client, "x" * 10_000)
    assert "only its first words" in search(client, "word " * 2000)
    assert "only its first words" not in search(client, "word")


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 5000, "\0"])
def test_any_page_is_answered(client, page):
    first_edition(clause("Salmon"))
    assert "Salmon" in search(client, "salmon", page=page, **{"in": "guidelines"})


def test_pages_hold_all_there_is(client):
    first_edition(*[clause(f"Number {n} of salmon") for n in range(25)])
    for n in range(25):
        PostFactory(title=f"Salmon post {n}")
    everywhere = search(client, "salmon")
    assert "in=guidelines" in everywhere
    assert "in=posts" in everywhere
    for kind, count in (("guidelines", 25), ("posts", 25)):
        first = search(client, "salmon", **{"in": kind})
        older = re.search(r'rel="next" href="([^"]*)"', first)[1].replace("&amp;", "&")
        second = client.get(f"/search/{older}").content.decode()
        titles = re.findall(r"Number \d+ of|Salmon</mark> post \d+|Salmon post \d+", first + second)
        assert len(set(titles)) >= count
    assert client.get("/search/?q=salmon&in=posts&before=nonsense").status_code == 400


def test_a_veiled_word_is_in_no_result(company, client):
    post = leaky(company[4])
    assert f"/posts/{post.pk}/" in search(client, CANARY)
    veil(company, post)
    for person in (company[3], company[4], UserFactory(is_superuser=True)):
        client.force_login(person)
        html = search(client, CANARY.lower())
        assert "Nothing found" in html
        assert f"/posts/{post.pk}/" not in html
        assert CANARY not in search(client, "here more")


def test_strangers_find_guidelines_only_and_only_where_those_are_public(settings):
    first_edition(clause("Salmon"))
    PostFactory(title="Salmon post")
    UserFactory(display_name="Salmon Smith")
    stranger = Client()
    search(stranger, "salmon", status=302)
    settings.GUIDELINES_PUBLIC = True
    for where in ("", "posts", "people"):
        html = search(stranger, "salmon", **{"in": where})
        assert "#clause-" in html
        assert "Salmon post" not in html
        assert "Smith" not in html


def test_the_index_can_be_made_anew(client):
    first_edition(clause("Salmon"))
    PostFactory(title="Salmon post")
    for model in (Wording, PostEntry, PersonEntry):
        model.objects.all().delete()
    assert "Nothing found" in search(client, "salmon")
    call_command("rebuild_search")
    html = search(client, "salmon")
    assert "#clause-" in html
    assert "/posts/" in html
    assert "Ann Reader" in search(client, "ann", **{"in": "people"})


def test_a_search_takes_as_many_queries_for_many_results_as_for_one(client):
    def queries(**where):
        with CaptureQueriesContext(connection) as captured:
            search(client, "salmon", **where)
        return len(captured)

    wheres = [{}, {"versions": "all"}, {"in": "guidelines"}, {"in": "posts"}, {"in": "people"}]
    first = first_edition(clause("Salmon"), clause("Salmon again"))
    PostFactory(title="Salmon")
    UserFactory(display_name="Salmon")
    few = [queries(**where) for where in wheres]
    edition(first, *[clause(f"More salmon {n}") for n in range(9)])
    for n in range(4):
        VersionFactory(slug=f"more-{n}", guideline=guideline("Salmon"))
        PostFactory(title="Salmon")
        UserFactory(display_name="Salmon")
    assert [queries(**where) for where in wheres] == few
    assert max(few) <= 16
