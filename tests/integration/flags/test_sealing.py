"""Seals of posts: what goes, what stays, what can come back, and what breaks in the middle."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format

from discussions.models import ThreadComment
from discussions.rules.places import Place as Subject
from flags import actions, originals, registry
from flags.actions.living import store
from flags.actions.sealing import seal_due
from flags.actions.unsealing import forget_originals, put_back_cleared
from flags.actions.veiling import cover
from flags.models import Case, LogOpening, Place, Seal
from flags.rules import boxes, lifecycle
from flags.rules.boxes import BoxError
from flags.rules.lifecycle import Event, Side
from posts import actions as post_actions
from posts import target
from posts.models import Post
from tests.factories.discussions import say
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory
from tests.integration.flags.conftest import signed_in

pytestmark = pytest.mark.django_db
SECRET = "Zweiundvierzigfalter"


def after(**time):
    """Return the moment so long from now."""
    return timezone.now() + timedelta(**time)


def edit(post, **changes):
    """Let the author save a post with other words."""
    post.refresh_from_db()
    fields = {"title": post.title, "body": post.body, "summary": post.summary, "tags": post.tags} | changes
    saved = post_actions.edit_post(
        post=post, person=post.byline[0], base_version=post.version, blog=None, now=timezone.now(), **fields
    )
    return saved.post


def flag(people, post, words=SECRET, block="b1"):
    """Have people flag words of the newest version; return the case."""
    text = target.blocks(post.pk, post.version)[block]
    start = text.index(words)
    mark = actions.Mark("post", post.pk, post.version, block, start, start + len(words))
    for person in people:
        testimony = actions.testify(
            person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now()
        )
    return Case.objects.get(pk=testimony.case_id)


def fixed(people, post, **where):
    """Have a passage flagged and taken out by its author; return the case."""
    case = flag(people, post, **where)
    assert actions.take_out(person=post.byline[0], case=case, now=timezone.now()) == ()
    case.refresh_from_db()
    return case


def upheld(people, post, **changes):
    """Have a passage veiled, and a panel say that it is a leak; return the case."""
    case = flag(people, post)
    Case.objects.filter(pk=case.pk).update(**changes)
    case.refresh_from_db()
    store(case, lifecycle.decide(case.life, Event.UPHELD, timezone.now()))
    return case


@pytest.fixture
def post(company):
    """A post with three versions; the second one disguises what the third says plainly."""
    shown = PostFactory(author=company.people[0], title="Our spring", body="Nothing yet.\n\nCakes.")
    edit(shown, body=f"We call it *{SECRET[:4].upper()}\u00ad{SECRET[4:]}*, they say.\n\nCakes.")
    return edit(shown, body=f"Yes, the **{SECRET}** it is.\n\nCakes.", summary="Cakes and more")


@pytest.fixture
def witnesses(company):
    """Two colleagues of two teams: enough for what is urgent."""
    return company.people[1:3]


def stored(post):
    """Everything that is stored of a post's texts, in one text."""
    rows = [Post.objects.get(pk=post.pk), *Post.history.filter(id=post.pk)]
    return "\n".join(f"{row.title}\n{row.summary}\n{row.body}\n{row.tags}" for row in rows).replace("\u00ad", "")


def test_ten_minutes_after_an_author_settled_it_it_is_in_no_version(post, witnesses):
    fixed(witnesses, post)
    assert seal_due(after(minutes=9)) == 0
    assert SECRET.lower() in stored(post).lower()
    assert seal_due(after(minutes=11)) == 1
    assert SECRET.lower() not in stored(post).lower()
    assert seal_due(after(minutes=11)) == 0


def test_other_words_names_and_dates_stay(post, witnesses):
    before = list(Post.history.filter(id=post.pk).values_list("version", "history_user", "history_date"))
    fixed(witnesses, post)
    seal_due(after(minutes=11))
    assert "Yes, the" in Post.history.get(id=post.pk, version=3).body
    assert "Cakes." in Post.history.get(id=post.pk, version=2).body
    kept = list(
        Post.history.filter(id=post.pk, version__lte=3).values_list("version", "history_user", "history_date")
    )
    assert kept == before


