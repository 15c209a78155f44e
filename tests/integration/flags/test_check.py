"""The check before posting: for its writer alone, never stored, never blocking."""

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.utils import timezone

from discussions import actions
from discussions.models import ThreadComment
from flags import leakcheck
from flags.models import CodeName
from guidelines.models import Proposal
from posts.discussed import place_of
from posts.models import Post
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
TOKEN = "AKIA" + "IOSFODNN7EXAMPLE"
FOUND = "before you publish"
CLEAN = "Nothing here looks like"
KEYS = "10000000-0000-4000-8000-000000000000"
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def browser():
    """A colleague's browser."""
    return signed_in(UserFactory())


def _add(browser, name: str, **more):
    return browser.post("/flags/check/names/", {"name": name} | more)


def _hints(browser, text: str) -> str:
    answer = browser.post("/flags/check/", {"body": text}, headers=SCRIPT)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_it_does_with_a_text(browser):
    page = browser.get("/flags/check/")
    assert_well_formed(page)
    assert "nothing of the text is stored" in page.content.decode()


def test_a_pasted_text_comes_back_with_what_looks_like_a_leak(browser):
    page = browser.post("/flags/check/", {"body": f"Our key is {TOKEN} here"})
    assert_well_formed(page)
    html = page.content.decode()
    assert f'<mark class="passage">{TOKEN}</mark>' in html
    assert f"Our key is {TOKEN} here</textarea>" in html


def test_the_desk_leads_to_the_check(browser):
    assert "/flags/check/" in browser.get("/flags/desk/").content.decode()


def test_a_script_gets_the_hints_without_a_page(browser):
    html = _hints(browser, f"Our key is {TOKEN}")
    assert "<html" not in html
    assert TOKEN in html


def test_nothing_found_does_not_promise_that_nothing_is_there(browser):
    assert "found by people only" in _hints(browser, "Our password is fish.")


def test_a_code_name_is_found_and_can_be_read_by_nobody(browser):
    assert _add(browser, "Project Nightfall").status_code == 302
    assert "code name that a colleague put on the list" in _hints(browser, "So project-nightfall ships in March.")
    for row in CodeName.objects.values_list():
        assert "nightfall" not in str(row).lower()
    assert {field.name for field in CodeName._meta.get_fields()} == {"digest", "added_on"}


def test_adding_and_taking_off_do_not_tell_what_was_on_the_list(browser):
    pages = [_add(browser, name) for name in ("Nightfall", "Nightfall", "Daybreak")]
    gone = [_add(browser, name, remove="1") for name in ("Nightfall", "Nightfall", "Sunset")]
    assert {(page.status_code, page.url) for page in [*pages, *gone]} == {(302, "/flags/check/")}
    assert CodeName.objects.count() == 1


@pytest.mark.parametrize("name", ["abc", "one two three four five", "", "n" * 101, "\x00"])
def test_a_name_that_cannot_be_looked_for_is_refused_in_words_and_kept(browser, name):
    answer = _add(browser, name)
    assert answer.status_code == 422
    assert_well_formed(answer)
    assert not CodeName.objects.exists()


def test_one_person_changes_the_list_so_often_a_day(browser, monkeypatch):
    monkeypatch.setattr(leakcheck, "CHANGES_A_DAY", 2)
    assert [_add(browser, f"Nightfall {number}").status_code for number in range(3)] == [302, 302, 429]
    assert _add(signed_in(UserFactory()), "Daybreak").status_code == 302


def test_nobody_reads_the_list_by_asking_for_every_word(browser, monkeypatch):
    names = [f"Nightfall{letter}" for letter in "abcdef"]
    for name in names:
        _add(browser, name)
    monkeypatch.setattr(leakcheck, "NAMES_A_DAY", 3)
    asker = signed_in(UserFactory())
    first = _hints(asker, " ".join(names))
    assert first.count("is a code name") == 3
    again = _hints(asker, f"{' '.join(names)} and nothing else")
    assert [name for name in names if name in again] == [name for name in names if name in first]
    without = _hints(asker, "Words that are on no list")
    assert "Code names are not looked up for you just now" in without
    assert _hints(signed_in(UserFactory()), names[0]).count("is a code name") == 1


def test_after_many_questions_in_an_hour_only_the_form_of_keys_is_looked_at(browser, monkeypatch):
    _add(browser, "Nightfall")
    monkeypatch.setattr(leakcheck, "CHECKS_AN_HOUR", 1)
    assert "is a code name" in _hints(browser, "Nightfall")
    html = _hints(browser, f"Nightfall {TOKEN}")
    assert "is a code name" not in html
    assert TOKEN in html


def test_nothing_of_a_checked_text_is_kept_anywhere(browser, version):
    _add(browser, "Nightfall")
    text = f"A Quixotical text with Nightfall and {TOKEN}"
    _hints(browser, text)
    browser.post(f"/discussions/post/{PostFactory().pk}/", {"text": text, "check": "1"})
    browser.post(_suggesting(version), {"rule": text, "reason": text, "level": "2", "check": "1"})
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            assert "quixotical" not in str(row).lower()
            assert TOKEN not in str(row)


@pytest.fixture
def version():
    """A guideline in force, one clause of which is about keys."""
    keys = clause("Passwords and keys", "<p>Credentials stay inside.</p>", id=KEYS)
    return VersionFactory(slug="house", guideline=guideline("House", clause("Be kind", "<p>Say hello.</p>"), keys))


def test_a_hint_names_the_clause_it_touches(browser, version):
    html = _hints(browser, TOKEN)
    assert "Passwords and keys" in html
    assert f"{page_of(version).url}#clause-{KEYS}" in html


