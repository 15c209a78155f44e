"""My own flags, to take along."""

from collections.abc import Mapping

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from flags import registry
from flags.models import Testimony
from flags.rules import webannotation
from flags.veil import Key, Text, View, visible_many

TAKEN_OUT = frozenset({"fixed", "upheld"})
"""States in which the words are sealed, or are going to be."""


@require_safe
@never_cache
def annotations(request):
    """Give a person's own flags as a Web Annotation collection; the words only while the person may read them."""
    mine = list(Testimony.objects.filter(person=request.user).select_related("case").order_by("created_at", "pk"))
    views = _views(mine, request.user)
    flags = [_flag(request, one, views.get(_key(one))) for one in mine]
    data = webannotation.collection(
        address=request.build_absolute_uri(), label=_("My flags"), creator=request.user.shown_name, flags=flags
    )
    answer = JsonResponse(data, content_type=webannotation.MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="my-flags.jsonld"'
    return answer


def _key(testimony: Testimony) -> Key:
    case = testimony.case
    return Key(case.target_kind, case.target_id, case.target_version)


def _views(mine: list[Testimony], viewer) -> Mapping[Key, View]:
    """Return the versions that were flagged, as far as the viewer may see them."""
    texts = []
    for key in dict.fromkeys(map(_key, mine)):
        target = registry.get(key.kind)
        if target.current_version(key.id) is not None and target.may_see(viewer, key.id):
            texts.append(Text(key.kind, key.id, key.version, target.blocks(key.id, key.version)))
    return visible_many(texts, viewer)


def _flag(request, testimony: Testimony, view: View | None) -> webannotation.Flag:
    case = testimony.case
    address = registry.get(case.target_kind).address(case.target_id)
    return webannotation.Flag(
        id=request.build_absolute_uri(f"{case.get_absolute_url()}#{testimony.pk}"),
        source=request.build_absolute_uri(address),
        block=case.block,
        span=testimony.span,
        category=str(testimony.get_category_display()),
        note=testimony.note,
        created=testimony.created_at,
        withdrawn=testimony.withdrawn_at,
        exact=_exact(testimony, view),
    )


def _exact(testimony: Testimony, view: View | None) -> str | None:
    """Return the flagged words as far as all of them may be read here and now; None otherwise."""
    case, span = testimony.case, testimony.span
    if case.state in TAKEN_OUT or view is None or view.closed or case.block not in view.blocks:
        return None
    block = view.blocks[case.block]
    if any(hole.start < span.end and span.start < hole.end for hole in block.hidden):
        return None
    text = "".join(segment.text.rjust(segment.end - segment.start, "\0") for segment in block.segments)
    return text[span.start : span.end] or None
