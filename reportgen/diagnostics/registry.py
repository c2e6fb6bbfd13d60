"""Every diagnostic, in the order of pages and JSON; a new one is a file and a line here."""

from __future__ import annotations

from operator import or_
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
from reportgen.diagnostics.alike import Shared, kinds, spread
from reportgen.diagnostics.handing import Handed, handed_on, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
TOLD: Final = tuple(diagnostic.told for diagnostic in DIAGNOSTICS if diagnostic.told)
TOTALS: Final[tuple[Total, ...]] = tuple(total for diagnostic in DIAGNOSTICS for total in diagnostic.totals)


def totals(study: Study) -> Mapping[str, Any]:
    """Work out every total of a network, by name."""
    return {total.name: total.value(study) for total in TOTALS}


def rows(study: Study) -> list[dict[str, Any]]:
    """Work out every column of a network: the values of each layer, by name.

    What layers that are alike agree in is put together once, and so is what layers hand on; each layer joins both.
    """
    empty = dict.fromkeys([column.name for column in COLUMNS])
    alike = [empty.copy() for _ in study.get(kinds)]
    made: dict[int, dict[str, Any]] = {place: {} for place in set(study.get(sources))}
    for told in TOLD:
        known = study.get(told.known)
        for place, row in made.items():
            row.update(known[place])
    for column in COLUMNS:
        if isinstance(column.values, Shared):
            _put(column.name, study.get(column.values.known), alike)
        elif isinstance(column.values, Handed):
            _put(column.name, map(study.get(column.values.known).__getitem__, made), made.values())
    found = list(map(or_, spread(study, alike), handed_on(study, made)[len(study.graph.inputs) :]))
    for column in COLUMNS:
        if column.values and not isinstance(column.values, (Shared, Handed)):
            _put(column.name, column.values(study), found)
    return found


def _put(name: str, values: Iterable[Any], rows: Iterable[dict[str, Any]]) -> None:
    for row, value in zip(rows, values, strict=True):
        row[name] = value
