"""Fixtures every test may use."""

import pytest
from django.core.cache import cache
from hypothesis import settings

# A busy machine is no failure: examples take as long as they take.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _empty_cache():
    """Let no test see what another left in the cache."""
    cache.clear()
