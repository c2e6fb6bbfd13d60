"""One row of the layer table: what a layer is, what it costs, what it sees, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers
from reportgen.figures import figure
from reportgen.frozen import dataclass
from reportgen.pages.views.findings import row_anchor
from reportgen.pages.views.words import percents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.report import LayerReport, NetworkReport

FLAGS: Final[Mapping[str, str]] = {"magenta": "capacity low", "cyan": "coverage high", "red": "both"}
"""nolearn's colours in words."""
UNITS: Final = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3), ("B", 1))
_JUDGED: Final = ("capacity", "coverage", "flag")
SHOWN_ELSEWHERE: Final = frozenset({"filters", "units", "output"})
"""Options that the output's shape tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Capacity and coverage of one layer by one convention."""

    capacity: str
    coverage: str
    flag: str
    """nolearn's colour; empty where there is none."""
    word: str
    least: bool = False
    """Whether no judged layer of the network has less capacity."""


NOT_JUDGED: Final = Judgement(capacity="", coverage="", flag="", word="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One layer."""

    name: str
    """Its path within its group."""
    anchor: str
    kind: str
    options: str
    shape: str
    parameters: str
    parameters_share: int
    """Percent of the column's largest value, for the bar behind the figure."""
    macs: str
    macs_share: int
    memory: str
    memory_share: int
    quiet: bool
    """Whether it sees and judges as what it reads, so that only its cost is told."""
    line: int
    field: str
    least: str
    jump: str
    exact: Judgement
    nolearn: Judgement


class Rows:
    """What rows share: the largest value of each column, what every layer reads, which are referred to."""

    def __init__(self, network: NetworkReport, linked: frozenset[str]) -> None:
        self.by_id = {layer.id: layer for layer in network.layers}
        self.found = {finding.layer for finding in network.findings}
        self.named = self.found | linked
        self.most = {name: _largest(network.layers, name) for name in ("parameters", "macs", "live_bytes")}
        self.whole = {name: figure(network.totals, name) or 0 for name in ("parameters", "macs")}
        self.unit = next(unit for unit in UNITS if self.most["live_bytes"] >= unit[1] or unit[1] == 1)
        self.weakest = _weakest(network)
        self.axes = max(len(shape) for shape in network.inputs.values()) - 1

    def row(self, number: int, layer: LayerReport, *, prefix: bool) -> Row:
        """Word the layer in this place, counted from 1; ``prefix``: its path begins with the group's name."""
        values, field = layer.values, layer.values["receptive_field"]
        quiet = self._quiet(layer)
        exact = _judgement(values, least=layer.id == self.weakest) if self.axes else NOT_JUDGED
        wanted = layer.id in self.named or exact.least or exact.flag
        return Row(
            name=layer.id.split("/", 1)[1] if prefix else layer.id,
            anchor=row_anchor(number) if wanted else "",
            kind=layer.op,
            options=options(layer),
            shape=numbers.shape(layer.output_shape),
            parameters=numbers.exact(trainable(layer)),
            parameters_share=self._share("parameters", trainable(layer)),
            macs=numbers.exact(values["macs"]),
            macs_share=self._share("macs", values["macs"]),
            memory=self.memory(values["live_bytes"]),
            memory_share=self._share("live_bytes", values["live_bytes"]),
            quiet=quiet,
            line=layer.line,
            field=field_pixels(field, "size", self.axes),
            least=field_pixels(field, "minimum", self.axes),
            jump=numbers.per_axis(field["jump"]) if field and field["jump"] else "",
            exact=exact,
            nolearn=_judgement(values["nolearn"]) if values["nolearn"] else NOT_JUDGED,
        )

    def tells(self, layer: LayerReport) -> bool:
        """Whether a table that cannot show every layer must show this one: it is referred to, or judges anew."""
        return layer.id in self.named or not self._carries(layer, _JUDGED)

    def share(self, layer: LayerReport) -> float:
        """Give a layer's share of the network's parameters and multiply-adds, added up; the unknown may be all."""
        costs = ((trainable(layer), self.whole["parameters"]), (layer.values["macs"], self.whole["macs"]))
        return sum(1.0 if value is None else value / whole for value, whole in costs if whole)

    def _quiet(self, layer: LayerReport) -> bool:
        """Whether a layer tells nothing of its own: one input, no weights to multiply, the same field and flag."""
        alike = self._carries(layer, ("receptive_field", *_JUDGED))
        return alike and len(layer.inputs) == 1 and layer.values["macs"] == 0 and layer.id not in self.found

    def _carries(self, layer: LayerReport, names: Iterable[str]) -> bool:
        """Whether a layer has these values of something that it reads."""
        read = (self.by_id[name].values for name in layer.inputs if name in self.by_id)
        return any(all(layer.values[name] == before[name] for name in names) for before in read)

    def _share(self, column: str, value: int | None) -> int:
        return round(100 * (value or 0) / self.most[column]) if self.most[column] else 0

    def memory(self, value: int | None) -> str:
        """Write bytes in the column's unit."""
        if value is None:
            return numbers.UNKNOWN
        _, scale = self.unit
        decimals = 0 if scale == 1 else 2
        shown = f"{value / scale:,.{decimals}f}"
        return "<0.01" if value and float(shown.replace(",", "")) == 0 else shown


def _judgement(values: Mapping[str, Any], *, least: bool = False) -> Judgement:
    capacity, coverage = values["capacity"], values["coverage"]
    flag = values["flag"] or ""
    return Judgement(
        capacity=bare_percents(capacity),
        coverage=bare_percents(coverage),
        flag=flag,
        word=FLAGS.get(flag, ""),
        least=least,
    )


def bare_percents(values: Sequence[float] | None) -> str:
    """Write percentages without their sign, which stands in the header."""
    return numbers.UNKNOWN if values is None else percents(values, unit="") if values else ""


def field_pixels(field: Mapping[str, Any] | None, key: str, axes: int) -> str:
    """Write one part of a receptive field, without its unit; nothing where the input has no axes."""
    if not axes:
        return ""
    if field is None:
        return numbers.UNKNOWN
    return "global" if field["global"] and key == "size" else numbers.per_axis(field[key]) if field[key] else ""


def trainable(layer: LayerReport) -> int | None:
    """Give the trainable parameters of a layer."""
    stored = layer.values["parameters"]
    return None if stored is None else int(stored["trainable"])


def _weakest(network: NetworkReport) -> str:
    """Name the layer of least capacity: the first that has it, for all that is not judged carries it on."""
    least = network.totals["capacity"]
    found = (layer.id for layer in network.layers if least and min(layer.values["capacity"] or [101]) == min(least))
    return next(found, "")


def _largest(layers: Iterable[LayerReport], column: str) -> int:
    values = (trainable(layer) if column == "parameters" else layer.values[column] for layer in layers)
    return max((value or 0 for value in values), default=0)


def options(layer: LayerReport) -> str:
    """Word what differs from the default: ``3x3, stride 2, padding half, no bias, weights of stem``."""
    rank = len(layer.output_shape) - 1
    said = [_option(name, v, rank) for name, v in layer.options.items() if name not in SHOWN_ELSEWHERE]
    return ", ".join([*said, f"weights of {layer.weights}"] if layer.weights else said)


def _option(name: str, value: Any, rank: int) -> str:  # noqa: ANN401 - any option
    if isinstance(value, bool):
        return name if value else f"no {name}"
    if name == "kernel":
        sizes = [value] * max(rank, 1) if isinstance(value, int) else value
        return "\N{MULTIPLICATION SIGN}".join(map(str, sizes))
    words = name.replace("_", " ")
    return f"{words} {_plain(value)}"


def _plain(value: Any) -> str:  # noqa: ANN401 - any option
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_plain, value))})"
    if isinstance(value, dict):
        return f"({', '.join(f'{name} {_plain(part)}' for name, part in value.items())})"
    return f"{float(value):g}" if isinstance(value, float | Fraction) else str(value)
