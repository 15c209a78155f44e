"""Signed-in pages and saves over HTTP, beside other wikis where there are any.

The demonstration is served by granian with two workers, as `make run` does. BENCH_DOKUWIKI and BENCH_MEDIAWIKI
name wikis to measure in the same run, such as http://user:password@127.0.0.1:8202/; they get the same text and as
many saves. The sites take turns, request by request, so that a noisy machine is noisy for all.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from random import Random
from socket import socket
from statistics import median, quantiles
from time import monotonic, perf_counter, sleep
from urllib.parse import quote

import requests
from django.conf import settings
from django.core.management import call_command

from benchmarks.sites import PAGE, DokuWiki, MediaWiki, Peerline, Site
from guidelines.models import GuidelineRecord, Leaf
from guidelines.rules.content import clause_text
from home.demo.people import ADMIN, SIGN_IN_WITH

ROUNDS = 60
SAVES = 30
START_SECONDS = 60


def main() -> None:
    """Print medians and 95th percentiles, in milliseconds, for each site and thing done."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", public_password=True, stdout=StringIO())
    with served() as host:
        sites = _sites(f"http://{ADMIN}:{quote(SIGN_IN_WITH)}@{host}/")
        for site in sites:
            site.open_editor("wherever")
            site.save()
        rows = _saves(sites)
        for site in sites:
            site.find_diff()
        for name in ("read", "history", "diff"):
            rows[name] = _turns([getattr(site, name) for site in sites], ROUNDS)
    _table(sites, rows)


def _saves(sites: list[Site]) -> dict[str, list[list[float]]]:
    words = Random(7)
    editor: list[list[float]] = [[] for _site in sites]
    saves: list[list[float]] = [[] for _site in sites]
    for number in range(SAVES):
        word = f"wherever{words.randrange(10**6)}-{number}"
        for place, site in enumerate(sites):
            editor[place].append(_timed(partial(site.open_editor, word)))
            saves[place].append(_timed(site.save))
    return {"open the editor": editor, "save": saves}


def _turns(requests_of_sites: list[Callable[[], None]], rounds: int) -> list[list[float]]:
    for request in requests_of_sites:
        request()
    times: list[list[float]] = [[] for _request in requests_of_sites]
    for _ in range(rounds):
        for place, request in enumerate(requests_of_sites):
            times[place].append(_timed(request))
    return times


def _timed(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def _table(sites: list[Site], rows: dict[str, list[list[float]]]) -> None:
    print("milliseconds: median (95th percentile)")
    print(f"{'':18}" + "".join(f"{site.name:>22}" for site in sites))
    for name, times in rows.items():
        cells = [f"{median(series):9.1f} ({quantiles(series, n=20)[-1]:7.1f})" for series in times]
        print(f"{name:18}" + "".join(f"{cell:>22}" for cell in cells))


def _sites(ours: str) -> list[Site]:
    sites: list[Site] = [Peerline(ours)]
    text = _text()
    if address := os.environ.get("BENCH_DOKUWIKI"):
        sites.append(DokuWiki(address, text))
    if address := os.environ.get("BENCH_MEDIAWIKI"):
        sites.append(MediaWiki(address, text))
    return sites


def _text() -> str:
    """Return the demonstration's guideline as plain paragraphs; markup would favour one wiki or the other."""
    record = GuidelineRecord.objects.select_related("current").get(slug=PAGE)
    clauses = Leaf.objects.read_one(record.current).guideline.clauses
    return "\n\n".join(clause_text(clause) for clause in clauses)


@contextmanager
def served() -> Iterator[str]:
    """Serve this environment's database on a free port; yield host and port."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "4", "--backpressure", "128", "--log-level", "warning"),
        "guidelines_site.wsgi:application",
    ]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline:
        try:
            requests.get(address, timeout=1)
        except requests.RequestException:
            sleep(0.2)
        else:
            return
    raise RuntimeError(f"no answer from {address} within {START_SECONDS} s")