def test_all_texts_of_a_form_are_looked_through_each_by_itself(browser):
    _add(browser, "Night Fall")
    page = browser.post("/flags/check/", {"body": ["So night", "fall ships", f"{TOKEN}"]}, headers=SCRIPT)
    html = page.content.decode()
    assert TOKEN in html
    assert "is a code name" not in html


def _post(**changes):
    return {"kind": "article", "title": "Our key", "body": f"It is {TOKEN}.", "summary": "", "tags": ""} | changes


def test_a_new_post_can_be_checked_without_javascript_and_is_not_published_by_it(browser):
    page = browser.post("/posts/new/", _post(check="1"))
    assert page.status_code == 200
    assert_well_formed(page)
    html = page.content.decode()
    assert FOUND in html
    assert f"It is {TOKEN}.</textarea>" in html
    assert not Post.objects.exists()


def test_an_unfinished_post_can_be_checked_too(browser):
    page = browser.post("/posts/new/", _post(check="1", title=""))
    assert page.status_code == 200
    assert FOUND in page.content.decode()


def test_what_is_found_does_not_keep_anybody_from_publishing(browser):
    assert browser.post("/posts/new/", _post()).status_code == 302
    assert TOKEN in Post.objects.get().body


def test_an_edit_can_be_checked_and_is_not_saved_by_it(browser):
    browser.post("/posts/new/", _post(body="Nothing yet."))
    post = Post.objects.get()
    address = f"/posts/{post.pk}/edit/"
    page = browser.post(address, _post(check="1", base_version="1"))
    assert page.status_code == 200
    assert_well_formed(page)
    assert FOUND in page.content.decode()
    post.refresh_from_db()
    assert (post.version, post.body) == (1, "Nothing yet.")


# While writing a comment


@pytest.fixture
def writer():
    """Somebody who comments."""
    return UserFactory()


@pytest.fixture
def comment(writer):
    """What they said about a post, just now."""
    place = place_of(PostFactory().pk)
    return actions.write(place=place, person=writer, text="Nothing yet.", now=timezone.now())


@pytest.mark.parametrize(
    "form", ["/discussions/post/{post}/", "/comments/{comment}/answer/", "/comments/{comment}/edit/"]
)
def test_a_comment_can_be_checked_without_javascript_and_is_not_said_by_it(writer, comment, version, form):
    address = form.format(post=comment.topic.place.id, comment=comment.pk)
    typed = {"text": f"It is {TOKEN}.", "base_version": "1", "check": "1"}
    page = signed_in(writer).post(address, typed)
    assert page.status_code == 200
    assert_well_formed(page)
    html = page.content.decode()
    assert FOUND in html
    assert f"#clause-{KEYS}" in html
    assert f"It is {TOKEN}.</textarea>" in html
    assert ThreadComment.objects.get().comment == "Nothing yet."


def test_an_unfinished_comment_can_be_checked_and_says_what_is_missing(writer, comment):
    page = signed_in(writer).post(f"/comments/{comment.pk}/answer/", {"text": "", "check": "1"})
    assert page.status_code == 200
    assert CLEAN in page.content.decode()
    assert "Write something first." in page.content.decode()


def test_what_is_found_does_not_keep_anybody_from_commenting(browser):
    browser.post(f"/discussions/post/{PostFactory().pk}/", {"text": f"It is {TOKEN}."})
    assert TOKEN in ThreadComment.objects.get().comment


def test_the_check_is_no_way_to_what_one_may_not_see(browser):
    assert browser.post("/discussions/post/999/", {"text": TOKEN, "check": "1"}).status_code == 404


# While suggesting a change, and in the editor


def _suggesting(version, place=KEYS) -> str:
    return f"/guidelines/{page_of(version).slug}/clauses/{place}/suggest/"


def test_a_suggestion_can_be_checked_before_it_says_why_and_is_not_made_by_it(browser, version):
    page = browser.post(_suggesting(version), {"rule": f"It is {TOKEN}.", "level": "2", "check": "1"})
    assert page.status_code == 200
    assert_well_formed(page)
    html = page.content.decode()
    assert FOUND in html
    assert f"#clause-{KEYS}" in html
    assert f"It is {TOKEN}.</textarea>" in html
    assert "Say in a sentence what you would change" not in html
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("field", ["heading", "why", "permitted", "not_permitted", "not_restricted", "reason"])
def test_every_text_of_a_suggestion_is_looked_through(browser, version, field):
    page = browser.post(_suggesting(version), {"rule": "Be kind.", "level": "2", field: TOKEN, "check": "1"})
    assert FOUND in page.content.decode()


def test_why_a_clause_should_go_can_be_checked(browser, version):
    page = browser.post(f"{_suggesting(version)}?remove=1", {"reason": f"{TOKEN} leaked.", "check": "1"})
    assert page.status_code == 200
    assert FOUND in page.content.decode()
    assert not Proposal.objects.exists()


def test_what_is_found_does_not_keep_anybody_from_suggesting(browser, version):
    typed = {"heading": "Keys", "rule": f"It is {TOKEN}.", "level": "2", "reason": "Clearer."}
    assert browser.post(_suggesting(version), typed).status_code == 302
    assert Proposal.objects.exists()


def test_the_editor_of_a_guideline_leads_to_the_check_beside_it(browser, version):
    page = browser.get(f"/cms/pages/{page_of(version).pk}/edit/")
    link = BeautifulSoup(page.content, "html.parser").find("a", href="/flags/check/")
    assert link is not None
    assert link["target"] == "_blank"
