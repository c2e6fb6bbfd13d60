"""Images that the features do not see whole, and windows that come after all has been seen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.findings.base import Bounds, Hit, rule
from reportgen.diagnostics.findings.larger_input import LargerInput
from reportgen.diagnostics.findings.places import ends, put_in
from reportgen.diagnostics.findings.trial import applied, inserted, stored
from reportgen.diagnostics.findings.words import UNITS, WHOLES, along, listed, per_axis, percents, plural
from reportgen.diagnostics.productivity import unproductive
from reportgen.diagnostics.receptive_field import feature_sizes, main_input, overview, receptive_fields
from reportgen.diagnostics.regions import gates
from reportgen.numbers import exact
from reportgen.ops.base import shape_text
from reportgen.ops.convolution import Conv, DepthwiseConv

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.exact import Exact
    from reportgen.diagnostics.fields import Field
    from reportgen.graph.node import Node
    from reportgen.ops.base import Shape

NOT_COVERED: Final = "image-not-covered"
ENOUGH: Final = Fraction(1)
KERNEL: Final = 3
"""The window that advice is given in."""
PLAIN: Final = 3
"""So many windows may be advised in a row; where more were needed, they are dilated."""


def _shares(study: Study, field: Field) -> list[Fraction]:
    return [Fraction(r, n) for r, n in zip(field.size, main_input(study.graph).shape[1:], strict=True)]


def _deepest_feature(study: Study) -> int | None:
    """Give the place of the layer whose cells see the largest part of the image, the last of these.

    ``None`` where no window widens a field, and where features see the whole image: by attention, for one.
    """
    if study.get(overview) is not None:
        return None
    seen = [(prod(size), place) for size, place in study.get(feature_sizes).items()]
    _, deepest = max(seen, default=(0, 0))
    return None if study.graph.nodes[deepest].is_input else deepest


@rule(
    NOT_COVERED,
    "info",
    "Image not covered",
    when="No layer before the head sees the whole image.",
    why=(
        "No feature can tell how the two ends of the image belong together; only the head, which has no places any "
        "more, puts them side by side."
    ),
    bound=ENOUGH,
)
def image_not_covered(study: Study, bounds: Bounds) -> Iterator[Hit]:
    """Compare the field of the deepest features with the image."""
    enough, place = bounds.get(NOT_COVERED, ENOUGH), _deepest_feature(study)
    field = None if place is None else study.get(receptive_fields)[place].ungated
    if place is None or field is None:
        return
    shares, cells = _shares(study, field), main_input(study.graph).shape[1:]
    short = [axis for axis, share in enumerate(shares) if share < enough]
    if not short:
        return
    node, axis = study.graph.nodes[place], min(short, key=shares.__getitem__)
    coverage, bound = percents(shares[axis], enough)
    where = "" if len(set(shares)) == 1 else along((axis,), len(shares))
    unit, whole = UNITS[len(cells)], WHOLES[len(cells)]
    message = (
        f"The deepest features, {node.id}, see {exact(field.size[axis])} of the {exact(cells[axis])} {unit}s of the "
        f"{whole}{where}, a coverage of {coverage}; the bound is {bound}."
    )
    yield Hit(node=node, message=message, advice=_widened(study, place, field, short))


def _widened(study: Study, last: int, field: Field, short: Sequence[int]) -> str:
    """Say how many more convolutions bring the field nearest to the image, at the deepest place with room for them."""
    gaps = [n - r for n, r in zip(main_input(study.graph).shape[1:], field.size, strict=True)]
    deepest = {_room(study, place, short, gaps): place for place in study.get(ends) if place <= last}
    jumps = sorted(deepest.keys() - {0}, reverse=True)
    for jump in jumps:
        node = study.graph.nodes[deepest[jump]]
        count = min(gaps[axis] // (2 * jump) for axis in short)
        kernel = tuple(KERNEL if axis in short else 1 for axis in range(len(gaps)))
        steps = _dilations(count)
        more = [Conv(filters=node.shape[0], kernel=kernel, padding="half", dilation=step) for step in steps]
        tried = inserted(study, deepest[jump], more, last) or {}
        widened = tried[last].fields.ungated if last in tried else None
        if widened and all(widened.size[axis] - field.size[axis] == 2 * jump * count for axis in short):
            least, _ = percents(min(_shares(study, widened)), ENOUGH)
            options = f"filters {node.shape[0]}, kernel {per_axis(kernel)}, padding half{_dilated(steps)}"
            what = f"{plural(len(more), 'more convolution')} {put_in(study, deepest[jump])} ({options})"
            return f"{what} bring{'s' * (len(more) == 1)} it to {least}."
    return "" if jumps else "One more convolution with kernel 3 would see past the image: that is as near as they come."


def _dilations(count: int) -> list[int]:
    """Give the dilations of few windows that see as much more as ``count`` plain ones: doubled, and the rest."""
    if count <= PLAIN:
        return [1] * count
    doubled = [2**i for i in range((count + 1).bit_length() - 1)]
    rest = count - sum(doubled)
    return sorted([*doubled, rest] if rest else doubled)


def _dilated(steps: Sequence[int]) -> str:
    return f", dilations {listed([exact(step) for step in steps])}" if max(steps) > 1 else ""


def _room(study: Study, place: int, short: Sequence[int], gaps: Sequence[int]) -> Exact:
    """Give the step of a place's cells where a window more has cells to read and stays in the image; else 0."""
    field, node = study.get(receptive_fields)[place].ungated, study.graph.nodes[place]
    if field is None or not field.local or study.get(gates)[place] or len(node.shape) != len(gaps) + 1:
        return 0
    jumps = [field.axes[axis].jump or 0 for axis in short]
    room = all(node.shape[1 + axis] >= KERNEL for axis in short)
    fits = all((KERNEL - 1) * jump <= gaps[axis] for axis, jump in zip(short, jumps, strict=True))
    return min(jumps) if room and fits else 0


