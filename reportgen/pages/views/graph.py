"""The graph of a network: its boxes, and what each opens to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from reportgen import numbers
from reportgen.charts import graph
from reportgen.frozen import dataclass
from reportgen.pages.views.findings import row_anchor
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.charts.graph import Flow, Inside
    from reportgen.charts.layers import Stage
    from reportgen.report import NetworkReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What one box opens to."""

    anchor: str
    name: str
    size: str
    rows: str
    """Address of its first row in the layer table."""
    picture: Markup
    left_out: str
    """How many layers are not drawn; empty where all are."""
    first: bool
    """Whether it is what a reader should see before choosing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The closed picture, and all that its boxes open to."""

    picture: Markup
    sentence: str
    stages: tuple[Opened, ...]


def graph_of(network: NetworkReport) -> Graph:
    """Draw the graph of a network that has layers."""
    flow = graph.flow(network)
    anchors = {place: f"stage-{place}" for place, box in enumerate(flow.boxes) if box.stage}
    rows = {layer.id: f"#{row_anchor(number)}" for number, layer in enumerate(network.layers, 1)}
    shown = _shown_first(flow, network)
    return Graph(
        picture=Markup(graph.closed(flow, lambda place: f"#{anchors[place]}")),  # noqa: S704 - escaped
        sentence=graph.say(flow),
        stages=tuple(_opened(flow, place, anchor, rows, first=place == shown) for place, anchor in anchors.items()),
    )


def linked(network: NetworkReport) -> frozenset[str]:
    """List the layers whose rows a graph refers to."""
    flow = graph.flow(network)
    insides = [graph.inside(flow, place) for place, box in enumerate(flow.boxes) if box.stage]
    return frozenset(step.layer.id for inside in insides for step in inside.steps)


def _opened(flow: Flow, place: int, anchor: str, rows: Mapping[str, str], *, first: bool) -> Opened:
    box, inside = flow.boxes[place], graph.inside(flow, place)
    stage = box.stage
    return Opened(
        anchor=anchor,
        name=box.name,
        size=_size(stage) if stage else "",
        rows=rows[inside.steps[0].layer.id],
        picture=Markup(graph.opened(inside, box.name, rows)),  # noqa: S704 - a template escaped it
        left_out=_left_out(inside),
        first=first,
    )


def _size(stage: Stage) -> str:
    figures = (f"{numbers.count(stage.total(column))} {word}" for column, word in _COSTS)
    return ", ".join([plural(len(stage.layers), "layer"), *figures])


_COSTS = (("parameters", "parameters"), ("macs", "MACs"))


def _left_out(inside: Inside) -> str:
    return plural(inside.left_out, "more layer") if inside.left_out else ""


def _shown_first(flow: Flow, network: NetworkReport) -> int:
    """Choose the box that holds the weakest layer; where nothing is judged, the dearest."""
    least = min(network.totals["capacity"] or [0])
    stages = [(place, box.stage) for place, box in enumerate(flow.boxes) if box.stage]
    for place, stage in stages:
        if least and any(min(layer.values["capacity"] or [101]) == least for layer in stage.layers):
            return place
    return max(stages, key=lambda one: one[1].total("macs") or 0)[0]
