"""Every diagnostic, in the order of pages and JSON; a new one is a file and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.diagnostics import capacity, cost, depth, memory, nolearn, parameters, receptive_field

if TYPE_CHECKING:
    from reportgen.diagnostics.base import Column, Diagnostic, Total

DIAGNOSTICS: Final[tuple[Diagnostic, ...]] = (
    parameters.DIAGNOSTIC,
    cost.DIAGNOSTIC,
    memory.DIAGNOSTIC,
    depth.DIAGNOSTIC,
    receptive_field.DIAGNOSTIC,
    capacity.DIAGNOSTIC,
    nolearn.DIAGNOSTIC,
)
COLUMNS: Final[tuple[Column, ...]] = tuple(column for diagnostic in DIAGNOSTICS for column in diagnostic.columns)
TOTALS: Final[tuple[Total, ...]] = tuple(total for diagnostic in DIAGNOSTICS for total in diagnostic.totals)
