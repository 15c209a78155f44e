"""Guidelines to take away: as Markdown, as exact data, and two versions' difference as a patch."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guidelines.models import GuidelineRecord, GuidelineVersion, Leaf
from guidelines.rules.content import FIELDS, clause_html
from guidelines.rules.exporting import LeafData, patch, version_data
from guidelines.rules.hashing import version_facts
from guidelines.rules.markdown_out import Words, guideline_to_markdown
from guidelines.rules.portable import with_addresses, with_gaps_marked
from guidelines.rules.reading import Reading
from guidelines.views.access import current_version, reads_guideline
from guidelines.views.wording import labels


@reads_guideline
def markdown(request: HttpRequest, guideline: GuidelineRecord) -> HttpResponse:
    """Give the guideline in force as Markdown; of a withdrawn one the last version, which says so."""
    version = current_version(guideline)

    def make() -> HttpResponse:
        text = _markdown(request, Leaf.objects.read_one(version))
        note = "" if guideline.in_force else f"*{_('This guideline is no longer in force.')}*\n\n"
        return HttpResponse(note + text, content_type="text/markdown; charset=utf-8")

    return _kept(request, f"{guideline.cache_key(version)}.{guideline.in_force}.{get_language()}", make)


@reads_guideline
def version_json(request: HttpRequest, guideline: GuidelineRecord, number: int) -> HttpResponse:
    """Give the exact data of a version, by which anybody can check its hashes; docs/formats.md says how."""
    if number > current_version(guideline).number:
        return _no_version(number)
    version = GuidelineVersion.objects.of(guideline.page_id).get(number=number)

    def make() -> HttpResponse:
        data = {"guideline": guideline.slug} | _version_data(version)
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False})

    return _kept(request, guideline.cache_key(version), make)


@reads_guideline
def compare_patch(request: HttpRequest, guideline: GuidelineRecord, a: int, b: int) -> HttpResponse:
    """Give what changed between two versions, in the order asked for, as a patch of their Markdown."""
    if max(a, b) > current_version(guideline).number:
        return HttpResponse(_no_version_text(max(a, b)), status=404, content_type="text/plain; charset=utf-8")
    versions = {each.number: each for each in GuidelineVersion.objects.of(guideline.page_id).numbered(a, b)}

    def make() -> HttpResponse:
        old, new = (_markdown(request, each) for each in Leaf.objects.read([versions[a], versions[b]]))
        old_label, new_label = (_("Version %(number)d") % {"number": number} for number in (a, b))
        text = patch(old, new, name=f"{guideline.slug}.md", old_label=old_label, new_label=new_label)
        return HttpResponse(text, content_type="text/x-patch; charset=utf-8")

    key = f"{versions[a].hash}.{guideline.cache_key(versions[b])}.{get_language()}"
    return _kept(request, key, make)


def _kept(request: HttpRequest, key: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what `make` makes, or 304 to whoever has it already: nothing else than the key changes it."""
    etag = quote_etag(key)
    response = get_conditional_response(request, etag=etag) or make()
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def _markdown(request: HttpRequest, reading: Reading) -> str:
    within = GuidelineRecord.objects.addresses_in(
        "".join(clause_html(clause) for clause in reading.guideline.clauses)
    )

    def address(link_type: str, number: str) -> str:
        path = within(link_type, number)
        return request.build_absolute_uri(path) if path else ""

    sections = labels().sections
    words = Words(tuple(sections[field] for field in FIELDS), _("The words that stood here were taken out."))
    return guideline_to_markdown(with_addresses(with_gaps_marked(reading, words.taken_out), address), words)


def _version_data(version: GuidelineVersion) -> dict[str, object]:
    facts = version_facts(
        page_id=version.page_id,
        number=version.number,
        date=version.date,
        person_id=version.person_id,
        origin=version.origin,
        material=version.material,
        parent_hash=version.parent_hash,
        leaves=version.leaves,
        co_authors=version.co_authors,
    )
    leaves = Leaf.objects.select_related("cover").in_bulk([leaf.leaf_hash for leaf in version.leaf_refs])
    held = {
        key: LeafData(leaf.salt, leaf.content) if leaf.is_shown else LeafData(None, None)
        for key, leaf in leaves.items()
    }
    return version_data(facts, version.hash, version.leaves, held)


def _no_version(number: int) -> HttpResponse:
    return JsonResponse({"error": _no_version_text(number)}, status=404)


def _no_version_text(number: int) -> str:
    return _("There is no version %(number)d yet.") % {"number": number}