def test_older_versions_are_open_again_and_say_that_something_was_taken_out(post, witnesses):
    fixed(witnesses, post)
    reader = signed_in(UserFactory())
    assert reader.get(f"/posts/{post.pk}/v/3/").status_code == 403
    seal_due(after(minutes=11))
    for version, taken_out in [(1, False), (2, True), (3, True), (4, False)]:
        page = reader.get(f"/posts/{post.pk}/v/{version}/")
        assert page.status_code == 200
        assert ("Something was taken out of this version" in page.content.decode()) is taken_out
    assert reader.get(f"/posts/{post.pk}/history/").content.decode().count(">taken out<") == 2
    assert reader.get(f"/posts/{post.pk}/compare/2...3/").status_code == 200


def test_the_author_no_longer_sees_it_either(post, witnesses):
    case = fixed(witnesses, post)
    seal_due(after(minutes=11))
    for person in [post.byline[0], *witnesses]:
        browser = signed_in(person)
        for address in (case.get_absolute_url(), f"/posts/{post.pk}/v/3/", "/flags/desk/"):
            page = browser.get(address)
            assert page.status_code == 200
            assert SECRET.lower() not in page.content.decode().lower()


def test_what_a_panel_upheld_goes_after_thirty_days_from_the_current_version_too(post, witnesses):
    case = upheld(witnesses, post)
    assert seal_due(after(days=29)) == 0
    assert seal_due(after(days=31)) == 1
    assert SECRET.lower() not in stored(post).lower()
    current = Post.objects.get(pk=post.pk)
    assert (current.version, current.summary) == (3, "Cakes and more")
    assert "Yes, the" in current.body
    page = signed_in(UserFactory()).get(f"/posts/{post.pk}/").content.decode()
    assert "hidden for now" not in page
    assert "Something was taken out" in page
    seal = Seal.objects.get(case=case)
    assert not seal.originals


def test_both_sides_read_when_what_a_panel_upheld_is_taken_out_and_that_it_was(post, witnesses):
    case = upheld(witnesses, post)
    assert case.seals_at is not None
    day = date_format(timezone.localtime(case.seals_at), "DATETIME_FORMAT")
    people = [post.byline[0], witnesses[0]]

    def pages() -> list[str]:
        found = [signed_in(person).get(case.get_absolute_url()).content.decode() for person in people]
        return [" ".join(page.split()) for page in found]

    for page in pages():
        assert (
            f"On {day} it is taken out of every stored version, for good, unless an author appeals before." in page
        )
    seal_due(after(days=31))
    for page in pages():
        assert "taken out of every stored version, for good." in page
        assert "is hidden" not in page


def test_what_is_protected_speech_is_not_said_to_be_taken_out(post, witnesses):
    case = upheld(witnesses, post, counter_reason="protected", contested_at=timezone.now())
    page = signed_in(post.byline[0]).get(case.get_absolute_url()).content.decode()
    assert "It is hidden from everybody but the authors." in page
    assert "unless an author appeals" not in page


def test_an_edit_after_the_seal_closes_nothing(post, witnesses):
    upheld(witnesses, post)
    seal_due(after(days=31))
    edit(post, body="Something else altogether.")
    reader = signed_in(UserFactory())
    assert [reader.get(f"/posts/{post.pk}/v/{n}/").status_code for n in (1, 2, 3, 4)] == [200] * 4


def test_while_an_appeal_is_heard_nothing_is_sealed(post, witnesses):
    case = upheld(witnesses, post)
    store(case, lifecycle.appeal(case.life, Side.AUTHORS, after(days=29)))
    assert seal_due(after(days=31)) == 0


def test_protected_speech_is_never_sealed_against_its_authors_will(post, witnesses):
    upheld(witnesses, post, counter_reason="protected", contested_at=timezone.now())
    assert seal_due(after(days=31)) == 0


