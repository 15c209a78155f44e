"""`make bench`: run every benchmark, or the ones named on the command line.

Django is set up with a folder of its own first, so that no benchmark touches the data of a running server; where
DATABASE_URL names a PostgreSQL, with a new database there that is dropped afterwards.
"""

import importlib
import os
import pkgutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import django
import psycopg

import benchmarks


def main(wanted: list[str]) -> None:
    """Run the wanted benchmarks, or all of them, in the order of their names."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__"]
    unknown = set(wanted) - set(names)
    if unknown:
        raise SystemExit(f"No benchmark named {', '.join(sorted(unknown))}. There are: {', '.join(names)}.")
    for name in wanted or names:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "main"):
            print(f"\n== {name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
            module.main()


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """Have DATABASE_URL name a database that nobody else uses; without it SQLite does, in VAR_DIR."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield
        return
    name = f"peerline_bench_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = urlsplit(address)._replace(path=f"/{name}").geturl()
        try:
            yield
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="peerline-bench-") as folder, database_of_its_own():
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "guidelines_site.settings"
        os.environ.pop("CACHE_URL", None)
        django.setup()
        main(sys.argv[1:])
