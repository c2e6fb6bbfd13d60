"""Where a person can put a layer into the file, and which of these places part the network in two.

A file's layers stand in its top list and in the stages there; what stands in a block, a repeat or a residual cannot
be changed for one copy alone. Such a whole is a *unit*; behind its last layer another one can be put in.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.diagnostics.regions import narrows, readers
from reportgen.spec.model import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.spec.model import Item


def _stages(items: Sequence[Item], prefix: str = "") -> Iterator[str]:
    """Name the stages whose lists stand once in the file, by the path that begins their layers' ids."""
    for item in items:
        if isinstance(item.structure, Stage) and item.repeat is None:
            yield prefix + item.name
            yield from _stages(item.structure.layers, f"{prefix}{item.name}/")


def units(study: Study) -> tuple[str, ...]:
    """Give, for each node, the id of the unit that it belongs to: its own, or that of a block or named structure."""
    stages = set(_stages(study.architecture.layers))
    return tuple(_unit(node.id, stages) for node in study.graph.nodes)


def _unit(path: str, stages: set[str]) -> str:
    unit, *rest = path.split("/")
    for part in rest:
        if unit not in stages:
            break
        unit = f"{unit}/{part}"
    return unit


def ends(study: Study) -> tuple[int, ...]:
    """List the places behind which a layer can be put into the file: the last node of each unit."""
    named = study.get(units)
    return tuple(place for place, unit in enumerate(named) if named[place + 1 : place + 2] != (unit,))


def cuts(study: Study) -> tuple[int, ...]:
    """List the ends that part the network in two: what stands behind one reads it alone, or nothing of the input."""
    fields, alone = study.get(receptive_fields), study.get(narrows)
    return tuple(
        place for place in study.get(ends) if alone[place] and (own := fields[place].ungated) is not None and own.local
    )


def cut_before(study: Study, place: int) -> int | None:
    """Give the last cut before a node; ``None`` where there is none."""
    found = study.get(cuts)
    i = bisect_left(found, place)
    return found[i - 1] if i else None


def put_in(study: Study, place: int) -> str:
    """Say where in the file a layer goes that is to stand behind a node: ``before conv4_1``, ``after pool3``."""
    named, nodes = study.get(units), study.graph.nodes
    following = {named[reader] for reader in study.get(readers)[place]}
    first = min(study.get(readers)[place], default=None)
    if first is None or len(following) > 1:
        return f"after {named[place]}"
    whole = nodes[first].id != named[first] or len(study.get(readers)[place]) == 1
    return f"before {named[first]}" if whole else f"after {named[place]}"
