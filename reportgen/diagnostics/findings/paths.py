"""Paths through the graph: what does not lie on each other where they meet, and what leads nowhere."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.alike import kinds
from reportgen.diagnostics.cost import macs
from reportgen.diagnostics.exact import plain, quotient
from reportgen.diagnostics.fields import apart, open_paths
from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.trial import applied, changed, tracing
from reportgen.diagnostics.findings.windows import looks_back
from reportgen.diagnostics.findings.words import UNITS, along, listed, padding, per_axis, plural
from reportgen.diagnostics.handing import makers
from reportgen.diagnostics.parameters import parameters
from reportgen.diagnostics.receptive_field import carried, receptive_fields
from reportgen.diagnostics.regions import last_readers, readers
from reportgen.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.fields import Field
    from reportgen.graph.node import Node
    from reportgen.ops.window import Window

MISALIGNED: Final = "paths-misaligned"
Centre = tuple["Exact", ...]
MOST_NAMED: Final = 3
"""Paths that a message names one by one, and centres that advice tries to bring the others to."""


@rule(
    MISALIGNED,
    "warning",
    "Paths misaligned",
    when=(
        "Paths merge whose cells do not look at the same place of the image. Where all windows along a sequence look "
        "back alone, what counts is where they end."
    ),
    why=(
        "What is added or stacked cell by cell then belongs to different places: edges blur, and boxes and masks that "
        "are read off the features are shifted."
    ),
    bound=Fraction(0),
)
def paths_misaligned(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Find merges of paths with different centres."""
    most, fields = quotient(*bounds.get(MISALIGNED, Fraction(0)).as_integer_ratio()), study.get(receptive_fields)
    causal = study.get(_causal)
    for node, distances in study.get(merges_apart):
        over = [axis for axis, distance in enumerate(distances) if distance > most]
        if not over or (causal and _end_together(fields[i].ungated for i in node.inputs)):
            continue
        furthest, rank = max(distances), len(distances)
        distance = f"{exact(plain(furthest))} {UNITS[rank]}{'' if furthest == 1 else 's'} apart{along(over, rank)}"
        local = {i: field for i in node.inputs if (field := fields[i].ungated) and field.local}
        names = [study.graph.nodes[i].id for i in local]
        paths = f"{len(names)} paths" if len(names) > MOST_NAMED else listed(names)
        centres = {i: tuple(axis.centre for axis in field.axes) for i, field in local.items()}
        message = f"{node.id} merges {paths}, whose cells look at places {distance}."
        yield Hit(node=node, message=message, advice=_aligning(study, centres))


def merges_apart(study: Study) -> tuple[tuple[Node, Centre], ...]:
    """Give the merges of paths that have centres, with the pixels per axis by which these differ at the most."""
    fields, traced = study.get(receptive_fields), study.get(tracing)
    reads = [(node, [fields[i] for i in read]) for _, node, read in study.get(makers) if len(read) > 1]
    merges = [(node, open_paths(node, carried(node, read, traced))) for node, read in reads]
    known = [
        (node, [own for path in paths if (own := path.ungated) and own.middles is not None]) for node, paths in merges
    ]
    return tuple([(node, apart(own)) for node, own in known if len(own) > 1])


def _causal(study: Study) -> bool:
    """Whether all windows that move by one step along a sequence only look back, and there are such."""
    windows = [axes[0][0] for fitted, _ in study.get(kinds) if len(axes := fitted.sliding) == 1]
    wide = [window for window in windows if window.stride == 1 < window.extent]
    return bool(wide) and all(map(looks_back, wide))


def _end_together(fields: Iterable[Field | None]) -> bool:
    """Whether the first cells of all paths of a sequence see up to the same step."""
    spans = [field.axes[0].span(0) for field in fields if field and field.local]
    return len({span[1] for span in spans if span}) == 1


def _aligning(study: Study, centres: Mapping[int, Centre]) -> str:
    """Say which padding or kernel brings all paths to one centre, with the fewest changes first."""
    for goal, _ in Counter(centres.values()).most_common(MOST_NAMED):
        changes = [
            _moved(study, place, [to - now for to, now in zip(goal, centre, strict=True)])
            for place, centre in centres.items()
            if centre != goal
        ]
        if all(changes):
            return f"{listed(changes)} {'align' if len(changes) > 1 else 'aligns'} them."
    return "Give the windows of all paths odd kernels, and the same padding on both sides."


