"""Many who write in the same moment: nothing is lost, and every answer stands below what it answers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from discussions import actions
from discussions.models import ThreadComment, Topic
from posts.discussed import place_of
from tests.factories.discussions import say
from tests.factories.people import UserFactory
from tests.factories.posts import PostFactory

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 20


def all_at_once(jobs) -> None:
    """Run jobs in threads that start together, each with connections of its own. Raises what a job raised."""
    barrier = Barrier(len(jobs))

    def run(job) -> None:
        try:
            barrier.wait()
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as threads:
        for done in [threads.submit(run, job) for job in jobs]:
            done.result()


def test_of_twenty_answers_at_once_none_is_lost_and_the_order_is_right():
    place = place_of(PostFactory().pk)
    people = UserFactory.create_batch(AT_ONCE)
    first, second = say(place, people[0], "first"), say(place, people[1], "second")
    answered = [first, second] * (AT_ONCE // 2)

    def job(person, to):
        return lambda: actions.write(
            place=place, person=person, text=f"to {to.pk}", answers=to.pk, now=timezone.now()
        )

    jobs = [job(person, to) for person, to in zip(people, answered, strict=True)]
    all_at_once(jobs)
    in_order = list(ThreadComment.objects.at(place).in_order())
    assert [(one.comment, one.level) for one in in_order] == [
        ("first", 0),
        *[(f"to {first.pk}", 1)] * (AT_ONCE // 2),
        ("second", 0),
        *[(f"to {second.pk}", 1)] * (AT_ONCE // 2),
    ]
    for root in (first, second):
        orders = [one.order for one in in_order if one.thread_id == root.pk]
        assert orders == list(range(1, AT_ONCE // 2 + 2))
    assert Topic.objects.get().comments == AT_ONCE + 2
    assert sum(comment.history.count() for comment in in_order) == AT_ONCE + 2


def test_the_first_comments_on_something_make_one_topic():
    place = place_of(PostFactory().pk)
    people = UserFactory.create_batch(8)
    jobs = [
        lambda person=person: actions.write(place=place, person=person, text="First!", now=timezone.now())
        for person in people
    ]
    all_at_once(jobs)
    assert Topic.objects.get().comments == len(people) == ThreadComment.objects.at(place).count()
