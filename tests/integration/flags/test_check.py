"""The check before posting: for its writer alone, never stored, never blocking."""

import pytest
from django.apps import apps

from flags import leakcheck
from flags.models import CodeName
from posts.models import Post
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import UserFactory
from tests.html import assert_well_formed
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
TOKEN = "AKIA" + "IOSFODNN7EXAMPLE"
FOUND = "before you publish"
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


def test_nothing_of_a_checked_text_is_kept_anywhere(browser):
    _add(browser, "Nightfall")
    _hints(browser, f"A Quixotical text with Nightfall and {TOKEN}")
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            assert "quixotical" not in str(row).lower()
            assert TOKEN not in str(row)


def test_a_hint_names_the_clause_it_touches(browser):
    keys = clause("Passwords and keys", "<p>Credentials stay inside.</p>", id="keys")
    version = VersionFactory(guideline=guideline("House", clause("Be kind", "<p>Say hello.</p>", id="kind"), keys))
    html = _hints(browser, TOKEN)
    assert "Passwords and keys" in html
    assert f"{page_of(version).url}#clause-keys" in html


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
