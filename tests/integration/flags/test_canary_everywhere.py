"""A unique word in a veiled passage, and one in a sealed passage, are nowhere that anybody can get at.

Every address the resolver knows is read with real arguments by a stranger, a reader, a witness, a superuser and a
juror of another case; for what is sealed, also every column of the database, cache, mail and the file itself are
searched.
"""

import re
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase
from django.utils import timezone

from discussions.rules.places import Place
from flags import actions, registry, veil
from flags.actions.sealing import seal_due
from flags.models import Case, Seal, Seat
from flags.scrubbing import scrub
from guidelines.models import GuidelineRecord
from people.actions import beat
from people.models import Notice, User
from posts import actions as post_actions
from tests.factories.discussions import say
from tests.factories.guidelines import VersionFactory, page_of
from tests.factories.people import TeamFactory, UserFactory
from tests.factories.posts import BlogFactory, PostFactory
from tests.factories.proposals import standing, suggest
from tests.integration.flags import crawling
from tests.integration.flags.conftest import signed_in

VEILED = "Zweiundvierzigfalter"
SEALED = "Dreiundsechzigspinner"
JUDGED = "Vierundachtzigeule"
OURS = ("people", "guidelines", "posts", "discussions", "flags", "home", "guidelines_site")


def _flag_all(people, kind: str, target_id: int, word: str) -> None:
    """Have two teams flag the word wherever it stands in the newest version."""
    target = registry.get(kind)
    version = target.current_version(target_id)
    assert version is not None
    for block, text in target.blocks(target_id, version).items():
        start = text.lower().find(word.lower())
        if start < 0:
            continue
        mark = actions.Mark(kind, target_id, version, block, start, start + len(word))
        for person in people:
            with suppress(actions.PassageHiddenError):  # the veil on one copy of it lies on all of them
                actions.testify(
                    person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now()
                )


def _leaky_post(author, word: str):
    """A post that says the word in every place a post has, and said it otherwise before."""
    post = PostFactory.create(
        author=author,
        title=f"On {word}",
        summary=f"All about {word}",
        tags=["spring", word.lower()],
        body=f"We call it *{word[:6].upper()}\u00ad{word[6:]}*, [see](https://example.org/{word} '{word}').",
        blog=BlogFactory(author=author),
    )
    body = f"The **{word[:5]}**{word[5:]} it is.\n\n![{word}](/x.png) and [this](https://example.org/{word})\n\nCakes."
    saved = post_actions.edit_post(
        post=post,
        person=author,
        base_version=1,
        title=post.title,
        summary=post.summary,
        tags=post.tags,
        body=body,
        blog=post.blog,
        now=timezone.now(),
    )
    return saved.post


def _leaky_comment(post, person, word: str):
    return say(Place("post", post.pk), person, f"I heard of **{word}** too.\n\nCakes.")


def _build() -> SimpleNamespace:
    """Make a company, a post and a comment that are veiled, and a post and a comment that are sealed."""
    today = timezone.now().date()
    people = [UserFactory(team=TeamFactory(), last_active_on=today) for _ in range(5)]
    author, first, second, reader, other = people
    version = VersionFactory.create()
    proposal = suggest(version, reader, standing(version))
    world = SimpleNamespace(reader=reader, author=author, witness=first, superuser=UserFactory(is_superuser=True))
    world.juror = UserFactory(team=TeamFactory(), last_active_on=today)
    world.veiled, world.sealed = _leaky_post(author, VEILED), _leaky_post(author, SEALED)
    world.comments = [_leaky_comment(world.veiled, other, VEILED), _leaky_comment(world.sealed, other, SEALED)]
    for post, comment, word in zip((world.veiled, world.sealed), world.comments, (VEILED, SEALED), strict=True):
        _flag_all([first, second], "post", post.pk, word)
        _flag_all([first, second], "comment", comment.pk, word)
    assert set(Case.objects.values_list("state", flat=True)) == {"veiled"}
    for kind, target_id, person in [("post", world.sealed.pk, author), ("comment", world.comments[1].pk, other)]:
        _settle_all(kind, target_id, person)
    seal_due(timezone.now() + timedelta(minutes=11))
    world.seat = _seat_of(world.juror, reader, first)
    beat(now=timezone.now())  # /readyz is an address too
    world.arguments = _arguments(world, version, proposal)
    return world


