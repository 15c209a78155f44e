"""Fixtures every test may use."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Let no test see what another left in the cache."""
    cache.clear()
