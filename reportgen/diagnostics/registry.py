"""Every diagnostic, in the order of pages and JSON; a new one is a file and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen.diagnostics import (
    capacity,
    cost,
    depth,
    effective,
    memory,
    nolearn,
    parameters,
    plan,
    productivity,
    receptive_field,
    roofline,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.diagnostics.base import Column, Diagnostic, Study, Total

DIAGNOSTICS: Final[tuple[Diagnostic, ...]] = (
    parameters.DIAGNOSTIC,
    cost.DIAGNOSTIC,
    memory.DIAGNOSTIC,
    depth.DIAGNOSTIC,
    receptive_field.DIAGNOSTIC,
    capacity.DIAGNOSTIC,
    nolearn.DIAGNOSTIC,
    productivity.DIAGNOSTIC,
    effective.DIAGNOSTIC,
    plan.DIAGNOSTIC,
    roofline.DIAGNOSTIC,
)
COLUMNS: Final[tuple[Column, ...]] = tuple(column for diagnostic in DIAGNOSTICS for column in diagnostic.columns)
TOTALS: Final[tuple[Total, ...]] = tuple(total for diagnostic in DIAGNOSTICS for total in diagnostic.totals)


def totals(study: Study) -> Mapping[str, Any]:
    """Work out every total of a network, by name."""
    return {total.name: total.value(study) for total in TOTALS}
