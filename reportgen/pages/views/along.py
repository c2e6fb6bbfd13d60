"""What changes along a family, from its cheapest member to its dearest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen import numbers
from reportgen.frozen import dataclass
from reportgen.pages.views.key_figures import CARDS, TOTALS, definition
from reportgen.pages.views.words import figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.report import NetworkReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure at both ends of a family."""

    title: str
    href: str
    first: str
    last: str
    factor: str
    """How many times the last is the first; empty where that says nothing."""
    range: str
    """Least and most of any member, where those are not at the ends."""


def along(members: Sequence[NetworkReport], page: str) -> tuple[Change, ...]:
    """Compare the first and the last of a family's members, figure by figure."""
    return tuple(_change(name, members, page) for name in CARDS if name in TOTALS)


def _change(name: str, members: Sequence[NetworkReport], page: str) -> Change:
    total = TOTALS[name][1]
    values = [member.totals[name] for member in members]
    ranked = sorted((value for value in values if _size(value)), key=_size)
    ends = {_size(values[0]), _size(values[-1])}
    inside = bool(ranked) and {_size(ranked[0]), _size(ranked[-1])} <= ends
    shown = [figure(total.kind, value) for value in (ranked[0], ranked[-1])] if ranked else []
    return Change(
        title=total.title,
        href=definition(name, page),
        first=figure(total.kind, values[0]),
        last=figure(total.kind, values[-1]),
        factor=_factor(_size(values[0]), _size(values[-1])),
        range="" if inside or not shown else f"{shown[0]} to {shown[1]}",
    )


def _size(value: Any) -> float:  # noqa: ANN401 - any plain JSON value
    """Give a figure as one number: its largest axis, the trainable parameters; 0 for the unknown."""
    if isinstance(value, dict):
        value = value["trainable"]
    return float(max(value, default=0) if isinstance(value, list) else value or 0)


def _factor(first: float, last: float) -> str:
    if not first or not last:
        return ""
    if first == last:
        return "the same"
    return f"{numbers.exact(float(f'{last / first:.3g}'))}{numbers.TIMES.rstrip()}"
