"""The figures that a reader wants first, as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers
from reportgen.diagnostics.registry import DIAGNOSTICS
from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views.words import NONE, figure, plural
from reportgen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.diagnostics.base import Column, Diagnostic, Total
    from reportgen.report import NetworkReport

CARDS: Final = (
    "parameters",
    "macs",
    "peak_activation_bytes",
    "weight_bytes",
    "depth",
    "receptive_field",
    "coverage",
    "capacity",
)
"""Totals that get a card, in order."""
TOTALS: Final[Mapping[str, tuple[Diagnostic, Total]]] = {
    total.name: (diagnostic, total) for diagnostic in DIAGNOSTICS for total in diagnostic.totals
}
LEAST_CAPACITY: Final = 100 / 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One key figure."""

    title: str
    value: str
    note: str
    tone: str
    """The flag that it deserves; empty where it is within its bounds, or has none."""
    href: str
    """Its definition in the Guide."""


def cards(network: NetworkReport, page: str) -> tuple[Card, ...]:
    """Word the key figures of a network."""
    return tuple(_card(name, network, page) for name in CARDS if name in TOTALS)


def others(network: NetworkReport, page: str) -> tuple[Card, ...]:
    """Word the totals that have no card."""
    return tuple(_card(name, network, page) for name in TOTALS if name not in CARDS)


def definition(name: str, page: str) -> str:
    """Refer to the heading that defines a total."""
    diagnostic, total = TOTALS[name]
    return addresses.link(addresses.diagnostic(diagnostic.name), page, anchor(diagnostic, total.name))


def anchor(diagnostic: Diagnostic, name: str) -> str:
    """Give the heading's id of a column or total on its diagnostic's page."""
    return slug(heading(diagnostic, name))


def heading(diagnostic: Diagnostic, name: str) -> str:
    """Give the heading of a column or total; a column and a total of one name share it."""
    figures: tuple[Column | Total, ...] = (*diagnostic.columns, *diagnostic.totals)
    return next(figure.title for figure in figures if figure.name == name)


def tone(name: str, value: Any) -> str:  # noqa: ANN401 - any plain JSON value
    """Give the flag that a total deserves: ``magenta`` below the bound of capacity, ``cyan`` above that of coverage."""
    if name == "capacity" and value and min(value) < LEAST_CAPACITY:
        return "magenta"
    return "cyan" if name == "coverage" and value and max(value) > 100 else ""  # noqa: PLR2004 - percent


def _card(name: str, network: NetworkReport, page: str) -> Card:
    _, total = TOTALS[name]
    value = network.totals[name]
    note = _NOTES.get(name, _no_note)
    return Card(
        title=f"{total.title}, {total.unit}" if total.kind == "object" and total.unit else total.title,
        value=NONE if value is None and _nothing(name, network) else figure(total.kind, value),
        note=note(network, value),
        tone=tone(name, value),
        href=definition(name, page),
    )


def _nothing(name: str, network: NetworkReport) -> bool:
    """Whether a figure that is missing is not unknown: there is nothing that it could be about."""
    return name == "plan" or (name == "effective_field" and all(len(shape) == 1 for shape in network.inputs.values()))


def _no_note(_network: NetworkReport, _value: Any) -> str:  # noqa: ANN401 - JSON
    return ""


def _buffers(_network: NetworkReport, value: Any) -> str:  # noqa: ANN401 - JSON
    return f"and {numbers.count(value['buffers'])} in buffers" if value and value["buffers"] else "all trainable"


def _flops(network: NetworkReport, _value: Any) -> str:  # noqa: ANN401 - JSON
    return f"{numbers.count(network.totals['flops'])} FLOPs"


def _layers(network: NetworkReport, _value: Any) -> str:  # noqa: ANN401 - JSON
    return f"of {plural(network.totals['layers'], 'layer')}"


def _image(network: NetworkReport, _value: Any) -> str:  # noqa: ANN401 - JSON
    shape = max(network.inputs.values(), key=len)
    return f"of {numbers.shape(shape[1:])} px" if len(shape) > 1 else "the input has no axes"


def _bound_of_capacity(_network: NetworkReport, value: Any) -> str:  # noqa: ANN401 - JSON
    return f"bound {numbers.percent(LEAST_CAPACITY)}" if value else "nothing to judge"


def _bound_of_coverage(_network: NetworkReport, value: Any) -> str:  # noqa: ANN401 - JSON
    return "bound 100%" if value else "nothing to judge"


_NOTES: Final[Mapping[str, Callable[[NetworkReport, Any], str]]] = {
    "parameters": _buffers,
    "macs": _flops,
    "peak_activation_bytes": lambda _network, _value: "one sample, float32",
    "weight_bytes": lambda _network, _value: "float32",
    "depth": _layers,
    "receptive_field": _image,
    "coverage": _bound_of_coverage,
    "capacity": _bound_of_capacity,
}
