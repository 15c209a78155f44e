"""A guideline with a word in it that nobody outside may read, and every address where it could stand."""

from types import SimpleNamespace

from django.utils import timezone

from flags import actions, clause_target, note_target, registry
from flags.models import Case, GuidelinePiece, Seat
from guidelines.models import Leaf, MergedEdit, Proposal, UnmergedEdit
from guidelines.rules.content import Clause, Guideline
from guidelines.rules.drafts import Draft, draft_to_json
from people.actions import beat
from people.models import User
from tests.factories.guidelines import VersionFactory, clause, guideline, page_of
from tests.factories.people import TeamFactory, UserFactory
from tests.factories.posts import PostFactory
from tests.factories.proposals import suggest
from tests.integration.flags import crawling

NAMES = "6a4e3c10-0000-4000-8000-000000000001"
WORD = "Vierundvierzigmotte"
LEAKY = f"<p>Never name <b>{WORD}</b> outside.</p><p>Ask when you are not sure.</p>"


def build():
    """A guideline in three versions, the second brought the word and the third changed something else."""
    beat(now=timezone.now())  # /readyz is an address too
    today = timezone.now().date()
    author, first, second, reader = (UserFactory(team=TeamFactory(), last_active_on=today) for _ in range(4))
    other = clause("Own your words")
    for clauses in (
        (clause("Names", id=NAMES), other),
        (clause("Names", LEAKY, id=NAMES), other),
        (clause("Names", LEAKY, id=NAMES), clause("Own them", id=other.id)),
    ):
        version = VersionFactory(slug="rules", guideline=guideline("Rules", *clauses), author_id=author.pk)
    piece = GuidelinePiece.objects.get(page_id=version.page_id, clause_id=NAMES)
    return SimpleNamespace(
        author=author,
        peers=[first, second],
        reader=reader,
        superuser=UserFactory(is_superuser=True),
        page_id=version.page_id,
        version=version,
        piece=piece,
    )


def work_on(house) -> list[str]:
    """Let the reader suggest something, and write what is in no draft; return where they see that."""
    proposal = suggest(house.version, house.reader, clauses(house)[0], reason=f"Since {WORD} is out.")
    before, after = (draft_to_json(Draft(Guideline("Rules", "", said), "rules")) for said in ((), clauses(house)))
    now = timezone.now()
    facts = {"page_id": house.page_id, "person": house.reader, "at": now}
    kept = UnmergedEdit.objects.create(base=before, content=after, digest="none", **facts)
    came_in = MergedEdit.objects.create(before=before, after=after, **facts)
    return [each.get_absolute_url() for each in (proposal, kept, came_in)]


def juror_elsewhere(house) -> User:
    """Return somebody who has taken a seat on the panel of a case about a post."""
    juror = UserFactory.create(team=TeamFactory(), last_active_on=timezone.now().date())
    post = PostFactory.create(author=house.author, body="We call it Nightfall.")
    mark = actions.Mark("post", post.pk, 1, "b1", 11, 20)
    told = {"person": house.peers[0], "category": "figures", "note": "", "citation": None}
    case = actions.testify(mark=mark, now=timezone.now(), **told).case
    actions.contest(person=house.author, case=case, reason="public", note="", now=timezone.now())
    seat = Seat.objects.get(person=juror, panel__case=case)
    actions.take_seat(person=juror, seat=seat, now=timezone.now())
    return juror


def flag(house, kind: str, target_id: int, word: str = WORD, block: str = "b1") -> Case:
    """Have two teams flag the word; return the case, veiled."""
    target = registry.get(kind)
    number = target.current_version(target_id) or 0
    start = target.blocks(target_id, number)[block].find(word)
    mark = actions.Mark(kind, target_id, number, block, start, start + len(word))
    for person in house.peers:
        actions.testify(person=person, mark=mark, category="figures", note="", citation=None, now=timezone.now())
    case = Case.objects.on(kind, target_id).get()
    assert case.state == "veiled"
    return case


def flag_clause(house) -> Case:
    """Have the clause veiled."""
    return flag(house, clause_target.KIND, house.piece.pk)


def where(house) -> list[str]:
    """Every public address of the guideline, by the resolver, and what people would search for."""
    numbers = ["1", "2", "3", "4"]
    arguments = {
        "slug": ["rules"],
        "clause_id": [house.piece.clause_id],
        "number": numbers,
        "a": numbers[:3],
        "b": numbers[1:],
        "day": ["2026-06-01"],
        "rest": ["nothing"],
        "case_id": [str(pk) for pk in Case.objects.values_list("pk", flat=True)],
        "username": [house.author.username],
        "kind": ["clause"],
        "target_id": [str(house.page_id)],
        "part": [house.piece.clause_id],
        "proposal_id": [str(pk) for pk in Proposal.objects.values_list("pk", flat=True)],
        "seat_id": [str(pk) for pk in Seat.objects.values_list("pk", flat=True)],
    }
    found = crawling.addresses(arguments, ())
    ours = [address for route, made in found.items() if not route.startswith("cms/") for address in made]
    searches = [f"/search/?q={WORD[:15]}{more}" for more in ("", "&all=on", "&where=guidelines")]
    forms = [
        f"/flags/new/?kind={kind}&id={target_id}&version={version}&block=b1"
        for kind, target_id, version in [
            (clause_target.KIND, house.piece.pk, 3),
            (note_target.KIND, house.version.pk, 1),
        ]
    ]
    assert "/guidelines/rules/compare/1...2.json" in ours
    assert "/guidelines/rules/v/2.json" in ours
    return [address for address in dict.fromkeys([*ours, *searches, *forms]) if "logout" not in address]


def screens(house) -> list[str]:
    """Every screen of the CMS about the guideline."""
    page = page_of(house.version)
    arguments = {
        "page_id": [str(house.page_id)],
        "revision_id": [str(pk) for pk in page.revisions.values_list("pk", flat=True)],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["live"],
        "app_label": ["guidelines"],
        "model_name": ["guidelinepage"],
        "object_id": [str(house.page_id)],
        "session_id": ["1"],
        "pk": [str(house.page_id)],
        "edit_id": [
            str(pk) for kind in (UnmergedEdit, MergedEdit) for pk in kind.objects.values_list("pk", flat=True)
        ],
        "parent_page_id": [str(page.get_parent().pk)],
    }
    found = crawling.addresses(arguments, ())
    made = [address for route, several in found.items() if route.startswith("cms/") for address in several]
    assert f"/cms/pages/{house.page_id}/edit/" in made
    assert len(made) > 60
    return [address for address in made if "logout" not in address and "failwhale" not in address]


def clauses(house) -> tuple[Clause, ...]:
    """The clauses of the newest version, hidden ones as well."""
    return Leaf.objects.read_one(house.version, in_full=True).guideline.clauses
