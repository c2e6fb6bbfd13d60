"""The receptive field of every layer: largest, least over paths, and without gates."""

from __future__ import annotations

from itertools import count
from math import prod
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics.base import Column, Diagnostic, Study, Total
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.field import CELL, each_axis, whole
from reportgen.diagnostics.fields import Field, Fields, Tracing, field_of, meeting
from reportgen.diagnostics.handing import Handed, makers, once, sources
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
    cells = main_input(graph).shape[1:]
    return Field(each_axis(whole, cells), cells, local=False, everything=True)


@Handed
def receptive_fields(study: Study) -> Mapping[int, Fields]:
    """Trace the fields of the graph."""
    tracing = Tracing(whole_input(study.graph), Spans(study.architecture.limits.spans))
    found = dict(enumerate(_of_inputs(study.graph)))
    for place, node, read in study.get(makers):
        try:
            found[place] = step(node, [found[i] for i in read], tracing)
        except TooManySpans:
            raise too_many(study, node) from None
    return found


def _of_inputs(graph: Graph) -> list[Fields]:
    main = main_input(graph)
    own = field_of((CELL,) * len(main.shape[1:]))
    none = Field((), (), local=False, elsewhere=True)
    return [Fields(own, own, own) if node is main else Fields(none, none, none) for node in graph.inputs]


def step(node: Node, read: Sequence[Fields], tracing: Tracing) -> Fields:
    """Carry what a layer reads through it; equal fields are worked out once."""
    paths = carried(node, read, tracing)
    return paths[0] if len(paths) == 1 else meeting(node, paths, tracing)


def carried(node: Node, read: Sequence[Fields], tracing: Tracing) -> Sequence[Fields]:
    """Carry the fields of each input through a layer; a merge reads each at its own place."""
    cells, paths = node.fitted.output[1:], node.fitted.paths
    if paths.count(Span.CELL) == len(read):
        return read
    ways = zip(read, paths, strict=True)
    return [fields if reach is Span.CELL else _carried(fields, reach, cells, tracing) for fields, reach in ways]


def _carried(before: Fields, reach: Reach, cells: Shape, tracing: Tracing) -> Fields:
    """Carry the fields of one input through a layer of so many cells."""
    largest = tracing.through(before.largest, reach, cells)
    least = tracing.through(before.least, reach, cells)
    same = before.ungated is before.largest
    return Fields(largest, least, largest if same else tracing.through(before.ungated, reach, cells))


def feature_sizes(study: Study) -> Mapping[tuple[int, ...], int]:
    """Give the sizes of the fields of what is not global, inputs too, gates apart; each with its last place."""
    fields = study.get(receptive_fields)
    last = dict(zip(study.get(sources), count(), strict=False))
    seen = sorted((place, maker) for maker, place in last.items())
    return {own.size: place for place, maker in seen if (own := fields[maker].ungated) and own.local and own.axes}


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
    fields = study.get(receptive_fields)
    return next(
        (
            node
            for place, node, _ in study.get(makers)
            if (own := fields[place].ungated)
            and own.everything
            and (prod(node.shape[1:]) > 1 or isinstance(node.op, Recurrent))
        ),
        None,
    )


@Handed
def _told(study: Study) -> Mapping[int, Mapping[str, Any] | None]:
    found = study.get(receptive_fields.known)
    largest = once(_seen, [fields.largest for fields in found.values()])
    return {place: _shown(fields, *told) for (place, fields), told in zip(found.items(), largest, strict=True)}


def _seen(field: Field | None) -> tuple[list[int], list[int | float | None] | None, list[int | None] | None]:
    """Tell a size per axis, the pixels per step, and the first pixel of cell 0; ``None`` for what has no places."""
    if field is None or not field.local:
        return list(field.size) if field else [], None, None
    return list(field.size), [plain(axis.jump) for axis in field.axes], [axis.start for axis in field.axes]


def _shown(
    fields: Fields, size: list[int], jump: Sequence[Any] | None, start: Sequence[Any] | None
) -> Mapping[str, Any] | None:
    largest, least, ungated = fields.largest, fields.least, fields.ungated
    if largest is None or least is None or ungated is None or largest.elsewhere:
        return None
    return {
        "size": size,
        "minimum": list(least.size),
        "jump": jump,
        "start": start,
        "global": largest.everything,
        "ungated": size if ungated is largest else list(ungated.size),
    }


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
            values=_told,
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