def test_a_leak_in_title_tag_and_address_goes_too(company, witnesses):
    leaky = PostFactory(
        author=company.people[0],
        title=f"About {SECRET}",
        tags=["spring", SECRET.lower()],
        body=f"See [it](https://example.org/{SECRET}) and ![{SECRET}](/x.png)\n\nCakes.",
    )
    edit(leaky, title="About it", tags=["spring"], body=f"The {SECRET}.\n\nCakes.")
    leaky.refresh_from_db()
    fixed(witnesses, leaky)
    seal_due(after(minutes=11))
    assert SECRET.lower() not in stored(leaky).lower()
    first = Post.history.get(id=leaky.pk, version=1)
    assert (first.title, first.tags) == ("About", ["spring"])


def test_marks_of_other_cases_keep_their_words(post, witnesses, company):
    other = flag(company.people[3:4], post, words="it is", block="b1")
    fixed(witnesses, post)
    seal_due(after(minutes=11))
    other.refresh_from_db()
    text = target.blocks(post.pk, 3)[other.block]
    assert text[other.start : other.end] == "it is."
    [mark] = other.testimonies.all()
    assert (mark.start, mark.end) == (other.start, other.end)


def test_a_crash_in_the_middle_leaves_nothing_half_done(post, witnesses):
    fixed(witnesses, post)
    sound = registry.get("post")

    def crash(post_id, finder):
        sound.seal(post_id, finder)
        raise OSError("The disk is full")

    registry.register(replace(sound, seal=crash))
    try:
        with pytest.raises(OSError, match="The disk is full"):
            seal_due(after(minutes=11))
    finally:
        registry.register(sound)
    assert SECRET in stored(post)
    assert not Seal.objects.exists()
    assert seal_due(after(minutes=11)) == 1


def test_an_original_is_kept_locked_while_somebody_can_appeal_then_destroyed(post, witnesses):
    case = fixed(witnesses, post)
    seal_due(after(minutes=11))
    seal = Seal.objects.get(case=case)
    assert SECRET.encode() not in bytes(seal.originals)
    original = originals.opened(case)
    assert original is not None
    assert original.text[slice(*original.span)] == SECRET
    assert forget_originals(after(days=29)) == 0
    assert forget_originals(after(days=31)) == 1
    assert originals.opened(case) is None
    seal.refresh_from_db()
    assert (bytes(seal.originals), bytes(seal.originals_salt)) == (b"", b"")
    [sealed] = LogOpening.objects.filter(case=case, payload__event="sealed")
    [destroyed] = LogOpening.objects.filter(case=case, payload__event="original_destroyed")
    assert sealed.payload["original"] == destroyed.payload["original"] == seal.originals_digest
    assert forget_originals(after(days=31)) == 0


def test_an_original_does_not_open_without_the_secret_of_the_house(post, witnesses, settings):
    case = fixed(witnesses, post)
    seal_due(after(minutes=11))
    settings.SEALS_KEY = "another one"
    with pytest.raises(BoxError):
        originals.opened(case)


def test_what_an_appeal_clears_is_put_back_where_it_stood(post, witnesses):
    before = list(Post.history.filter(id=post.pk).values_list("version", "title", "summary", "body"))
    case = fixed(witnesses, post)
    seal_due(after(minutes=11))
    life = lifecycle.appeal(case.life, Side.AUTHORS, after(days=1))
    store(case, life)
    assert put_back_cleared(after(minutes=11)) == 0
    store(case, lifecycle.decide(case.life, Event.CLEARED, after(days=2)))
    assert put_back_cleared(after(days=31)) == 1
    kept = Post.history.filter(id=post.pk, version__lte=3).values_list("version", "title", "summary", "body")
    assert list(kept) == before
    assert put_back_cleared(after(days=31)) == 0
    assert not Place.objects.filter(case=case).exists()
    assert SECRET in signed_in(UserFactory()).get(f"/posts/{post.pk}/v/3/").content.decode()


