"""Fixtures every test may use.

A test that needs transactions of its own (threads, a live server) leaves the database as it found it: with the
tree of pages and the groups that the migrations made, and nothing else.
"""

import os

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings

from tests.contents import all_rows, put_back

# A busy machine is no failure: examples take as long as they take. CI tries the same ones each time, so that what
# it says is about the change; on a developer's machine each run looks elsewhere.
settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Put back after each test with transactions of its own what the migrations had put into the tables."""
    flush = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        contents = all_rows()
    TransactionTestCase._fixture_teardown = lambda self: put_back(contents)
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(autouse=True)
def _empty_cache():
    """Let no test see what another left in the cache."""
    cache.clear()