def _seat_of(juror, author, witness) -> Seat:
    """Flag another post, of an author who disagrees; give this juror a seat on its panel and return it."""
    post = PostFactory.create(author=author, body=f"We call it {JUDGED}.")
    mark = actions.Mark("post", post.pk, 1, "b1", 11, 11 + len(JUDGED))
    now = timezone.now()
    flagged = actions.testify(person=witness, mark=mark, category="figures", note="", citation=None, now=now)
    actions.contest(person=author, case=flagged.case, reason="public", note="", now=now)
    seat = Seat.objects.get(person=juror, panel__case=flagged.case)
    return actions.take_seat(person=juror, seat=seat, now=now)


def _settle_all(kind: str, target_id: int, author) -> None:
    """Let the author take out everything, then settle what that took along."""
    for _round in range(2):
        for case in Case.objects.on(kind, target_id).open():
            actions.take_out(person=author, case=case, now=timezone.now())
    assert not Case.objects.on(kind, target_id).open().exists()


def _arguments(world, version, proposal) -> dict[str, list[str]]:
    """Return real values for what addresses take."""
    posts = [str(world.veiled.pk), str(world.sealed.pk)]
    clause = standing(version).id
    cases = [str(pk) for pk in Case.objects.values_list("pk", flat=True)]
    notice = Notice.objects.filter(recipient=world.reader).first() or Notice.objects.first()
    return {
        "pk": posts,
        "posts:pk": posts,
        "n": ["1", "2", "3"],
        "a": ["1", "2"],
        "b": ["2", "3"],
        "rest": ["nothing"],
        "slug": [str(GuidelineRecord.objects.get(pk=version.page_id).slug)],
        "posts:slug": [world.veiled.blog.slug, world.sealed.blog.slug],
        "number": ["1"],
        "day": ["2026-06-01"],
        "clause_id": [clause],
        "proposal_id": [str(proposal.pk)],
        "username": [world.author.username, world.reader.username],
        "notice_id": [str(notice.pk) if notice else "1"],
        "case_id": cases,
        "kind": ["post", "guideline"],
        "target_id": [*posts, str(version.page_id)],
        "part": [clause],
        "comment_id": [str(comment.pk) for comment in world.comments],
        "token": ["none"],
        "page_id": [str(version.page_id)],
        "edit_id": ["1"],
        "seat_id": [str(world.seat.pk), "1"],
        "settlement_id": ["1"],
        "content_type_app_name": ["guidelines"],
        "content_type_model_name": ["guidelinepage"],
        "parent_page_id": [str(page_of(version).get_parent().pk)],
        "revision_id": [str(page_of(version).latest_revision_id or 1)],
        "app_label": ["guidelines"],
        "model_name": ["guidelinepage"],
        "object_id": [str(version.page_id)],
        "session_id": ["1"],
        "action_name": ["copy"],
    }


def _where(world) -> list[str]:
    """Return every address of ours, and forms and searches with what people would ask for."""
    found = crawling.addresses(world.arguments, OURS)
    ours = [address for route, made in found.items() if not route.startswith("cms/") for address in made]
    starts = [word[:14] for word in (VEILED, SEALED)]
    asked = [f"/search/?q={start}{more}" for start in starts for more in ("", "&where=posts", "&all=on")]
    asked += [f"/posts/?tag={word.lower()[:14]}" for word in (VEILED, SEALED)]
    asked += [
        f"/flags/new/?kind={kind}&id={target_id}&version={version}&block=b1"
        for kind, target_id, version in [
            ("post", world.veiled.pk, 2),
            ("post", world.sealed.pk, 2),
            ("comment", world.comments[0].pk, 1),
        ]
    ]
    asked += [f"/posts/{post.pk}/compare/1...2/?view=side" for post in (world.veiled, world.sealed)]
    asked += [f"/discussions/post/{post.pk}/?show=newest" for post in (world.veiled, world.sealed)]
    return list(dict.fromkeys([*ours, *asked]))