def test_what_was_put_back_and_upheld_after_all_is_hidden_and_sealed_again(post, witnesses):
    case = fixed(witnesses, post)
    seal_due(after(minutes=11))
    for side, verdict, days in [(Side.AUTHORS, Event.CLEARED, 2), (Side.WITNESSES, Event.UPHELD, 4)]:
        store(case, lifecycle.appeal(case.life, side, after(days=days)))
        life = lifecycle.decide(case.life, verdict, after(days=days + 1))
        if verdict is Event.UPHELD:
            cover(case, after(days=days + 1))
        store(case, life)
        put_back_cleared(after(days=days + 1))
    assert SECRET in stored(post)
    reader = signed_in(UserFactory())
    assert reader.get(f"/posts/{post.pk}/v/3/").status_code == 403
    assert SECRET not in reader.get(f"/posts/{post.pk}/").content.decode()
    assert seal_due(after(days=34)) == 0
    assert seal_due(after(days=36)) == 1
    assert SECRET.lower() not in stored(post).lower()
    assert reader.get(f"/posts/{post.pk}/v/3/").status_code == 200
    assert Seal.objects.get(case=case).put_back_at is None


def test_putting_one_passage_back_does_not_bring_another_one_back(post, witnesses):
    other = "Nothingtobesaidofthis"
    edit(post, body=f"Yes, the **{SECRET}** it is, {other}.\n\nCakes.")
    post.refresh_from_db()
    case = fixed(witnesses, post)
    post.refresh_from_db()
    fixed(witnesses, post, words=other)
    seal_due(after(minutes=11))
    assert other not in stored(post)
    store(case, lifecycle.appeal(case.life, Side.AUTHORS, after(days=1)))
    store(case, lifecycle.decide(case.life, Event.CLEARED, after(days=2)))
    put_back_cleared(after(days=31))
    assert SECRET in stored(post)
    assert other not in stored(post)


def test_a_copy_is_held_only_for_the_holder_and_only_for_so_long(post, witnesses, settings):
    private = b"p" * 32
    settings.HOLD_PUBLIC_KEY = base64.b64encode(boxes.public_of(private)).decode()
    settings.HOLD_DAYS = 60
    case = fixed(witnesses, post)
    seal_due(after(minutes=11))
    seal = Seal.objects.get(case=case)
    original = originals.opened_by_holder(seal, private)
    assert original.text[slice(*original.span)] == SECRET
    forget_originals(after(days=31))
    assert originals.opened_by_holder(Seal.objects.get(case=case), private) == original
    forget_originals(after(days=61))
    assert not Seal.objects.get(case=case).held


def test_the_log_still_verifies(post, witnesses):
    fixed(witnesses, post)
    seal_due(after(minutes=11))
    forget_originals(after(days=31))
    call_command("verify_log")


def test_comments_that_quoted_it_before_lose_it_too_and_get_it_back(post, witnesses, company):
    long = "goes out to Northwind in the ninth week"
    edit(post, body=f"The new oven {long}.\n\nCakes.")
    post.refresh_from_db()
    place = Subject("post", post.pk)
    quoting = say(place, company.people[4], f"Do you mean that it *{long}*?\n\nCakes.")
    other = say(place, company.people[4], "It goes out to the garden.")
    case = fixed(witnesses, post, words=long)
    seal_due(after(minutes=11))
    assert "Northwind" not in "".join(
        ThreadComment.history.filter(id=quoting.pk).values_list("comment", flat=True)
    )
    quoting.refresh_from_db()
    other.refresh_from_db()
    assert quoting.comment.endswith("Cakes.")
    assert "Northwind" not in quoting.comment
    assert other.comment == "It goes out to the garden."
    store(case, lifecycle.appeal(case.life, Side.AUTHORS, after(days=1)))
    store(case, lifecycle.decide(case.life, Event.CLEARED, after(days=2)))
    put_back_cleared(after(days=31))
    quoting.refresh_from_db()
    assert long in quoting.comment
