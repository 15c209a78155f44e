"""`manage.py serve`: everything a stranger needs to try Peerline, in one process group.

It migrates, collects static files, seeds an empty database with the demo, and runs the server with the ticker
beside it. In production the same server and ticker run as two services (docs/operators.md).
"""

import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from home.demo.seed import is_seeded

TICK_EVERY_SECONDS = 30
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def static_files_changed() -> bool:
    """Whether a static file is newer than the last collection, or there was none; compressing takes a while."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return True
    collected_at = manifest.stat().st_mtime
    found = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    return any(path.stat().st_mtime > collected_at for path in found)


class Command(BaseCommand):
    """Set up and serve, until Ctrl-C."""

    help = "Migrate, seed an empty database with the demo, and serve with the ticker beside."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args, host: str, port: int, workers: int, **options):
        self._prepare()
        self._seed(host)
        connection.close()
        manage = [sys.executable, "manage.py"]
        ticker = subprocess.Popen([*manage, "tick", "--every", str(TICK_EVERY_SECONDS)], cwd=settings.BASE_DIR)
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log"),
                *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"),
                *("--backpressure", "128", "--log-level", "warning"),
                "guidelines_site.wsgi:application",
            ],
            cwd=settings.BASE_DIR,
        )
        self.stdout.write(self.style.SUCCESS(f"\nPeerline: http://{host}:{port}/   (Ctrl-C stops it)\n"))
        self._wait(server, ticker)

    def _prepare(self):
        self.stdout.write("Database …")
        call_command("migrate", interactive=False, verbosity=0)
        if static_files_changed():
            self.stdout.write("Static files …")
            call_command("collectstatic", interactive=False, verbosity=0)

    def _seed(self, host: str):
        """Put the demo into an empty database, or say again who can sign in; never where others can reach it."""
        if host not in LOOPBACK:
            self.stdout.write("No demonstration: its password is public, and others can reach this address.")
        elif is_seeded() or not get_user_model().objects.exists():
            call_command("seed_demo", public_password=True, stdout=self.stdout)

    def _wait(self, server: subprocess.Popen, ticker: subprocess.Popen):
        """Wait for the server; whatever ends it ends the ticker too."""
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            status = server.wait()
        except KeyboardInterrupt:
            server.send_signal(signal.SIGINT)
            status = server.wait()
            return
        finally:
            ticker.terminate()
            ticker.wait()
        if status > 0:
            raise CommandError(
                f"The server ended with status {status}. Is the port in use? Try make run PORT=8001."
            )
