"""Fixtures every test may use.

A test that needs transactions of its own (threads, a live server) leaves the database as it found it: with the
tree of pages and the groups that the migrations made, and nothing else.
"""

import gc
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from hypothesis import settings

from tests.contents import all_rows, put_back
from tests.databases import own_database

# A busy machine is no failure: examples take as long as they take. CI tries the same ones each time, so that what
# it says is about the change, and half as many; on a developer's machine each run looks elsewhere.
IN_CI = "CI" in os.environ
settings.register_profile("patient", deadline=None, derandomize=IN_CI, max_examples=50 if IN_CI else 100)
settings.load_profile("patient")


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what stays to the end, and look less often: 7 % of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long texts by their length: five megabytes, or what was zipped just now, make no name of a test."""
    return f"{argname} of {len(val)}" if isinstance(val, str | bytes) and len(val) > 80 else None


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """A database of this process; each test with transactions of its own puts back what the migrations made."""
    flush = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock(), own_database(worker_id, Path(os.environ["TESTS_FOLDER"])):
        contents = all_rows()
        TransactionTestCase._fixture_teardown = lambda self: put_back(contents)
        with django_db_blocker.block():
            yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(autouse=True)
def _empty_cache():
    """Let no test see what another left in the cache."""
    cache.clear()
