"""A guideline's history in pictures: when it changed and how much, which clauses, and whose words are left."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules.content import clause_from_json, clause_text
from guidelines.rules.heatgrid import heat_grid
from guidelines.rules.heatmap import DatedClauses, HeatMap, clause_changes, heat_map, leaves_of
from guidelines.rules.lineage import numbered_clauses
from guidelines.rules.timeline import timeline
from guidelines.views.access import current_version, reads_guideline
from guidelines.views.blamed import authors_of, blamed, writers
from guidelines.views.history import sizes_of
from guidelines.views.rendered import KEPT_FOR
from guidelines.views.wording import period_in_words


@reads_guideline
def pictures(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Show the timeline of versions, the clauses that changed by quarter, and the contributors by words."""
    current = current_version(guideline)
    sizes = sizes_of(guideline.page_id)
    found, heat = blamed(guideline, current), _heat_map(guideline, current)
    grid, parts = heat_grid(heat), {part.name: part for part in found.parts}
    context = {
        "guideline": guideline,
        "current": current,
        "title": found.title,
        "first": sizes[0],
        "timeline": timeline(sizes),
        "heat": heat,
        "grid": grid,
        "rows": [(parts[row.clause_id], row, y) for row, y in zip(heat.rows, grid.lines, strict=True)],
        "periods": [period_in_words(period) for period in heat.periods],
        "writers": writers(found, authors_of(found)),
        "word_count": found.word_count,
        "taken_out": found.taken_out,
    }
    return render(request, "guidelines/pictures.html", context)


def _heat_map(guideline: GuidelineRecord, current: GuidelineVersion) -> HeatMap:
    """Return which clauses changed when, from the cache or worked out now (two queries)."""
    key = f"guidelines.heat.{guideline.cache_key(current)}.{timezone.get_current_timezone_name()}"
    known = cache.get(key)
    if known is None:
        known = _worked_out(current)
        cache.set(key, known, KEPT_FOR)
    return known


def _worked_out(current: GuidelineVersion) -> HeatMap:
    past = GuidelineVersion.objects.of(current.page_id).up_to(current.number).oldest_first()
    versions = [
        DatedClauses(timezone.localtime(date).date(), numbered_clauses(number, leaves).hashes)
        for number, date, leaves in past.values_list("number", "date", "leaves")
    ]
    changes = clause_changes(versions)
    contents = Leaf.objects.contents(leaves_of(changes))
    texts = {leaf: _text(content) for leaf, content in contents.items()}
    return heat_map(versions, changes, texts.get)


def _text(content: str | None) -> str | None:
    return None if content is None else clause_text(clause_from_json(content))
