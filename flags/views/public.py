"""How it works, with the numbers in force."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from flags.census import take_census
from flags.conf import house
from flags.models import Category
from flags.rules.house import URGENT_CATEGORIES
from flags.rules.lifecycle import veil_threshold


@require_safe
def how(request):
    """Explain the rules with the numbers in force here now."""
    rules, census = house(), take_census(timezone.now())
    context = {
        "rules": rules,
        "time_zone": settings.TIME_ZONE,
        "hold_days": settings.HOLD_DAYS if settings.HOLD_PUBLIC_KEY else None,
        "census": census,
        "needed": veil_threshold(census.active, urgent=False, house=rules),
        "needed_urgent": veil_threshold(census.active, urgent=True, house=rules),
        "urgent": [category.label for category in Category if category.value in URGENT_CATEGORIES],
        "others": [category.label for category in Category if category.value not in URGENT_CATEGORIES],
    }
    return render(request, "flags/how.html", context)
