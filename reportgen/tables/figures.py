"""Values in words: how each kind of figure reads, on a page and in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.diagnostics.base import Kind

NONE: Final = "none"
"""Shown where there is nothing to know, as the field of a network without axes; the unknown is worded otherwise."""


def percents(values: Sequence[float] | None, unit: str = "%") -> str:
    """Write percentages per axis with one decimal: once where all agree."""
    if not values:
        return NONE
    shown = [f"{value:,.1f}{unit}" for value in values]
    return numbers.TIMES.join(shown[:1] if len(set(shown)) == 1 else shown)


def pixels(values: Sequence[float] | None) -> str:
    """Write pixels per axis, without their unit."""
    return numbers.per_axis(values) if values else NONE


def _parameters(value: Mapping[str, int] | None) -> str:
    return numbers.count(None if value is None else value["trainable"])


def several(value: Any) -> str:  # noqa: ANN401 - any plain JSON value
    """Write a value of several parts, each behind its name: ``sigma 7.75, size 38.5``."""
    if isinstance(value, dict):
        deep = any(isinstance(part, dict) for part in value.values())
        return ("; " if deep else ", ").join(f"{name.replace('_', ' ')} {several(v)}" for name, v in value.items())
    if isinstance(value, list):
        parts = [several(each) for each in value]
        return numbers.TIMES.join(parts[:1] if len(set(parts)) == 1 else parts) or NONE
    if isinstance(value, float):
        return f"{value:.3g}"
    return value if isinstance(value, str) else numbers.count(value)


def _ratio(value: float | None) -> str:
    return numbers.UNKNOWN if value is None else f"{value:,.1f}"


_BY_KIND: Final[Mapping[str, Callable[[Any], str]]] = {
    "count": numbers.count,
    "bytes": numbers.nbytes,
    "percent": percents,
    "pixels": lambda value: f"{pixels(value)} px" if value else NONE,
    "parameters": _parameters,
    "ratio": _ratio,
    "object": several,
}


def figure(kind: Kind, value: Any) -> str:  # noqa: ANN401 - any plain JSON value of that kind
    """Write one total of a network."""
    return _BY_KIND[kind](value)
