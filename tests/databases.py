"""A database for each test process: one of them migrates, the others copy what it made.

Migrations take a quarter of a minute of CPU time, a copy takes the blink of an eye.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def own_database(process: str, meeting_place: Path) -> Iterator[None]:
    """Lead all connections to a migrated database of this process alone, until the block ends.

    Processes meet in a folder they share: whoever comes first migrates and leaves the name of what it made there.
    It takes that away again when it ends; should somebody come later still, they migrate anew.
    """
    original = connection.settings_dict["NAME"]
    migrated = meeting_place / "migrated-database"
    with _alone(meeting_place):
        is_first = not migrated.exists()
        if is_first:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            migrated.write_text(str(connection.settings_dict["NAME"]))
        connection.close()
        connection.settings_dict["NAME"] = migrated.read_text()
        connection.creation.clone_test_db(suffix=process, verbosity=0, autoclobber=True)
    source = connection.settings_dict["NAME"]
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(process))
    yield
    connection.close()
    connection.settings_dict["NAME"] = source
    connection.creation.destroy_test_db(suffix=process, verbosity=0)
    with _alone(meeting_place):
        if is_first:
            connection.creation.destroy_test_db(verbosity=0)
            migrated.unlink()
    connection.settings_dict["NAME"] = original


@contextmanager
def _alone(meeting_place: Path) -> Iterator[None]:
    """Wait until no other process is in such a block."""
    with (meeting_place / "migrated-database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
