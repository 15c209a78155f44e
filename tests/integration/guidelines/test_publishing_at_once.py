"""Several colleagues agree in the same moment: what they wait for comes into force once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guidelines import publishing
from guidelines.models import Endorsement, GuidelineVersion, PendingPublication
from guidelines.rules.gates import Gate
from people.models import Notice
from tests.factories.guidelines import VersionFactory, clause, guideline
from tests.integration.guidelines.gated import THREE_DAYS, TWO_OF_TWO, colleague, hang, let_pass, publish
from tests.integration.guidelines.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def asked(gate):
    """A guideline, and a text of Ann's that waits for it."""
    version = VersionFactory(slug="social-media", guideline=guideline("Social media", clause()))
    hang(version, gate)
    ann = colleague()
    publish(ann, version, "New words.")
    return version, ann


def endorse(version, person):
    """Endorse what waits."""
    waits = PendingPublication.objects.get()
    now = timezone.now()
    return lambda: publishing.endorse(page_id=version.page_id, text_hash=waits.text_hash, person=person, now=now)


def numbers(version):
    """The numbers of all versions."""
    return list(GuidelineVersion.objects.of(version.page_id).oldest_first().values_list("number", flat=True))


def test_two_last_endorsements_at_once_publish_once():
    version, ann = asked(TWO_OF_TWO)
    results = at_once(endorse(version, colleague()), endorse(version, colleague()))
    assert sorted(results) == [False, True]
    assert numbers(version) == [1, 2]
    assert Notice.objects.filter(recipient=ann, kind="guideline_pending").count() == 1


def test_one_person_pressing_twice_at_once_endorses_once():
    version, _ann = asked(Gate(endorsements=2, teams=1))
    eager = colleague()
    assert at_once(endorse(version, eager), endorse(version, eager)) == [False, False]
    assert (numbers(version), Endorsement.objects.count()) == ([1], 1)


def test_two_tickers_at_once_publish_what_is_due_once():
    version, _ann = asked(THREE_DAYS)
    PendingPublication.objects.update(asked_at=timezone.now() - timedelta(days=4))
    now = timezone.now()
    results = at_once(lambda: publishing.publish_due(now), lambda: publishing.publish_due(now))
    assert sorted(results) == [0, 1]
    assert numbers(version) == [1, 2]
    assert let_pass(1) == 0
