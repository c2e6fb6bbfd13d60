"""A badge for a README: what a network costs, and whether it keeps both bounds, in one line."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from reportgen import numbers
from reportgen.charts.face import FAMILY, REGULAR, face_css
from reportgen.charts.style import FONT
from reportgen.charts.text import width
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from reportgen.report import NetworkReport

HEIGHT: Final = 20
_SIZE: Final = 12
_MARGIN: Final = 8
_COST: Final = "#3d444d"
_VERDICTS: Final = {
    True: ("within bounds", "#1a6f59"),
    False: ("out of bounds", "#8a5a00"),
    None: ("no bounds", "#59636e"),
}
"""Words and ground for each verdict; white on each is read at 4.5:1 and more."""


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    ground: str

    @property
    def across(self) -> int:
        return round(width(self.text, _SIZE)) + 2 * _MARGIN


def badge_text(report: NetworkReport) -> str:
    """Say what the badge shows, for those who cannot see it."""
    return f"{report.name}: {', '.join(field.text for field in _fields(report))}"


def badge(report: NetworkReport) -> str:
    """Give the badge as a whole SVG file; it looks the same on light and dark."""
    fields = _fields(report)
    whole, left, drawn = sum(field.across for field in fields), 0, ""
    for field in fields:
        drawn += f'<path fill="{field.ground}" d="M{left} 0h{field.across}v{HEIGHT}H{left}z"/>'
        drawn += f'<text x="{left + _MARGIN}" y="14">{escape(field.text)}</text>'
        left += field.across
    style = f"{face_css(REGULAR)}text{{fill:#fff;font:{_SIZE}px {FAMILY},{FONT}}}g{{clip-path:inset(0 round 3px)}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}" role="img">'
        f"<title>{escape(badge_text(report))}</title><style>{style}</style><g>{drawn}</g></svg>\n"
    )


def _fields(report: NetworkReport) -> tuple[_Field, ...]:
    word, ground = _VERDICTS[report.verdict.passes]
    parameters = report.totals["parameters"]
    return (
        _Field(f"{numbers.count(parameters and parameters['trainable'])} parameters", _COST),
        _Field(f"{numbers.count(report.totals['macs'])} MACs", _COST),
        _Field(word, ground),
    )
