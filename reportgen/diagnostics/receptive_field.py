"""The receptive field of every layer: largest, least over paths, and without gates."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics.base import Column, Diagnostic, Study, Total
from reportgen.diagnostics.field import CELL, each_axis, whole
from reportgen.diagnostics.fields import Field, Fields, Tracing, meeting
from reportgen.diagnostics.spans import Spans, TooManySpans, too_many
from reportgen.ops.reach import Span
from reportgen.ops.sequence import Recurrent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.graph.node import Graph, Node
    from reportgen.ops.base import Shape
    from reportgen.ops.reach import Reach


def main_input(graph: Graph) -> Node:
    """Give the input that fields are traced to: the one with the most axes, the first of these."""
    return max(graph.inputs, key=lambda node: len(node.shape))


def whole_input(graph: Graph) -> Field:
    """Give the field of a layer that sees the whole input."""
    return Field(each_axis(whole, main_input(graph).shape[1:]), everything=True)


def receptive_fields(study: Study) -> tuple[Fields, ...]:
    """Trace the fields of all nodes of the graph, inputs included, in order."""
    main = main_input(study.graph)
    cells = main.shape[1:]
    tracing = Tracing(whole_input(study.graph), Spans(study.architecture.limits.spans))
    found: list[Fields] = []
    for node in study.graph.inputs:
        own = Field((CELL,) * len(cells)) if node is main else Field((), elsewhere=True)
        found.append(Fields(own, own, own))
    for node in study.layers:
        if node.fitted.hands_on:
            found.append(found[node.inputs[0]].handed_on)
        else:
            try:
                found.append(step(node, [found[i] for i in node.inputs], tracing))
            except TooManySpans:
                raise too_many(study, node) from None
    return tuple(found)


def step(node: Node, read: Sequence[Fields], tracing: Tracing) -> Fields:
    """Carry what a layer reads through it; equal fields are worked out once."""
    cells = node.shape[1:]
    carried = [_carried(fields, reach, cells, tracing) for fields, reach in zip(read, node.fitted.paths, strict=True)]
    return carried[0] if len(carried) == 1 else meeting(node, carried, tracing)


def _carried(before: Fields, reach: Reach, cells: Shape, tracing: Tracing) -> Fields:
    """Carry the fields of one input through a layer of so many cells; a merge reads each at its own place."""
    if reach is Span.CELL:
        return before.handed_on
    largest = _through(before.largest, reach, cells, tracing)
    least = largest if before.least is before.largest else _through(before.least, reach, cells, tracing)
    if before.ungated is before.largest:
        return Fields(largest, least, largest)
    return Fields(largest, least, _through(before.ungated, reach, cells, tracing))


def _through(field: Field | None, reach: Reach, cells: Sequence[int], tracing: Tracing) -> Field | None:
    """Carry one field through one layer of so many cells along each axis."""
    if field is None or reach is Span.UNKNOWN:
        return None
    if field.everything or field.elsewhere or reach is Span.CELL:
        return field
    if isinstance(reach, Span):
        return tracing.everything if reach is Span.EVERYTHING else replace(field, placed=False)
    if not (field.axes and field.placed):  # without places on the input, there is no telling what is read next
        return None if field.axes else field
    return Field(each_axis(lambda axis, through, n: axis.through(through, n, tracing.spans), field.axes, reach, cells))


def feature_sizes(study: Study) -> Mapping[tuple[int, ...], int]:
    """Give the sizes of the fields of what is not global, inputs too, gates apart; each with its last place."""
    seen = enumerate([fields.ungated for fields in study.get(receptive_fields)])
    return {own.size: place for place, own in seen if own is not None and own.local and own.axes}


def feature_field(study: Study) -> tuple[int, ...] | None:
    """Give the largest field per axis of a layer that is not global, gates apart; ``None`` without axes."""
    first = len(study.graph.inputs)
    sizes = [size for size, place in study.get(feature_sizes).items() if place >= first]
    return tuple(map(max, zip(*sizes, strict=True))) if sizes else None


def overview(study: Study) -> Node | None:
    """Give the first feature layer that sees the whole input, gates apart; ``None`` where only heads do.

    Attention, a recurrent layer, values dealt out anew, a pooled branch spread over the grid again. A head has
    one position, and puts side by side what features saw.
    """
    rows = zip(study.graph.nodes, study.get(receptive_fields), strict=True)
    return next(
        (
            node
            for node, fields in rows
            if fields.ungated
            and fields.ungated.everything
            and (prod(node.shape[1:]) > 1 or isinstance(node.op, Recurrent))
        ),
        None,
    )


def _column(study: Study) -> list[Mapping[str, Any] | None]:
    return [fields.told for fields in study.get(receptive_fields)[len(study.graph.inputs) :]]


def _total(study: Study) -> list[int] | None:
    found = study.get(feature_field)
    return None if found is None else list(found)


PIXELS = {"type": "array", "items": {"type": ["integer", "null"]}}
PLACES = {"type": ["array", "null"], "items": {"type": ["number", "null"]}}

DIAGNOSTIC = Diagnostic(
    name="receptive-field",
    title="Receptive field",
    summary="Which part of the input can one cell of a layer see?",
    formula=r"r_l = r_{l-1} + (e_l - 1)\, j_{l-1}, \quad j_l = s_l\, j_{l-1}, \quad u_l = u_{l-1} - p_l\, j_{l-1}",
    source="Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks, Distill 2019",
    limits=(
        "It tells what a cell can read, not how much each pixel weighs: after training the middle weighs most. "
        "Fields are hulls: holes of dilated windows count as read."
    ),
    columns=(
        Column(
            name="receptive_field",
            title="Receptive field",
            unit="px",
            kind="field",
            doc=(
                "Input pixels that a cell spans at the most (size) and on the path that reads least (minimum); pixels "
                "per step (jump); first pixel of cell 0 (start); whether it is the whole input (global); size without "
                "the paths through gates (ungated)."
            ),
            schema={
                "type": ["object", "null"],
                "properties": {
                    "size": PIXELS,
                    "minimum": PIXELS,
                    "jump": PLACES,
                    "start": PLACES,
                    "global": {"type": "boolean"},
                    "ungated": PIXELS,
                },
                "required": ["size", "minimum", "jump", "start", "global", "ungated"],
            },
            values=_column,
        ),
    ),
    totals=(
        Total(
            name="receptive_field",
            title="Receptive field",
            unit="px",
            kind="pixels",
            doc="The largest field of a layer that is not global, gates apart, per axis.",
            schema={"type": ["array", "null"], "items": {"type": "integer"}},
            value=_total,
        ),
    ),
)
