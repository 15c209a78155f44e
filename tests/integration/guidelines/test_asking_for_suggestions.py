"""A suggestion on which colleagues have to agree: they are asked on a page that everybody here can read."""

from dataclasses import replace

import pytest
from django.utils import timezone

from guidelines import taking_in
from guidelines.models import GuidelineVersion, PendingPublication, Proposal
from guidelines.rules.content import Part
from guidelines.rules.gates import Gate
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import TeamFactory
from tests.factories.proposals import standing, suggest
from tests.integration.guidelines.gated import PENDING, colleague, hang, let_pass, press, publish, signed_in
from tests.integration.guidelines.reading import shown

pytestmark = pytest.mark.django_db

HOME = "/guidelines/social-media/"
TWO = Gate(endorsements=2, teams=2)


@pytest.fixture
def version():
    """A guideline of two clauses, on whose changes two colleagues of two teams have to agree."""
    found = VersionFactory(slug="social-media", guideline=guideline("Social media", clause(), clause("Be kind")))
    hang(found, TWO)
    return found


@pytest.fixture
def author():
    """Whose suggestion it is."""
    return colleague(display_name="Bo Lind", team=TeamFactory())


@pytest.fixture
def peers():
    """Three colleagues of other teams."""
    return [colleague(display_name=name, team=TeamFactory()) for name in ("Cy Chen", "Di Dahl", "Ed Ek")]


@pytest.fixture
def proposal(version, author):
    """A suggestion for the first clause."""
    return suggest(version, author, kinder(version))


def kinder(version):
    """The first clause, with other words."""
    return replace(standing(version), rule=(Part("text", "<p>Say kindly who you are.</p>"),))


def ask(person, proposal, **fields):
    """Press the button that asks colleagues; return the answer."""
    seen = {"edition": proposal.edition, "number": "1"}
    return signed_in(person).post(f"{HOME}proposals/{proposal.pk}/ask/", seen | fields)


def page_of_proposal(person, proposal):
    """The page of a suggestion."""
    return shown(signed_in(person), f"{HOME}proposals/{proposal.pk}/")


def refusal(response):
    """What is said after a button that did nothing."""
    assert response.status_code == 302
    return response.client.get(response.url).content.decode()


def newest():
    """The newest version."""
    return GuidelineVersion.objects.newest_first()[0]


def test_its_author_asks_and_whoever_agrees_says_so_on_a_public_page(author, peers, proposal):
    before = page_of_proposal(author, proposal)
    assert "Ask colleagues to agree</button>" in " ".join(before.split()).replace(" </button>", "</button>")
    assert "/cms/" not in before.split("<main")[1].split("</main")[0]
    assert ask(author, proposal).url == PENDING
    assert "2 more endorsements are needed" in shown(signed_in(author), PENDING)
    assert "See what is missing, and endorse it" in page_of_proposal(peers[0], proposal)
    press(peers[0], "endorse")
    assert newest().number == 1
    press(peers[1], "endorse")
    found = newest()
    assert (found.number, found.person_id, found.origin) == (2, author.pk, "endorsed")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.version_number, proposal.taken_in_by) == ("taken_in", 2, peers[1])
    history = shown(signed_in(author), f"{HOME}history/")
    assert "Suggested, and taken in by" in history
    assert "Endorsed by" in history


def test_a_colleague_who_asks_endorses_it_with_that(author, peers, proposal):
    ask(peers[0], proposal)
    assert PendingPublication.objects.waiting().get().authors == [author.pk]
    assert "1 more endorsement is needed" in shown(signed_in(author), PENDING)
    press(peers[1], "endorse")
    assert newest().number == 2


def test_asking_twice_is_asking_once(author, peers, proposal):
    ask(peers[0], proposal)
    assert ask(author, proposal).status_code == 302
    assert PendingPublication.objects.count() == 1
    assert "1 more endorsement is needed" in shown(signed_in(author), PENDING)


def test_after_days_without_an_objection_it_is_in_force_and_closed_by_the_clock(author):
    quiet = VersionFactory(slug="social-media", guideline=guideline("Social media", clause()))
    hang(quiet, Gate(days=3))
    mine = suggest(quiet, author, kinder(quiet))
    ask(author, mine)
    let_pass(4)
    assert newest().number == 2
    assert taking_in.close_due(timezone.now()) == 1
    assert taking_in.close_due(timezone.now()) == 0
    mine.refresh_from_db()
    assert (mine.state, mine.taken_in_by) == ("taken_in", None)
    assert "taken in by" not in shown(signed_in(author), f"{HOME}history/")


def test_a_text_of_somebody_else_that_waits_is_not_pushed_aside(version, author, peers, proposal):
    publish(peers[0], version, "Other words.")
    waits = PendingPublication.objects.waiting().get()
    assert "asked about another text just now" in page_of_proposal(author, proposal)
    assert "Another text of this guideline waits" in refusal(ask(author, proposal))
    assert PendingPublication.objects.waiting().get() == waits


def test_what_its_author_wrote_since_takes_the_place_of_what_waited(version, author, proposal):
    ask(author, proposal)
    form = signed_in(author).get(f"{HOME}proposals/{proposal.pk}/edit/").context["form"]
    data = {field.html_name: str(field.value()) for field in form if field.value() not in {None, False}}
    signed_in(author).post(f"{HOME}proposals/{proposal.pk}/edit/", data | {"rule": "Say gladly who you are."})
    proposal.refresh_from_db()
    ask(author, proposal)
    assert "gladly" in str(PendingPublication.objects.waiting().get().leaves)


def test_a_draft_that_somebody_began_stays_on_top_with_the_suggestion_in_it(version, author, peers, proposal):
    page = page_of(version)
    fair = replace(standing(version, 1), heading="Be fair")
    page.fill(replace(page.content(), clauses=(standing(version), fair)))
    page.save_revision(user=peers[2])
    ask(author, proposal)
    drafted = page_of(version).get_latest_revision_as_object().content()
    assert drafted.clauses == (kinder(version), fair)
    press(peers[0], "endorse")
    press(peers[1], "endorse")
    assert newest().number == 2
    drafted = page_of(version).get_latest_revision_as_object().content()
    assert drafted.clauses[1].heading == "Be fair"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"edition": "9"}, "Something changed after you opened this page."),
        ({"number": "x"}, "Something changed after you opened this page."),
    ],
)
def test_nobody_is_asked_about_what_was_not_seen(author, proposal, sent, says):
    assert says in refusal(ask(author, proposal, **sent))
    assert not PendingPublication.objects.exists()


def test_where_nobody_has_to_agree_nobody_is_asked(author):
    free = VersionFactory(slug="social-media", guideline=guideline("Social media", clause()))
    mine = suggest(free, author, kinder(free))
    assert "Ask colleagues to agree" not in page_of_proposal(author, mine)
    ask(author, mine)
    assert newest().number == 2
    assert Proposal.objects.get().state == "taken_in"
