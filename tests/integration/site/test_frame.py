"""The frame of every page: what stands in it, for whom, and what it says when something goes wrong."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from people import actions
from people.models import Employment, User
from tests.factories.people import UserFactory
from tests.html import assert_well_formed

pytestmark = pytest.mark.django_db

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|href=\"javascript:", re.IGNORECASE)


@pytest.fixture
def ada(client):
    """A colleague who is signed in."""
    person = UserFactory(username="ada", display_name="Ada Park")
    client.force_login(person)
    return person


def test_no_template_holds_an_inline_script_or_style():
    """The Content-Security-Policy would refuse it, on some page that nobody looks at."""
    found = {path.name: INLINE.findall(path.read_text(encoding="utf-8")) for path in TEMPLATES}
    assert len(found) > 40
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_a_colleague_finds_the_way_everywhere(client, ada):
    page = client.get(reverse("people:notices")).content.decode()
    for name in (
        "guidelines:index",
        "posts:index",
        "posts:blogs",
        "people:voices",
        "flags:desk",
        "flags:how",
        "flags:log",
        "posts:new",
    ):
        assert f'href="{reverse(name)}"' in page
    assert f'href="{ada.get_absolute_url()}"' in page
    assert f'action="{reverse("account_logout")}"' in page


def test_the_section_one_is_in_is_marked(client, ada):
    page = client.get(reverse("posts:blogs")).content.decode()
    links = re.findall(r'<a href="([^"]+)"\s+aria-current="true"', page)
    assert links[0] == reverse("posts:blogs")
    assert reverse("posts:index") not in links


def test_who_no_longer_works_here_is_not_sent_to_the_editor(client, ada):
    assert reverse("wagtailadmin_home") in client.get(reverse("people:notices")).content.decode()
    User.objects.filter(pk=ada.pk).update(employment=Employment.ALUMNI)
    assert reverse("wagtailadmin_home") not in client.get(reverse("people:notices")).content.decode()


def test_unread_notices_are_counted_in_the_header(client, ada):
    now = timezone.now()
    for minutes in (1, 2, -60):
        actions.notify(
            recipient=ada, kind="test", text="Something", url="/", deliver_at=now - timedelta(minutes=minutes)
        )
    page = " ".join(client.get(reverse("people:notices")).content.decode().split())
    assert "2 unread notices" in page


def test_a_stranger_sees_no_way_to_what_is_closed(client):
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("posts:index") not in page
    assert reverse("guidelines:index") not in page


def test_a_stranger_is_led_to_guidelines_that_are_open_to_all(client, settings):
    settings.GUIDELINES_PUBLIC = True
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("guidelines:index") in page
    assert reverse("posts:index") not in page


def test_an_unknown_address_gets_a_page_in_plain_words(client, ada):
    answer = client.get("/there-is-nothing-here/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()
    assert_well_formed(answer)


@pytest.mark.parametrize("template", ["400.html", "403_csrf.html", "413.html", "500.html"])
def test_pages_for_faults_need_no_context_and_no_database(template, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string(template)
    assert "<h1>" in page
    assert 'href="/"' in page


def test_the_language_and_its_direction_are_said(client):
    with translation.override("ar"):
        page = render_to_string("500.html")
    assert re.search(r'<html lang="ar"\s+dir="rtl">', page)
    assert "bootstrap.rtl.min.css" in page


def test_pages_allow_nothing_inline(client, ada):
    policy = client.get(reverse("people:notices")).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
