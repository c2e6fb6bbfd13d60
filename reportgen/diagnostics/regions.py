"""Regions of a network that rules treat apart: its stem, its head, its gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.diagnostics.alike import kinds
from reportgen.diagnostics.exact import quotient
from reportgen.diagnostics.handing import handed_on
from reportgen.diagnostics.receptive_field import receptive_fields
from reportgen.ops.merge import Multiply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.exact import Exact
    from reportgen.ops.fitted import Fitted
    from reportgen.ops.reach import AxisReach


def readers(study: Study) -> tuple[Sequence[int], ...]:
    """Give, for each node, the places of the nodes that read it."""
    found: list[list[int]] = [[] for _ in study.graph.nodes]
    for place, node in enumerate(study.graph.nodes):
        for read in node.inputs:
            found[read].append(place)
    return tuple(found)


def last_readers(study: Study) -> Sequence[int]:
    """Give, for each node, the place of the last node that reads it; its own where nothing does."""
    found = list(range(len(study.graph.nodes)))
    for place, node in enumerate(study.graph.nodes):
        for read in node.inputs:
            found[read] = place
    return found


def steps(fitted: Fitted) -> tuple[Exact, ...]:
    """Give the input cells per output step along each axis: its stride. Empty for a layer without windows."""
    reach = fitted.reach
    if not isinstance(reach, tuple):
        return ()
    return tuple(map(_step, reach))


def _step(axis: AxisReach) -> Exact:
    turns, cells = axis.period
    return quotient(cells, turns)


def stem(study: Study) -> int:
    """Give the place of the first layer behind the stem: the first merge or the second downsampling."""
    found = 0
    for place, node in enumerate(study.graph.nodes):
        found += any(step > 1 for step in steps(node.fitted))
        if node.op.many or found > 1:
            return place
    return len(study.graph.nodes)


def head(study: Study) -> tuple[bool, ...]:
    """Say of each node whether it is of a head: it sees everything, and so does all that is made of it."""
    nodes, fields = study.graph.nodes, study.get(receptive_fields.known)
    whole = {place: own.ungated is not None and own.ungated.everything for place, own in fields.items()}
    found = list(handed_on(study, whole))
    start = found.index(True) if True in found else len(found)
    for place in reversed(range(start, len(found))):
        if not found[place]:
            for read in nodes[place].inputs:
                found[read] = False
    return tuple(found)


def narrows(study: Study) -> tuple[bool, ...]:
    """Say of each node whether all that is known of the input passes through it: nothing reads past it."""
    found, furthest = [], 0
    for place, (field, last) in enumerate(zip(study.get(receptive_fields), study.get(last_readers), strict=True)):
        found.append(furthest <= place)
        if field.ungated is None or not field.ungated.elsewhere:
            furthest = max(furthest, last)
    return tuple(found)


def gates(study: Study) -> tuple[bool, ...]:
    """Say of each node whether it only serves to make a gate: the factor that a product spreads over space."""
    nodes, last = study.graph.nodes, study.get(last_readers)
    if not any(_spread(fitted) for fitted, _ in study.get(kinds)):
        return (False,) * len(nodes)
    content = [False] * len(nodes)
    for place in study.graph.outputs:
        content[place] = True
    found = [False] * len(nodes)
    for place in reversed(range(len(nodes))):
        node = nodes[place]
        found[place] = last[place] > place and not content[place] and not node.is_input
        if found[place]:
            continue
        spread = _spread(node.fitted)
        for i, read in enumerate(node.inputs):
            content[read] |= i not in spread
    return tuple(found)


def _spread(fitted: Fitted) -> tuple[int, ...]:
    """Give which inputs of a product are spread over the space of the others."""
    return fitted.op.gates(fitted.inputs) if isinstance(fitted.op, Multiply) else ()


def answers(study: Study) -> tuple[bool, ...]:
    """Say of each node whether its channels are those of an output, which the task sets: classes, colours."""
    nodes = study.graph.nodes
    found = [False] * len(nodes)
    for place in study.graph.outputs:
        found[place] = True
    for place in reversed(range(len(nodes))):
        if found[place] and not nodes[place].op.weighted:
            for read in nodes[place].inputs:
                found[read] = True
    return tuple(found)