def _moved(study: Study, place: int, by: Sequence[Exact]) -> str:
    """Say which change to a layer of one path alone moves its cells by so many pixels; empty where none does."""
    for layer in _alone(study, place):
        node = study.graph.nodes[layer]
        field, axes = study.get(receptive_fields)[node.inputs[0]].ungated, node.fitted.sliding
        if field is None or not field.local or len(axes) != len(by):
            continue
        cells = [_steps(pixels, axis.jump) for pixels, axis in zip(by, field.axes, strict=True)]
        for taps in (0, 1):
            text = _shifted(node, axes, cells, taps)
            if text:
                return f"{text} on {node.id}"
    return ""


def _steps(pixels: Exact, jump: Exact | None) -> Fraction | None:
    """Count the cells in so many pixels; ``None`` where steps differ."""
    if pixels and jump is None:
        return None
    return Fraction(pixels, jump) if jump else Fraction(0)


def _alone(study: Study, place: int) -> Iterator[int]:
    """Walk up a path as far as nothing else reads it."""
    nodes, read_by = study.graph.nodes, study.get(readers)
    while len(nodes[place].inputs) == 1 and len(read_by[place]) == 1:
        yield place
        place = nodes[place].inputs[0]


def _shifted(node: Node, axes: Sequence[tuple[Window, int]], by: Sequence[Fraction | None], taps: int) -> str:
    """Say how a window looks some cells further on, with so many taps more; empty where it cannot."""
    kernels, pads = [], []
    for (window, _), cells in zip(axes, by, strict=True):
        if cells is None:
            return ""
        more = window.dilation * taps if cells else 0
        before, total = window.before + Fraction(more, 2) - cells, window.before + window.after + more
        if before.denominator != 1 or not 0 <= before <= total:
            return ""
        kernels.append(window.kernel + (taps if cells else 0))
        pads.append((int(before), int(total - before)))
    strides = tuple(window.stride for window, _ in axes)
    other = changed(node.op, kernel=tuple(kernels), padding=tuple(pads), stride=strides)
    if other is None or applied(other, node.input_shapes) != node.shape:
        return ""
    kernel = f"kernel: {per_axis(kernels)} with " if taps else ""
    return f"{kernel}padding: {padding(pads)}"


@rule(
    "unused-layer",
    "warning",
    "Unused layer",
    when="Nothing reads a layer, and it is no output of the network.",
    why="It costs memory and time and changes no answer; most often another layer was meant to read it.",
)
def unused_layer(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find layers that lead nowhere."""
    nodes, first = study.graph.nodes, len(study.graph.inputs)
    serving: dict[int, list[int]] = {}
    for place, end in study.get(_needed_by).items():
        if not nodes[place].is_input:
            serving.setdefault(end, []).append(place - first)
    stored, cost = (study.get(parameters), study.get(macs)) if serving else ((), ())
    for end, rows in sorted(serving.items()):
        others = len(rows) - 1
        with_it = f" with {plural(others, 'layer')} that nothing else needs" if others else ""
        weights = sum(own.trainable for row in rows if (own := stored[row]))
        work = sum(cost[row] or 0 for row in rows)
        saved = f" and save {plural(weights, 'parameter')} and {plural(work, 'MAC')}" if weights or work else ""
        yield Hit(
            node=nodes[end],
            message=f"Nothing reads {nodes[end].id}, and it is no output.",
            advice=f"Leave it out{with_it}{saved}; or give it a name and list that under outputs.",
        )


def _needed_by(study: Study) -> Mapping[int, int]:
    """Give, by place, the dead end that alone needs a node; left out is what an output or several dead ends need."""
    outputs = set(study.graph.outputs)
    if outputs.issuperset([place for place, last in enumerate(study.get(last_readers)) if last == place]):
        return {}
    read_by = study.get(readers)
    found: list[int | None] = [None] * len(read_by)
    for place in reversed(range(len(read_by))):
        ends = {found[reader] for reader in read_by[place]} or {place}
        found[place] = ends.pop() if len(ends) == 1 and place not in outputs else None
    return {place: end for place, end in enumerate(found) if end is not None}
