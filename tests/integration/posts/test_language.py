"""The language of a post: said by its writer, kept by imports, and asked of those who judge a passage of it."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from flags import actions as flag_actions
from flags import jury
from flags.models import Panel
from people.models import User
from posts import target
from posts.models import Post
from tests.factories.people import TeamFactory, UserFactory
from tests.factories.posts import PostFactory
from tests.html import assert_well_formed
from tests.integration.posts.conftest import signed_in
from tests.integration.posts.test_import import record, write

pytestmark = pytest.mark.django_db
NEW = "/posts/new/"
TEXT = {"kind": "article", "title": "Title", "body": "Some text.", "summary": "", "tags": ""}


def offered(page) -> str:
    """Return the language that a form offers first."""
    return page.context["form"]["language"].value() or ""


@pytest.mark.parametrize(("listed", "first"), [(["sv", "en"], "sv"), (["mi"], "mi"), ([], "")])
def test_a_new_post_is_offered_in_the_first_language_of_its_writer(listed, first):
    page = signed_in(UserFactory(languages=listed)).get(NEW)
    assert offered(page) == first
    assert_well_formed(page)


def test_it_is_kept_as_said_and_said_to_readers_browsers():
    browser = signed_in(UserFactory(languages=["sv"]))
    page = browser.post(NEW, TEXT | {"language": "de"}, follow=True).content.decode()
    assert Post.objects.get().language == "de"
    assert '<div class="prose post-body" lang="de">' in page


def test_nobody_has_to_say_it():
    page = signed_in(UserFactory()).post(NEW, TEXT, follow=True).content.decode()
    assert Post.objects.get().language == ""
    assert '<div class="prose post-body">' in page


def test_what_is_no_language_is_refused_and_the_text_is_kept():
    page = signed_in(UserFactory()).post(NEW, TEXT | {"language": "klingon"})
    assert page.status_code == 422
    assert "Some text." in page.content.decode()
    assert not Post.objects.exists()


def test_an_edit_keeps_what_its_author_does_not_list_and_a_change_is_a_version():
    author = UserFactory(languages=["en"])
    post = PostFactory(author=author, language="mi")
    browser, address = signed_in(author), f"/posts/{post.pk}/edit/"
    assert offered(browser.get(address)) == "mi"
    same = {"title": post.title, "body": post.body, "summary": "", "tags": "", "base_version": 1}
    browser.post(address, same | {"language": "mi"})
    assert Post.objects.get().version == 1
    browser.post(address, same | {"language": "en"})
    assert (Post.objects.get().version, Post.objects.get().language) == (2, "en")
    assert [target.language(post.pk, version) for version in (1, 2, 3)] == ["mi", "en", ""]


def test_an_import_keeps_the_language_that_is_given(tmp_path):
    records = [record(1, language="pt_BR"), record(2), record(3, language=" ")]
    call_command("import_posts", write(tmp_path / "posts.jsonl", records))
    assert list(Post.objects.order_by("import_slug").values_list("language", flat=True)) == ["pt-br", "", ""]


@pytest.fixture
def company():
    """Thirty colleagues of thirty teams, active today: twelve list Swedish, twelve English, the others nothing."""
    today = timezone.now().date()
    listed = [["sv"]] * 12 + [["en", "de"]] * 12 + [[]] * 6
    return [UserFactory(team=TeamFactory(), languages=codes, last_active_on=today) for codes in listed]


def drawn_for(post, witness) -> list[list[str]]:
    """Have somebody flag the post; return what each of the people lists who could be asked to judge."""
    mark = flag_actions.Mark("post", post.pk, 1, "b1", 0, 5)
    case = flag_actions.testify(
        person=witness, mark=mark, category="figures", note="", citation=None, now=timezone.now()
    ).case
    panel = Panel.objects.select_related("case").get(case=case)
    ids = [one.id for one in jury.eligible_people(panel, timezone.now())]
    return sorted(User.objects.filter(pk__in=ids).values_list("languages", flat=True))


def test_who_lists_other_languages_is_not_drawn(company):
    post = PostFactory(author=company[-1], language="sv")
    assert drawn_for(post, company[-2]) == [[]] * 4 + [["sv"]] * 12


def test_a_region_keeps_nobody_out(company):
    post = PostFactory(author=company[-1], language="en-gb")
    assert drawn_for(post, company[-2]) == [[]] * 4 + [["en", "de"]] * 12


def test_where_nobody_said_the_language_nobody_is_kept_out(company):
    post = PostFactory(author=company[-1], language="")
    assert len(drawn_for(post, company[-2])) == 28


def test_a_language_that_hardly_anybody_lists_keeps_nobody_out_so_that_no_author_picks_the_jury(company):
    post = PostFactory(author=company[-1], language="mi")
    assert len(drawn_for(post, company[-2])) == 28


def test_another_language_said_after_the_flag_changes_nothing(company):
    author, witness = company[-1], company[-2]
    post = PostFactory(author=author, language="sv")
    before = drawn_for(post, witness)
    same = {"title": post.title, "body": post.body, "summary": "", "tags": "", "base_version": 1}
    signed_in(author).post(f"/posts/{post.pk}/edit/", same | {"language": "de"})
    assert Post.objects.get().language == "de"
    panel = Panel.objects.select_related("case").get()
    people = User.objects.filter(pk__in=[one.id for one in jury.eligible_people(panel, timezone.now())])
    assert sorted(people.values_list("languages", flat=True)) == before
