"""Fixtures every test may use.

A test that needs transactions of its own (threads, a live server) empties the database when it ends. So that the
tree of pages and the groups come back, every such test asks for them: `@pytest.mark.django_db(transaction=True,
serialized_rollback=True)`, or the fixture `django_db_serialized_rollback` beside `live_server`.
"""

import os

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings

from people.append_only import lifted_triggers

# A busy machine is no failure: examples take as long as they take. CI tries the same ones each time, so that what
# it says is about the change; on a developer's machine each run looks elsewhere.
settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _flush_past_triggers():
    """Let the flush after a transactional test empty append-only tables too."""
    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(self):
        with lifted_triggers():
            flush(self)

    TransactionTestCase._fixture_teardown = flush_without_triggers
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(autouse=True)
def _empty_cache():
    """Let no test see what another left in the cache."""
    cache.clear()
