"""Steps that tests of publishing with agreement share."""

from datetime import date, timedelta

from django.db.models import F
from django.test import Client
from django.utils import timezone

from guidelines import publishing
from guidelines.models import GuidelineIndexPage, GuidelineVersion, Leaf, Objection, PendingPublication
from guidelines.rules.gates import Gate
from tests.factories.people import UserFactory
from tests.integration.guidelines.cms import PUBLISH, clause_data, edit_address, form_data

TWO_OF_TWO = Gate(endorsements=2, teams=2)
THREE_DAYS = Gate(days=3)
PENDING = "/guidelines/social-media/pending/"
RULE = "/guidelines/social-media/publishing/"


def colleague(**fields):
    """Somebody who was here today."""
    return UserFactory(last_active_on=timezone.now().date(), **fields)


def away(**fields):
    """Somebody who works here and was not seen for long."""
    return UserFactory(last_active_on=date(2020, 1, 1), **fields)


def signed_in(person) -> Client:
    """A browser of somebody."""
    client = Client()
    client.force_login(person)
    return client


def typed(version, words, **fields):
    """What the CMS sends for a guideline whose only clause says this."""
    ids = [leaf.clause_id for leaf in version.leaf_refs if leaf.kind == "clause"][:1]
    return form_data(clause_data(html=f"<p>{words}</p>"), ids=ids, **{"change_note": "A reason."} | fields)


def publish(person, version, words, status=302, **fields):
    """Press Publish in the CMS."""
    response = signed_in(person).post(edit_address(version.page_id), typed(version, words, **fields) | PUBLISH)
    assert response.status_code == status, response.content.decode()
    return response


def hang(version, gate):
    """Set a rule for a guideline."""
    _set_rule(version.page_id, gate)


def hang_on_all(gate):
    """Set a rule for all guidelines."""
    _set_rule(GuidelineIndexPage.objects.get().pk, gate)


def _set_rule(page_id, gate):
    publishing.set_rule(page_id=page_id, person=UserFactory(), gate=gate, reason="We agreed.", now=timezone.now())


def press(person, button, *, text=None, path=PENDING, status=302, **fields):
    """Press a button of a text that waits; text: the hash of the one that was seen, by default what waits."""
    if text is None:
        text = PendingPublication.objects.waiting().get().text_hash
    response = signed_in(person).post(path, {button: "1", "text": text, **fields})
    assert response.status_code == status, response.content.decode()
    return response


def newest(version):
    """The newest version of a guideline."""
    return GuidelineVersion.objects.of(version.page_id).newest_first()[0]


def waiting():
    """The one text that waits."""
    return PendingPublication.objects.waiting().get()


def words_of(found):
    """Everything a version says, in one string."""
    return " ".join(
        content or "" for content in Leaf.objects.contents([leaf[2] for leaf in found.leaves]).values()
    )


def in_days(days):
    """The moment so many days from now."""
    return timezone.now() + timedelta(days=days)


def let_pass(days):
    """Let so many days pass for what waits, and do what is due then; return how many things it were."""
    for rows, names in ((PendingPublication, ("asked_at", "not_before")), (Objection, ("at", "answered_at"))):
        rows.objects.update(**{name: F(name) - timedelta(days=days) for name in names})
    return publishing.publish_due(timezone.now())
