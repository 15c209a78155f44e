"""Every address the resolver knows, with real ids in it."""

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)|\([^()]*\)")


def all_addresses(values: Mapping[str, object]) -> list[str]:
    """Return every address there is, each once, in the resolver's order.

    values: what stands for a parameter, by "converter:name", by name, or by converter.
    """
    return list(dict.fromkeys(f"/{route}" for route in _routes(get_resolver(), values)))


def _routes(resolver: URLResolver, values: Mapping[str, object], before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        here = before + _filled(pattern.pattern, values)
        if isinstance(pattern, URLPattern):
            yield here
        else:
            yield from _routes(pattern, values, here)


def _filled(pattern, values: Mapping[str, object]) -> str:
    """Return a part of an address with something in place of every parameter."""
    if route := getattr(pattern, "_route", None):
        return _PARAMETER.sub(lambda found: _value(found["name"], found["converter"] or "str", values), str(route))
    regex = str(getattr(pattern, "_regex", ""))
    plain = _GROUP.sub(lambda found: _value(found["name"] or "", "str", values), regex)
    return re.sub(r"[\^$?]|\\Z", "", plain).replace("\\", "")


def _value(name: str, converter: str, values: Mapping[str, object]) -> str:
    for key in (f"{converter}:{name}", name, converter):
        if key in values:
            return str(values[key])
    return "1"
