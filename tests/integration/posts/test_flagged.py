"""Posts with a veiled passage: who sees what, on every screen; and how authors settle it."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from flags import actions as flag_actions
from flags.actions.deadlines import end_overdue
from flags.models import Case
from posts import actions, searching, target
from tests.factories.people import UserFactory
from tests.factories.posts import BlogFactory, PostFactory
from tests.html import assert_well_formed
from tests.integration.posts.conftest import signed_in

CANARY = "Nightfall"


@pytest.fixture
def company(db):
    """Five colleagues of five teams, all active today."""
    return UserFactory.create_batch(5, last_active_on=timezone.now().date())


def mark(person, post, block="b1", words=CANARY):
    text = target.blocks(post.pk, post.version)[block]
    start = text.index(words)
    place = flag_actions.Mark("post", post.pk, post.version, block, start, start + len(words))
    return flag_actions.testify(
        person=person, mark=place, category="figures", note="", citation=None, now=timezone.now()
    )


def veil(company, post, block="b1", words=CANARY):
    """Have two teams mark the words; returns the case."""
    for person in company[:2]:
        case = mark(person, post, block, words).case
    case.refresh_from_db()
    assert case.state == "veiled"
    return case


def leaky(author, **changes):
    """A post with history whose first block holds the canary."""
    fields = {"title": "Our spring", "body": f"We **call it {CANARY}** here.\n\nMore."} | changes
    return PostFactory(author=author, **fields)


def edit(post, author, **changes):
    fields = {
        "title": post.title,
        "body": post.body,
        "summary": post.summary,
        "tags": post.tags,
        "blog": post.blog,
    }
    saved = actions.edit_post(
        post=post, person=author, base_version=post.version, now=timezone.now(), **(fields | changes)
    )
    return saved.post


def addresses(post):
    pages = [f"/posts/{post.pk}/", "/posts/", f"/posts/{post.pk}/history/", f"/posts/{post.pk}/edit/"]
    pages += [f"/posts/{post.pk}/v/{n}/" for n in range(1, post.version + 1)]
    pages += [f"/posts/{post.pk}/compare/{n}...{post.version}/" for n in range(1, post.version)]
    pages += [f"/posts/{post.pk}/compare/", f"/posts/?author={post.byline[0].username}", "/posts/?tag=spring"]
    return pages + ([post.blog.get_absolute_url()] if post.blog else [])


@pytest.mark.once
@pytest.mark.parametrize(
    ("block", "words", "changes"),
    [
        ("b1", CANARY, {}),
        ("title", CANARY, {"title": f"About {CANARY}", "body": "Clean."}),
        ("summary", CANARY, {"summary": f"About {CANARY}", "body": "Clean."}),
        ("tags", CANARY.lower(), {"tags": ["spring", CANARY.lower()], "body": "Clean."}),
        ("link1", CANARY, {"body": f"See [this](https://example.org/{CANARY})."}),
        ("alt1", CANARY, {"body": f"![{CANARY}](https://example.org/chart.png)"}),
        ("image1", CANARY, {"body": f"![chart](https://example.org/{CANARY}.png)"}),
        ("b1", CANARY, {"body": f"```\n{CANARY}\n```"}),
    ],
)
def test_no_screen_shows_a_veiled_passage_to_others(company, author, block, words, changes):
    """Wherever the passage stands, and at once; a superuser is one of the others."""
    post = leaky(author, blog=BlogFactory(author=author), **changes)
    veil(company, post, block, words)
    outsiders = [UserFactory(), UserFactory(is_superuser=True), company[0]]
    for person in outsiders:
        browser = signed_in(person)
        for address in addresses(post):
            response = browser.get(address)
            assert CANARY.lower() not in response.content.decode().lower(), address
            assert_well_formed(response)


def test_a_placeholder_says_that_something_stands_there(company, author, as_reader):
    post = leaky(author)
    veil(company, post)
    page = as_reader.get(f"/posts/{post.pk}/").content.decode()
    assert 'class="veiled"' in page
    assert "hidden for now" in page
    assert "We <strong>call it </strong>" in page


def test_a_block_with_a_veil_offers_no_offsets_to_a_browser(company, author, as_reader):
    post = leaky(author)
    veil(company, post)
    page = as_reader.get(f"/posts/{post.pk}/").content.decode()
    assert 'data-block="b1"' not in page
    assert 'data-block="b2"' in page


def test_its_authors_see_their_words_marked(company, author, as_author):
    post = leaky(author)
    veil(company, post)
    page = as_author.get(f"/posts/{post.pk}/").content.decode()
    assert f'<mark class="own-passage">{CANARY}</mark>' in page


def test_older_versions_and_compares_are_closed_to_all_but_authors(company, author, as_reader, as_author):
    post = edit(leaky(author), author, body=f"We call it {CANARY} here.\n\nMuch more.")
    veil(company, post)
    for address in (f"/posts/{post.pk}/v/1/", f"/posts/{post.pk}/compare/1...2/"):
        assert as_reader.get(address).status_code == 403
        assert as_author.get(address).status_code == 200


def test_the_current_version_stays_open(company, author, as_reader):
    post = edit(leaky(author), author, title="Again")
    veil(company, post)
    assert as_reader.get(f"/posts/{post.pk}/").status_code == 200
    assert as_reader.get(f"/posts/{post.pk}/v/2/").status_code == 200


def test_an_edit_elsewhere_carries_the_veil_along(company, author, as_reader):
    post = leaky(author)
    veil(company, post)
    post = edit(post, author, body=f"New start.\n\n{post.body}")
    for address in addresses(post):
        assert CANARY not in as_reader.get(address).content.decode(), address
    assert "New start." in as_reader.get(f"/posts/{post.pk}/").content.decode()


def test_an_author_added_after_the_flag_sees_and_edits_nothing_of_it(company, author, reader, as_reader):
    post = leaky(author)
    veil(company, post)
    actions.add_author(post=post, person=reader, added_by=author, now=timezone.now())
    response = as_reader.get(f"/posts/{post.pk}/edit/")
    assert response.status_code == 403
    assert CANARY not in response.content.decode()


def test_nobody_else_learns_of_a_case_before_the_veil(company, author, as_reader):
    post = leaky(author)
    mark(company[0], post)
    page = as_reader.get(f"/posts/{post.pk}/").content.decode()
    assert CANARY in page
    assert str(Case.objects.get().pk) not in page


def test_a_witness_sees_their_own_mark_in_place(company, author):
    post = leaky(author)
    case = mark(company[0], post).case
    page = signed_in(company[0]).get(f"/posts/{post.pk}/").content.decode()
    assert f'<mark class="own-passage">{CANARY}</mark>' in page
    assert case.get_absolute_url() in page


def test_the_editor_shows_the_author_what_was_marked(company, author, as_author):
    post = leaky(author)
    case = veil(company, post)
    response = as_author.get(f"/posts/{post.pk}/edit/?case={case.pk}")
    page = response.content.decode()
    assert f'<mark class="own-passage">{CANARY}</mark>' in page
    assert "checked" in page
    assert_well_formed(response)


def form(post, **changes):
    fields = {"title": post.title, "body": post.body, "summary": "", "tags": "", "base_version": post.version}
    return fields | changes


def test_a_rewrite_that_settles_the_flag_opens_the_post_and_closes_the_old_version(
    company, author, as_author, as_reader
):
    post = leaky(author)
    case = veil(company, post)
    body = "We have a name for it.\n\nMore."
    response = as_author.post(f"/posts/{post.pk}/edit/", form(post, body=body, settles=str(case.pk)), follow=True)
    assert "1 flag is settled" in response.content.decode()
    case.refresh_from_db()
    assert case.state == "fixed"
    assert "We have a name for it." in as_reader.get(f"/posts/{post.pk}/").content.decode()
    assert as_reader.get(f"/posts/{post.pk}/v/1/").status_code == 403


def test_a_rewrite_that_leaves_the_words_settles_nothing(company, author, as_author):
    post = leaky(author)
    case = veil(company, post)
    body = f"It is still {CANARY}."
    response = as_author.post(f"/posts/{post.pk}/edit/", form(post, body=body, settles=str(case.pk)), follow=True)
    assert "not settled yet" in response.content.decode()
    case.refresh_from_db()
    assert case.state == "veiled"


@pytest.mark.parametrize("settles", ["x", "00000000-0000-0000-0000-000000000000"])
def test_settling_a_case_that_is_not_there_is_refused(company, author, as_author, settles):
    post = leaky(author)
    veil(company, post)
    response = as_author.post(f"/posts/{post.pk}/edit/", form(post, body="New.", settles=settles))
    assert response.status_code == 422
    assert_well_formed(response)


@pytest.mark.parametrize("query", ["case=x", "case=", "case=00000000-0000-0000-0000-000000000000"])
def test_an_editor_asked_for_a_foreign_case_shows_none(author, as_author, query):
    post = leaky(author)
    assert as_author.get(f"/posts/{post.pk}/edit/?{query}").status_code == 200


def test_taking_it_out_cuts_the_passage_from_the_source(company, author):
    post = leaky(author)
    case = veil(company, post)
    version = actions.take_out(
        target_id=post.pk, version=1, cuts={"b1": [case.span]}, person=author, now=timezone.now()
    )
    post.refresh_from_db()
    assert version == post.version == 2
    assert post.body == "We **call it** here.\n\nMore."


def test_a_title_taken_out_whole_still_names_the_post(author):
    post = leaky(author, title=CANARY)
    actions.take_out(target_id=post.pk, version=1, cuts={"title": None}, person=author, now=timezone.now())
    post.refresh_from_db()
    assert post.title == "Title taken out"


def test_a_taken_out_tag_leaves_the_lists(author, as_reader):
    post = leaky(author, tags=["spring", "night fall"], body="Clean.")
    actions.take_out(target_id=post.pk, version=1, cuts={"tags": [(8, 13)]}, person=author, now=timezone.now())
    page = as_reader.get("/posts/?tag=night+fall").content.decode()
    assert "No post fits" in page


def test_what_was_taken_out_can_be_put_back_as_a_new_version(author):
    post = leaky(author, tags=["spring"], summary="All of it")
    now = timezone.now()
    actions.take_out(target_id=post.pk, version=1, cuts={"b1": None, "tags": None}, person=author, now=now)
    version = actions.put_back(target_id=post.pk, version=1, person=author, now=now)
    post.refresh_from_db()
    assert (version, post.version) == (3, 3)
    assert target.blocks(post.pk, 3) == target.blocks(post.pk, 1)
    assert [tag.tag for tag in post.post_tags.all()] == ["spring"]
    with pytest.raises(actions.NotAnAuthorError):
        actions.put_back(target_id=post.pk, version=1, person=UserFactory(), now=now)


def test_taking_out_of_an_old_version_is_refused(author):
    post = edit(leaky(author), author, title="Again")
    with pytest.raises(target.registry.StaleVersionError):
        actions.take_out(target_id=post.pk, version=1, cuts={"b1": None}, person=author, now=timezone.now())


def test_what_flags_knows_of_a_post(author, reader):
    post = edit(leaky(author, tags=["a", "b"]), author, body="Only [this](https://example.org).")
    assert target.current_version(post.pk) == 2
    assert target.current_version(10**30) is None
    assert target.versions(post.pk) == [1, 2]
    assert target.blocks(post.pk, 2) == {
        "title": "Our spring",
        "tags": "a, b",
        "b1": "Only this.",
        "link1": "https://example.org",
    }
    assert list(target.authors(post.pk)) == [author.pk]
    assert target.may_see(reader, post.pk)
    assert target.titles([post.pk], reader) == {post.pk: "Our spring"}
    with pytest.raises(LookupError):
        target.blocks(post.pk, 3)


def test_a_flagged_list_takes_no_more_queries(company, author, as_reader, django_assert_max_num_queries):
    for _time in range(3):
        veil(company, leaky(author))
    as_reader.get("/posts/")
    with django_assert_max_num_queries(8):
        as_reader.get("/posts/")


def test_a_flagged_page_takes_at_most_eight_queries(company, author, as_author, django_assert_max_num_queries):
    post = leaky(author)
    veil(company, post)
    for browser in (as_author, signed_in(company[0]), signed_in(UserFactory(password_hash=make_password(None)))):
        browser.get(f"/posts/{post.pk}/")
        with django_assert_max_num_queries(8):
            browser.get(f"/posts/{post.pk}/")


def test_a_leak_moved_to_another_post_is_a_case_of_its_own(company, author, as_author, as_reader):
    """Nothing is matched against what is hidden elsewhere: that would tell a guesser what stands there."""
    first, second = leaky(author), leaky(author, body="Clean.")
    case = veil(company, first)
    as_author.post(f"/posts/{first.pk}/edit/", form(first, body="Clean.", settles=str(case.pk)))
    case.refresh_from_db()
    assert case.state == "fixed"
    second = edit(second, author, body=f"We call it {CANARY} here.")
    assert CANARY in as_reader.get(f"/posts/{second.pk}/").content.decode()
    veil(company, second)
    assert CANARY not in as_reader.get(f"/posts/{second.pk}/").content.decode()


@pytest.mark.parametrize(
    ("block", "changes"),
    [
        ("title", {"title": f"About {CANARY}"}),
        ("tags", {"tags": ["spring", CANARY.lower()]}),
        ("alt1", {"body": f"We garden.\n\n![{CANARY}](https://example.org/chart.png)"}),
    ],
    ids=["title", "tag", "alternative text"],
)
def test_a_leak_moved_within_the_post_stays_hidden_and_unsettled(company, author, as_reader, block, changes):
    post = leaky(author)
    case = veil(company, post)
    post = edit(post, author, **({"body": "We garden."} | changes))
    html = as_reader.get(f"/posts/{post.pk}/").content.decode().lower()
    assert CANARY.lower() not in html
    now = timezone.now()
    with pytest.raises(flag_actions.StillThereError) as caught:
        flag_actions.settle(person=author, case=case, now=now)
    assert block in caught.value.blocks


def tags_found(post) -> list[str]:
    """The tags that lists find a post by."""
    return sorted(post.post_tags.values_list("tag", flat=True))


def test_a_hidden_tag_finds_nothing_until_it_is_shown_again(company):
    post = leaky(company[4], tags=["spring", "night fall"], body="Clean.")
    case = veil(company, post, "tags", "night")
    assert tags_found(post) == ["spring"]
    post = edit(post, company[4], title="Again", tags=["spring", "night fall", "cakes"])
    assert tags_found(post) == ["cakes", "spring"]
    searching.rebuild_posts()
    assert tags_found(post) == ["cakes", "spring"]
    end_overdue(case.ends_at + timedelta(seconds=1))
    assert tags_found(post) == ["cakes", "night fall", "spring"]
