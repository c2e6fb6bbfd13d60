"""What charts read of a report's layers: those with a place on the input, and the stages they stand in."""

from __future__ import annotations

import re
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from reportgen.figures import figure
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.report import LayerReport, NetworkReport

_FEW_A_CHANNEL: Final = 4
_TENTH: Final = 10
_GONE: Final = 0
"""Where a run stops that has gone into another."""
_NUMBERED: Final = re.compile(r"(?P<word>.+)\.(?P<number>\d+)")


def main_input(report: NetworkReport) -> tuple[int, ...]:
    """Give the shape of the input that fields are traced to: the one with the most axes, the first of these."""
    return max(report.inputs.values(), key=len)


def image(report: NetworkReport) -> tuple[int, ...]:
    """Give the main input's size per axis; empty where it has channels alone."""
    return main_input(report)[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A layer whose cells have places on the input and read a part of it, gates apart."""

    layer: LayerReport
    largest: tuple[int, ...]
    """Receptive field in pixels per axis, over all paths."""
    least: tuple[int, ...]
    """The same of the path that reads least."""
    effective: tuple[float, ...] | None
    """What an untrained network sees of it, an estimate in pixels per axis; ``None`` where it is unknown."""


def features(report: NetworkReport) -> tuple[Feature, ...]:
    """List the feature layers, in file order."""
    cells = image(report)
    found = (_feature(layer, cells) for layer in report.layers)
    return tuple(feature for feature in found if feature)


def _feature(layer: LayerReport, cells: tuple[int, ...]) -> Feature | None:
    field = layer.values["receptive_field"]
    if not cells or field is None or not field["ungated"]:
        return None
    largest, least = tuple(field["ungated"]), tuple(field["minimum"])
    # Behind a gate a layer is global, strictly speaking; what it reads without the gate is told apart.
    reads_all = field["global"] and largest == cells
    lost_its_place = field["jump"] is None and not field["global"]
    if reads_all or lost_its_place:
        return None
    effective = layer.values["effective_field"]
    seen = tuple(effective["size"]) if effective else None
    return Feature(layer=layer, largest=largest, least=least, effective=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A run of layers that a reader takes as one thing."""

    first: str
    """Name of the first of the file's top-level groups in it."""
    last: str
    layers: tuple[LayerReport, ...]

    @property
    def name(self) -> str:
        """Give the group's name, or the run's: ``conv.3-5``, ``stem-pool`` with a dash between."""
        if self.first == self.last:
            return self.first
        first, last = _NUMBERED.fullmatch(self.first), _NUMBERED.fullmatch(self.last)
        if first and last and first["word"] == last["word"]:
            return f"{self.first}\N{EN DASH}{last['number']}"
        return f"{self.first} \N{EN DASH} {self.last}"

    @property
    def shape(self) -> tuple[int, ...]:
        """Give the shape it works at: what it puts out where its last real work is done, before any pooling.

        A layer with less than a tenth of the heaviest one's multiply-adds, such as a gate's, does not count.
        """
        most = max(amount(layer, "macs") or 0 for layer in self.layers)
        working = [layer for layer in self.layers if most and _TENTH * _macs(layer, most) >= most]
        space = (working or self.layers)[-1].output_shape[1:]
        return next(layer.output_shape for layer in reversed(self.layers) if layer.output_shape[1:] == space)

    def total(self, column: str) -> int | None:
        """Add up a column; ``None`` where it is unknown for one of the layers."""
        found = [amount(layer, column) for layer in self.layers]
        return None if None in found else sum(value for value in found if value is not None)


def amount(layer: LayerReport, column: str) -> int | None:
    """Give one countable value of a layer; of parameters, the trainable ones."""
    value = layer.values[column]
    if isinstance(value, dict):
        value = value["trainable"]
    return None if value is None else int(value)


def _macs(layer: LayerReport, unknown: int) -> int:
    found = amount(layer, "macs")
    return unknown if found is None else found


def works(layer: LayerReport) -> bool:
    """Whether a layer multiplies or holds more than a few parameters a channel; what is unknown might.

    Activations, pools, merges and norms only serve the layer they stand behind.
    """
    macs, parameters = amount(layer, "macs"), amount(layer, "parameters")
    few = _FEW_A_CHANNEL * layer.output_shape[0]
    return macs != 0 or parameters is None or parameters > few


def runs(layers: Iterable[LayerReport]) -> tuple[Stage, ...]:
    """Gather layers by the top-level group they stand in; a group without work goes with the one before."""
    return tuple(_with_their_idle(_groups(layers)))


def _groups(layers: Iterable[LayerReport]) -> list[Stage]:
    found: list[list[LayerReport]] = []
    for layer in layers:
        if found and found[-1][0].group == layer.group:
            found[-1].append(layer)
        else:
            found.append([layer])
    return [Stage(first=run[0].group, last=run[0].group, layers=tuple(run)) for run in found]


def stages(report: NetworkReport, most: int) -> tuple[Stage, ...]:
    """Divide a network into at most so many runs of groups.

    Past the limit, neighbours that work at one shape join; past it still, those that cost least.
    """
    return divided(runs(report.layers), report, most)


def divided(parts: tuple[Stage, ...], report: NetworkReport, most: int) -> tuple[Stage, ...]:
    """Join parts of a network until there are at most so many: neighbours of one shape, then those of least cost."""
    return parts if len(parts) <= most else _joined_by_shape(parts, report, most)


def stages_by_shape(report: NetworkReport, most: int) -> tuple[Stage, ...]:
    """Divide a network into at most so many runs of groups, each of one shape if it can be."""
    return _joined_by_shape(runs(report.layers), report, most)


def _joined_by_shape(parts: Iterable[Stage], report: NetworkReport, most: int) -> tuple[Stage, ...]:
    found = _by_shape(parts)
    shares = [_share(stage, report) for stage in found]
    return tuple(_joined(found[start:stop]) for start, stop in cheapest(shares, most))


def cheapest(shares: Sequence[float], most: int) -> Iterator[tuple[int, int]]:
    """Join the two neighbours of the least share until so many are left; give where each run starts and stops."""
    stops = list(range(1, len(shares) + 1))
    before = list(range(-1, len(shares)))
    share = list(shares)
    pairs = [(share[at] + share[at + 1], at, at + 1, at + 2) for at in range(len(shares) - 1)]
    heapify(pairs)
    left = len(shares)
    while left > most:
        total, start, middle, stop = heappop(pairs)
        if stops[start] != middle or stops[middle] != stop:
            continue  # one of the two was joined meanwhile
        stops[start], stops[middle], share[start], before[stop] = stop, _GONE, total, start
        left -= 1
        if stop < len(shares):
            heappush(pairs, (total + share[stop], start, stop, stops[stop]))
        if start:
            heappush(pairs, (share[before[start]] + total, before[start], start, stop))
    yield from ((start, stop) for start, stop in enumerate(stops) if stop != _GONE)


def _with_their_idle(groups: Sequence[Stage]) -> list[Stage]:
    found: list[Stage] = []
    before: tuple[LayerReport, ...] = ()
    for stage in groups:
        if any(map(works, stage.layers)):
            # What stands before the first work goes with it.
            found.append(replace(stage, layers=before + stage.layers))
            before = ()
        elif found:
            found[-1] = replace(found[-1], layers=found[-1].layers + stage.layers)
        else:
            before += stage.layers
    return found or list(groups)


def _by_shape(parts: Iterable[Stage]) -> list[Stage]:
    return [_joined(list(alike)) for _, alike in groupby(parts, key=attrgetter("shape"))]


def _joined(run: Sequence[Stage]) -> Stage:
    layers = tuple(chain.from_iterable(stage.layers for stage in run))
    return Stage(first=run[0].first, last=run[-1].last, layers=layers)


def _share(stage: Stage, report: NetworkReport) -> float:
    """Give the stage's share of the network's parameters and of its multiply-adds, added up."""
    wholes = {name: figure(report.totals, name) for name in ("parameters", "macs")}
    return sum((stage.total(name) or 0) / whole for name, whole in wholes.items() if whole)