@pytest.mark.xdist_group("canary")
class TestCanary(TestCase):
    """One world for all of it: a class of Django's, because its data is made once."""

    world: SimpleNamespace
    where: list[str]

    @classmethod
    def setUpTestData(cls):
        cls.world = _build()
        cls.where = _where(cls.world)

    def _gives_nothing_away(self, browser: Client) -> None:
        assert len(self.where) > 100
        assert crawling.leaks(browser, self.where, (VEILED, SEALED)) == []

    @pytest.mark.once
    def test_the_crawl_gets_past_the_front_door(self):
        browser = signed_in(self.world.reader)
        read = [address for address in self.where if crawling.read(browser, address)[0] == 200]
        first_versions = [f"/posts/{post.pk}/v/1/" for post in (self.world.veiled, self.world.sealed)]
        assert len(read) > 60
        assert first_versions[1] in read
        assert first_versions[0] not in read  # closed while there is a veil

    @pytest.mark.once
    def test_no_address_gives_either_word_to_a_stranger(self):
        self._gives_nothing_away(Client())

    @pytest.mark.once
    def test_no_address_gives_either_word_to_a_reader(self):
        self._gives_nothing_away(signed_in(self.world.reader))

    @pytest.mark.once
    def test_no_address_gives_either_word_to_a_witness(self):
        self._gives_nothing_away(signed_in(self.world.witness))

    @pytest.mark.once
    def test_no_address_gives_either_word_to_a_superuser(self):
        self._gives_nothing_away(signed_in(self.world.superuser))

    @pytest.mark.once
    def test_no_address_gives_either_word_to_a_juror_of_another_case(self):
        browser = signed_in(self.world.juror)
        assert JUDGED in crawling.read(browser, self.world.seat.get_absolute_url())[1]
        self._gives_nothing_away(browser)

    def test_a_list_of_a_hidden_tag_is_the_list_of_a_tag_that_nobody_uses(self):
        world = self.world
        everybody = [Client(), *map(signed_in, (world.reader, world.witness, world.superuser, world.juror))]
        for browser in (*everybody, signed_in(world.author)):
            asked = [f"/posts/?tag={tag}" for tag in (VEILED.lower(), SEALED.lower(), "nobodyusesthis")]
            answers = [(browser.get(address).status_code, _posts_listed(browser, address)) for address in asked]
            assert answers == [answers[-1]] * 3
            assert not answers[-1][1]
        assert len(_posts_listed(everybody[1], "/posts/?tag=spring")) == 2

    @pytest.mark.once
    def test_no_screen_of_the_cms_gives_either_word_to_a_superuser(self):
        found = crawling.addresses(self.world.arguments, OURS)
        screens = [made[0] for route, made in found.items() if route.startswith("cms/") and made]
        screens = [address for address in screens if "logout" not in address and "failwhale" not in address]
        assert len(screens) > 100
        browser = signed_in(self.world.superuser)
        assert crawling.leaks(browser, screens, (VEILED, SEALED)) == []

    @pytest.mark.once
    def test_authors_see_what_is_veiled_and_not_what_is_sealed(self):
        browser = signed_in(self.world.author)
        assert crawling.leaks(browser, [f"/posts/{self.world.veiled.pk}/"], VEILED)
        assert crawling.leaks(browser, self.where, SEALED) == []

    @pytest.mark.once
    def test_a_door_that_leaks_is_found(self):
        """The crawl itself is tested: with the door taken off its hinges, it has to find the word."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(veil, "_block", _open_block)
            found = crawling.leaks(signed_in(self.world.reader), self.where, VEILED)
        assert {f"/posts/{self.world.veiled.pk}/", "/posts/", "/"} <= set(found)

    def test_no_column_of_the_database_holds_the_sealed_word(self):
        assert crawling.tables_with(VEILED)
        assert crawling.tables_with(SEALED) == []
        assert Seal.objects.exclude(originals_until=None).exists()

    def test_neither_cache_nor_mail_holds_either_word(self):
        crawling.leaks(signed_in(self.world.reader), self.where, VEILED)
        for word in (VEILED, SEALED):
            assert not crawling.cache_with(word)
            assert crawling.mail_with(word) == []

    def test_making_the_search_anew_brings_neither_word_back(self):
        call_command("rebuild_search", verbosity=0)
        assert "posts_postword" not in crawling.tables_with(VEILED)
        assert crawling.tables_with(SEALED) == []


def _posts_listed(browser: Client, address: str) -> set[str]:
    """Return the addresses of the posts that a page leads to."""
    return set(re.findall(r'href="(/posts/\d+/)"', crawling.read(browser, address)[1]))


def _open_block(body: str, covers: object) -> veil.BlockView:
    """Show a block whatever lies on it: the fault the crawl has to find."""
    return veil.BlockView((veil.Segment(body, None, 0, len(body)),))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's files are out of a test's reach")
@pytest.mark.django_db(transaction=True)
def test_after_the_seal_not_even_the_bytes_of_the_file_hold_the_word():
    people = [UserFactory(team=TeamFactory(), last_active_on=timezone.now().date()) for _ in range(3)]
    post = _leaky_post(people[0], SEALED)
    _flag_all(people[1:], "post", post.pk, SEALED)
    assert crawling.file_with(SEALED)
    _settle_all("post", post.pk, people[0])
    seal_due(timezone.now() + timedelta(minutes=11))
    assert scrub(timezone.now()) > 0
    assert crawling.file_with(SEALED) == []
    assert User.objects.filter(pk=people[0].pk).exists()
