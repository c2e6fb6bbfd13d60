"""The layer table of a network: its rows in words, grouped as the file is."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers
from reportgen.frozen import dataclass
from reportgen.pages.views.layer_row import NOT_JUDGED, Judgement, Row, Rows, bare_percents, field_pixels, trainable
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.report import LayerReport, NetworkReport

LONG: Final = 200
"""Rows past which those that tell least are left out: the page would be no pleasure to load and to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A run of layers that stand together in the file."""

    name: str
    """Empty where the whole network is one group."""
    size: str
    shape: str
    parameters: str
    macs: str
    memory: str
    """The most that is live in it."""
    field: str
    """Of its last layer."""
    exact: Judgement
    """The least capacity and the largest coverage in it."""
    nolearn: Judgement
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole table."""

    groups: tuple[Group, ...]
    memory_unit: str
    parameters: str
    macs: str
    size: str
    sees: bool
    """Whether there is an image to see, so that fields and what is judged by them mean anything."""
    left_out: int
    """Rows that a long table does without."""


def table(network: NetworkReport, linked: frozenset[str] = frozenset()) -> Table:
    """Word all layers of a network; those that are ``linked`` have rows that can be referred to."""
    maker = Rows(network, linked)
    runs = [(name, list(rows)) for name, rows in groupby(enumerate(network.layers, 1), key=lambda row: _run(row[1]))]
    totals = network.totals
    shown = _shown(maker, network.layers)
    groups = tuple(_group(maker, name, rows, shown, alone=len(runs) == 1) for name, rows in runs)
    return Table(
        groups=groups,
        memory_unit=maker.unit[0],
        parameters=numbers.exact(totals["parameters"] and totals["parameters"]["trainable"]),
        macs=numbers.exact(totals["macs"]),
        size=plural(len(network.layers), "layer"),
        sees=bool(maker.axes),
        left_out=len(network.layers) - sum(len(group.rows) for group in groups),
    )


def _run(layer: LayerReport) -> str:
    """Name the group of the file that a layer stands in; layers at the top of the file stand together."""
    return layer.group if "/" in layer.id else ""


def _shown(maker: Rows, layers: Sequence[LayerReport]) -> frozenset[str]:
    """Choose the layers of a long table: all that it must show, then the dearest."""
    if len(layers) <= LONG:
        return frozenset(layer.id for layer in layers)
    ranked = sorted(layers, key=lambda layer: (not maker.tells(layer), -maker.share(layer)))
    must = sum(map(maker.tells, layers))
    return frozenset(layer.id for layer in ranked[: max(must, LONG)])


def _group(
    maker: Rows, name: str, numbered: Sequence[tuple[int, LayerReport]], shown: frozenset[str], *, alone: bool
) -> Group:
    layers = [layer for _, layer in numbered]
    first, last = layers[0].id, layers[-1].id
    own = first if len(layers) == 1 else f"{first} \N{EN DASH} {last}"
    rows = [maker.row(number, layer, prefix=bool(name) and not alone) for number, layer in numbered]
    loud = [layer for layer, row in zip(layers, rows, strict=True) if not row.quiet]
    return Group(
        name="" if alone else name or own,
        size=plural(len(layers), "layer"),
        shape=numbers.shape(layers[-1].output_shape),
        parameters=numbers.exact(_sum(trainable(layer) for layer in layers)),
        macs=numbers.exact(_sum(layer.values["macs"] for layer in layers)),
        memory=maker.memory(max(layer.values["live_bytes"] for layer in layers)),
        field=field_pixels(layers[-1].values["receptive_field"], "size", maker.axes),
        exact=_extremes([layer.values for layer in loud], least=any(row.exact.least for row in rows)),
        nolearn=_extremes([layer.values["nolearn"] for layer in layers if layer.values["nolearn"]]),
        rows=tuple(row for layer, row in zip(layers, rows, strict=True) if layer.id in shown),
    )


def _extremes(judged: Sequence[Mapping[str, Any]], *, least: bool = False) -> Judgement:
    """Word the least capacity and the largest coverage of a group, and count its flags."""
    known = [values for values in judged if values["capacity"] and values["coverage"]]
    if not known:
        return NOT_JUDGED
    flags = [values["flag"] for values in judged if values["flag"]]
    return Judgement(
        capacity=bare_percents(min((values["capacity"] for values in known), key=min)),
        coverage=bare_percents(max((values["coverage"] for values in known), key=max)),
        flag=max(flags, key=flags.count, default=""),
        word=f"{len(flags)} flagged" if flags else "",
        least=least,
    )


def _sum(values: Iterable[int | None]) -> int | None:
    """Add up; what holds something unknown is unknown."""
    known = list(values)
    return None if None in known else sum(value for value in known if value is not None)
