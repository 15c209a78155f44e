"""How long connections to the database live."""

from time import monotonic

import pytest
from django.db import connections

A_REQUEST = 30
"""Seconds; longer than any request takes."""


@pytest.mark.django_db
def test_a_connection_outlives_the_request_that_opened_it():
    opened = connections.create_connection("default")
    opened.connect()
    try:
        assert opened.close_at is None or opened.close_at > monotonic() + A_REQUEST
    finally:
        opened.close()
