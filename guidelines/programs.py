"""Programs that somebody else keeps well, and that Peerline asks where they are installed: git, pandoc."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

SECONDS = 300
"""How long a program may take before it is stopped."""

SHOWN = 300
"""Characters of what a program complains about that are passed on."""


class ProgramError(Exception):
    """A program is not there, took too long, or could not do what it was asked; the message says which and why."""


def run(
    program: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    data: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> bytes:
    """Return what a program writes that reads `data`; no shell sees the arguments.

    folder: where it works. env: its whole environment beside PATH, HOME and a plain locale. Raises ProgramError.
    """
    found = shutil.which(program)
    if found is None:
        raise ProgramError(
            _("This needs %(program)s, which is not installed here. Install the package “%(program)s”.")
            % {"program": program}
        )
    base = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    try:
        done = subprocess.run(
            [found, *arguments],
            input=data,
            capture_output=True,
            cwd=folder,
            env={**base, "LC_ALL": "C.UTF-8", **(env or {})},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramError(_("%(program)s did not finish in time.") % {"program": program}) from error
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip()[:SHOWN]
        raise ProgramError(f"{program}: {complaint or done.returncode}")
    return done.stdout
