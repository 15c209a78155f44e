"""Programs that some tests need: skipped without them on a developer's machine, never in CI (CI=true)."""

import os
import shutil

import pytest


def needs_program(name: str) -> pytest.MarkDecorator:
    """Mark tests that need a program on PATH."""
    missing = shutil.which(name) is None and os.environ.get("CI") != "true"
    return pytest.mark.skipif(missing, reason=f"{name} is not installed")
