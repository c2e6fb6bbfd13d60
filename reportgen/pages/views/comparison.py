"""What the page that compares networks has to know: which there are, and of each one its figures and layers."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reportgen import numbers
from reportgen.charts.layers import features
from reportgen.charts.profile import read
from reportgen.figures import figure
from reportgen.frozen import dataclass
from reportgen.ops import LAYERS
from reportgen.pages import addresses
from reportgen.pages.views.key_figures import TOTALS, definition
from reportgen.pages.views.layer_row import bare_percents, options
from reportgen.review.key_figures import KEY_FIGURES, key_figure, number
from reportgen.review.layers import EFFECTS
from reportgen.review.words import amount, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.pages.book import Book
    from reportgen.report import LayerReport, NetworkReport

Costed: TypeAlias = "tuple[float, NetworkReport]"
"""A network behind what it costs in multiply-adds; 0 where that is unknown."""
MOST: Final = 4
"""Networks that a page can show beside each other."""
SUGGESTED: Final = 8
"""Pairs that the empty page suggests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A network that can be chosen."""

    id: str
    name: str
    family: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure, which is a row of the page's table."""

    name: str
    title: str
    href: str
    """Its definition."""
    better: str
    """``lower``, ``higher``, or empty where neither is the better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two networks that are worth comparing."""

    first: str
    second: str
    href: str


def choices(book: Book, page: str) -> tuple[Choice, ...]:
    """List all networks."""
    return tuple(
        Choice(
            id=network.id,
            name=network.name,
            family=network.family,
            href=addresses.link(addresses.network(network.id), page),
        )
        for network in book.networks
    )


def figures(page: str) -> tuple[Figure, ...]:
    """List the key figures of a review, in its order."""
    direction = {None: "", True: "lower", False: "higher"}
    return tuple(
        Figure(name=name, title=total.title, href=definition(name, page), better=direction[total.lower_is_better])
        for name, total in KEY_FIGURES.items()
    )


def neighbours(book: Book, page: str) -> tuple[Pair, ...]:
    """Suggest from each of the largest families the two members that come nearest in cost and still differ."""
    largest = sorted(book.families, key=lambda family: -len(family.members))
    found = (_nearest(pairwise(sorted(costed(family.members), key=_cost_and_id)), page) for family in largest)
    return tuple(pair for pair in found if pair)[:SUGGESTED]


def nearest(family: Iterable[NetworkReport]) -> Mapping[float, NetworkReport]:
    """Give for each cost in a family the member that comes nearest in cost and still differs, the first of several.

    What comes nearest is the next above or below; nothing is given for an unknown cost, nor where there is but one.
    """
    first: dict[float, tuple[int, NetworkReport]] = {}
    for place, (cost, network) in enumerate(costed(family)):
        if cost:
            first.setdefault(cost, (place, network))
    costs = sorted(first)
    beside: dict[float, list[float]] = {}
    for below, above in pairwise(costs):
        beside.setdefault(below, []).append(above)
        beside.setdefault(above, []).append(below)
    return {
        cost: first[min(others, key=lambda other: (max(cost, other) / min(cost, other), first[other][0]))][1]
        for cost, others in beside.items()
    }


def neighbour(network: NetworkReport, nearest: Mapping[float, NetworkReport], page: str) -> Pair | None:
    """Suggest for a network the member of its family that comes nearest in cost, where there is one."""
    other = nearest.get(_cost(network))
    return _pair(network, other, page) if other else None


def _cost(network: NetworkReport) -> float:
    return figure(network.totals, "macs") or 0


def costed(networks: Iterable[NetworkReport]) -> list[Costed]:
    """Give networks with their costs, each looked up but once."""
    return [(_cost(network), network) for network in networks]


def _cost_and_id(one: Costed) -> tuple[float, str]:
    return one[0], one[1].id


def _nearest(pairs: Iterable[tuple[Costed, Costed]], page: str) -> Pair | None:
    apart = [(a / b if a > b else b / a, one, other) for (a, one), (b, other) in pairs if a and b and a != b]
    if not apart:
        return None
    _, one, other = min(apart, key=lambda pair: pair[0])
    return _pair(one, other, page)


def _pair(one: NetworkReport, other: NetworkReport, page: str) -> Pair:
    return Pair(first=one.name, second=other.name, href=addresses.comparison([one.id, other.id], page))


def script(network: NetworkReport) -> str:
    """Give a network's data as a script that hands it over, and does nothing else.

    A page opened from disk may load scripts, but read no other files. The data is a JSON text within a string, so
    that nothing in it is ever run.
    """
    text = json.dumps(_data(network), separators=(",", ":"), default=float)
    return f"window.reportgen.networks.set({json.dumps(network.id)}, {json.dumps(text)});\n"


def _data(network: NetworkReport) -> dict[str, Any]:
    profile = read(network)
    return {
        "name": network.name,
        "verdict": passed(network.verdict.passes),
        "figures": {name: _figure(network, name) for name in KEY_FIGURES},
        "profiles": {
            "capacity": profile.capacity if profile else (),
            "coverage": profile.coverage if profile else (),
            "field": [max(feature.largest) for feature in features(network)],
        },
        "layers": list(map(_layer, network.layers)),
    }


def _figure(network: NetworkReport, name: str) -> dict[str, Any]:
    """Give the number that speaks for a figure, and the figure in words."""
    total = TOTALS[name][1]
    return {
        "number": number(total, key_figure(network, name)),
        "text": amount(total, key_figure(network, name)),
    }


def _layer(layer: LayerReport) -> dict[str, Any]:
    known = LAYERS.get(layer.op)
    return {
        "id": layer.id,
        "word": layer.op,
        "family": known.family if known else layer.op,
        "options": sorted(
            (name, json.dumps(value, sort_keys=True, default=float)) for name, value in layer.options.items()
        ),
        "effects": _plain([of(layer) for of in EFFECTS.values()]),
        "written": options(layer),
        "amounts": list(_amounts(layer)),
    }


def _plain(value: Any) -> str:  # noqa: ANN401 - any option
    """Write a value so that two are the same where their texts are."""
    return json.dumps(value, sort_keys=True, default=float)


def _amounts(layer: LayerReport) -> Iterator[str]:
    """Tell what a layer comes to: shape, cost, field, capacity."""
    parameters, macs, field = (EFFECTS[name](layer) for name in ("parameters", "macs", "field"))
    yield numbers.shape(layer.output_shape)
    if parameters != 0:
        yield f"{numbers.count(parameters)} parameters"
    if macs != 0:
        yield f"{numbers.count(macs)} MACs"
    if field:
        yield f"sees {'all' if field == 'global' else f'{numbers.per_axis(field)} px'}"
    if capacity := bare_percents(layer.values["capacity"]):
        yield f"capacity {capacity}%"
