"""Reads the demonstration's files; what they mean is decided in `home.rules`."""

import tomllib
from pathlib import Path
from typing import Any

from home.rules.demo_guidelines import DemoGuideline, read_guideline
from home.rules.demo_posts import DemoPost, read_post

FOLDER = Path(__file__).parent
GUIDELINE_SLUGS = ("social-media", "photos-and-recordings")


def demo_guidelines() -> tuple[DemoGuideline, ...]:
    """Return the demonstration's guidelines, the main one first."""
    return tuple(_guideline(FOLDER / "guidelines" / slug) for slug in GUIDELINE_SLUGS)


def _guideline(folder: Path) -> DemoGuideline:
    clauses = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return read_guideline((folder / "history.toml").read_text(encoding="utf-8"), clauses)


def demo_posts() -> tuple[DemoPost, ...]:
    """Return the demonstration's posts, oldest first."""
    paths = (FOLDER / "posts").glob("*.md")
    posts = (read_post(path.stem, path.read_text(encoding="utf-8")) for path in paths)
    return tuple(sorted(posts, key=lambda post: (post.date, post.key)))


def demo_facts(name: str) -> dict[str, Any]:
    """Return one of the TOML files: "people", "blogs", "cases" or "discussions"."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