@rule(
    "unproductive-layer",
    "warning",
    "Unproductive layer",
    when="A window reads only cells that have seen the whole image already, on every path.",
    why=(
        "There is no new context left for it to join; in training, such layers are seen to add next to nothing to "
        "what a classifier can read off."
    ),
)
def unproductive_layer(study: Study, _bounds: Bounds) -> Iterator[Hit]:
    """Find windows that come after the border."""
    places, cells = study.get(unproductive), main_input(study.graph).shape[1:]
    larger = study.get(_productive_input) if places else None
    for place in places:
        node = study.graph.nodes[place]
        read = study.get(receptive_fields)[node.inputs[0]].least
        least = shape_text(read.size if read else ())
        message = (
            f"{node.id} widens a receptive field of at least {least} {UNITS[len(cells)]}s where the "
            f"{WHOLES[len(cells)]} has {shape_text(cells)}: "
            "all of it has been seen before."
        )
        advice = _spared(node)
        if larger:
            advice += f" On an input of {shape_text(larger)} every window adds something."
        yield Hit(node=node, message=message, advice=advice)


def _spared(node: Node) -> str:
    """Say what goes in its place: nothing, or a window of one cell where the shape changes."""
    if node.shape == node.input_shapes[0]:
        return f"Leaving it out changes no shape{_saving(node, 0, 0)}."
    if isinstance(node.op, Conv | DepthwiseConv):
        one = replace(node.op, kernel=1, padding=0, dilation=1)
        if applied(one, node.input_shapes) == node.shape:
            saving = _saving(node, stored(one, node), one.macs(node.input_shapes, node.shape))
            return f"A kernel of 1 with padding 0 gives the same shape{saving}."
    return "Leave it out."


def _saving(node: Node, parameters: int, macs: int) -> str:
    """Write what a layer saves that would store and cost only so much."""
    cost = node.fitted.macs
    if not cost:
        return ""
    return f" and saves {plural(stored(node.op, node) - parameters, 'parameter')} and {plural(cost - macs, 'MAC')}"


def _productive_input(study: Study) -> Shape | None:
    """Give the cells of an input on which no window is unproductive; ``None`` where none was found."""
    fields = study.get(receptive_fields)
    reads = [fields[study.graph.nodes[place].inputs[0]].least for place in study.get(unproductive)]
    widest = map(max, zip(*(read.size for read in reads if read), strict=True))
    larger = study.get(LargerInput).at_least([size + 1 for size in widest])
    return main_input(larger.graph).shape[1:] if larger and not larger.get(unproductive) else None
