"""Worked examples: a definition followed with the figures of a real network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers
from reportgen.frozen import dataclass
from reportgen.pages.views.layer_row import FLAGS
from reportgen.pages.views.words import figure, percents, pixels, several

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.diagnostics.base import Column, Diagnostic
    from reportgen.report import LayerReport, NetworkReport

ROWS: Final = 24
"""Layers that an example shows at the most."""
TIMES: Final = numbers.TIMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The columns and totals of one diagnostic, filled for one network."""

    network: str
    working: tuple[str, ...]
    """The formula with the figures of one layer put in; empty where there is none to put in."""
    headers: tuple[str, ...]
    rows: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    """Layer, kind, output and the diagnostic's values."""
    left_out: int
    totals: tuple[tuple[str, str], ...]


def example(diagnostic: Diagnostic, network: NetworkReport) -> Example:
    """Fill a diagnostic for a network."""
    rows = tuple(_row(layer, diagnostic.columns) for layer in network.layers[:ROWS]) if diagnostic.columns else ()
    working = _WORKING.get(diagnostic.name)
    return Example(
        network=network.name,
        working=working(network) if working else (),
        headers=tuple(f"{c.title}, {c.unit}" if c.unit and c.kind != "bytes" else c.title for c in diagnostic.columns),
        rows=rows,
        left_out=len(network.layers) - len(rows) if rows else 0,
        totals=tuple((t.title, figure(t.kind, network.totals[t.name])) for t in diagnostic.totals),
    )


def _row(layer: LayerReport, columns: tuple[Column, ...]) -> tuple[str, str, str, tuple[str, ...]]:
    values = tuple(_cell(column, layer.values[column.name]) for column in columns)
    return layer.id, layer.op, numbers.shape(layer.output_shape), values


def _cell(column: Column, value: Any) -> str:  # noqa: ANN401 - any plain JSON value
    shown = _CELLS.get(column.kind)
    if value is None:
        return "" if column.kind == "object" else numbers.UNKNOWN
    return shown(value) if shown else numbers.exact(value)


def _object(value: Any) -> str:  # noqa: ANN401 - a flag, or a mapping of figures
    if isinstance(value, str):
        return FLAGS.get(value, value)
    plain = {name: part for name, part in value.items() if name != "flag"}
    flag = FLAGS.get(value.get("flag") or "", "")
    return f"{several(plain)}, {flag}" if flag else several(plain)


def _field(value: Mapping[str, Any]) -> str:
    if value["global"]:
        return "global"
    least = f", least {pixels(value['minimum'])}" if value["minimum"] != value["size"] else ""
    jump = f", jump {numbers.per_axis(value['jump'])}" if value["jump"] else ""
    return f"{pixels(value['size'])}{least}{jump}"


_CELLS: Final[Mapping[str, Callable[[Any], str]]] = {
    "bytes": numbers.nbytes,
    "percent": lambda value: percents(value, unit=""),
    "pixels": pixels,
    "parameters": lambda value: numbers.exact(value["trainable"]),
    "field": _field,
    "ratio": lambda value: figure("ratio", value),
    "object": _object,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A square convolution and what it reads, as formulas name them."""

    layer: LayerReport
    kernel: int
    channels: int
    filters: int
    cells: tuple[int, ...]
    before: Mapping[str, Any]
    """Receptive field of what it reads."""
    after: Mapping[str, Any]
    image: int


def _step(network: NetworkReport) -> _Step | None:
    """Find the last plain convolution of a network whose input has a scale of its own."""
    by_id = {layer.id: layer for layer in network.layers}
    found = None
    for layer in network.layers:
        before = by_id.get(layer.inputs[0]) if layer.inputs else None
        if layer.op != "conv" or before is None or not _plain(layer, before):
            continue
        found = _Step(
            layer=layer,
            kernel=layer.options["kernel"],
            channels=before.output_shape[0],
            filters=layer.output_shape[0],
            cells=layer.output_shape[1:],
            before=before.values["receptive_field"],
            after=layer.values["receptive_field"],
            image=max(network.inputs.values(), key=len)[1],
        )
    return found


def _plain(layer: LayerReport, before: LayerReport) -> bool:
    """Whether formulas for one kernel, one group and no dilation hold."""
    kernel, field = layer.options["kernel"], before.values["receptive_field"]
    special = {"groups", "dilation"} & set(layer.options)
    return isinstance(kernel, int) and kernel > 1 and not special and bool(field and field["jump"])


def _parameters(network: NetworkReport) -> tuple[str, ...]:
    step = _step(network)
    if step is None:
        return ()
    factors = TIMES.join([*[str(step.kernel)] * len(step.cells), str(step.channels), str(step.filters)])
    bias = "" if step.layer.options.get("bias") is False else f" + {step.filters}"
    total = numbers.exact(step.layer.values["parameters"]["trainable"])
    return (f"{step.layer.id}: {factors}{bias} = {total} parameters",)


def _cost(network: NetworkReport) -> tuple[str, ...]:
    step = _step(network)
    if step is None:
        return ()
    factors = [*step.cells, step.filters, *[step.kernel] * len(step.cells), step.channels]
    return (f"{step.layer.id}: {TIMES.join(map(str, factors))} = {numbers.exact(step.layer.values['macs'])} MACs",)


def _reach(network: NetworkReport) -> tuple[str, ...]:
    step = _step(network)
    if step is None:
        return ()
    size, jump = step.before["size"][0], numbers.exact(step.before["jump"][0])
    grown = f"{size} + ({step.kernel} \N{MINUS SIGN} 1){TIMES}{jump} = {step.after['size'][0]} px"
    return (f"{step.layer.id} reads a field of {size} px in steps of {jump} px, so its own is {grown}",)


def _capacity(network: NetworkReport) -> tuple[str, ...]:
    step = _step(network)
    if step is None:
        return ()
    values, size, jump = step.layer.values, step.after["size"][0], numbers.exact(step.before["jump"][0])
    return (
        f"{step.layer.id}, capacity: {step.kernel}{TIMES}{jump} / {size} = {percents(values['capacity'])}",
        f"{step.layer.id}, coverage: {size} / {step.image} = {percents(values['coverage'])}",
    )


_WORKING: Final[Mapping[str, Callable[[NetworkReport], tuple[str, ...]]]] = {
    "parameters": _parameters,
    "cost": _cost,
    "receptive-field": _reach,
    "capacity": _capacity,
}
