"""The architecture file itself: numbered lines, those with findings marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.pages.views.findings import RuleGroup, line_anchor
from reportgen.report import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.report import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a rule found at a line."""

    severity: Severity
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a file."""

    number: int
    anchor: str
    """Its id; empty where nothing refers to it."""
    text: str
    severity: str
    """The worst at this line; empty where nothing was found."""
    remarks: tuple[Remark, ...]


def lines(text: str, groups: Iterable[RuleGroup], referred: frozenset[int] = frozenset()) -> tuple[Line, ...]:
    """Number a file's lines and put findings beside them; ``referred`` lines get an id as well."""
    found = _remarks(groups)
    return tuple(
        Line(
            number=number,
            anchor=line_anchor(number) if number in found or number in referred else "",
            text=line,
            severity=min((remark.severity for remark in found.get(number, ())), key=SEVERITIES.index, default=""),
            remarks=tuple(found.get(number, ())),
        )
        for number, line in enumerate(text.splitlines(), 1)
    )


def _remarks(groups: Iterable[RuleGroup]) -> Mapping[int, list[Remark]]:
    found: dict[int, list[Remark]] = {}
    for group in groups:
        for place in group.places:
            count = 1 + len(place.others) + place.untold
            times = f" \N{MULTIPLICATION SIGN} {count}" if count > 1 else ""
            remark = Remark(severity=group.severity, text=group.name + times, href=f"#{group.anchor}")
            found.setdefault(place.line, []).append(remark)
    return found
