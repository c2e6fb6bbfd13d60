"""Where boxes of given sizes and the lines between them go, by Graphviz's ``dot``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.charts.drawing import Point

_INCH: Final = 72
"""Graphviz has sizes in inches and places in points; a pixel here is a point."""
_APART: Final = 14
"""Pixels between boxes side by side."""
_BELOW: Final = 18
"""Pixels from one rank of boxes to the next."""
_STRAIGHT: Final = 100
"""Weight of an edge to the very next box where boxes are to stand in a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A frame around some boxes, with room for a line of text at its top."""

    members: tuple[int, ...]
    width: float
    """Pixels that its text may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Places in pixels, y downwards."""

    width: float
    height: float
    corners: tuple[Point, ...]
    """Upper left corner of each box."""
    routes: tuple[tuple[Point, ...], ...]
    """Of each edge: where it starts, then three points for each cubic curve."""
    frames: tuple[tuple[Point, Point], ...]
    """Upper left and lower right corner of each frame."""


def lay_out(
    sizes: Sequence[tuple[float, float]],
    edges: Sequence[tuple[int, int]],
    frames: Sequence[Frame] = (),
    *,
    in_line: bool = False,
) -> Layout:
    """Place boxes of the given widths and heights from top to bottom; edges run between their places in the list.

    ``in_line`` keeps boxes that read the one before them straight below it, and lets other edges run around.
    """
    if not sizes:
        return Layout(width=0, height=0, corners=(), routes=(), frames=())
    from pygraphviz import AGraph  # noqa: PLC0415 - only pages with a graph need its libraries

    graph = AGraph(directed=True, strict=True, rankdir="TB", nodesep=_APART / _INCH, ranksep=_BELOW / _INCH)
    graph.node_attr.update(shape="box", fixedsize=True, label="")
    graph.edge_attr.update(dir="none")
    for place, (width, height) in enumerate(sizes):
        graph.add_node(place, width=width / _INCH, height=height / _INCH)
    for tail, head in edges:
        graph.add_edge(tail, head, weight=_STRAIGHT if in_line and head == tail + 1 else 1)
    for number, frame in enumerate(frames):
        # The label of a frame is a box of the text's size: Graphviz is not to measure type.
        room = f'<<table border="0" fixedsize="true" width="{frame.width:.0f}" height="20"><tr><td></td></tr></table>>'
        graph.add_subgraph(frame.members, name=f"cluster_{number}", label=room, margin=12)
    return _read(json.loads(graph.draw(format="json0", prog="dot")), sizes, edges)


def _read(found: Mapping[str, Any], sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int]]) -> Layout:
    _, _, width, height = map(float, found["bb"].split(","))
    objects = {each["name"]: each for each in found["objects"]}
    routes = {(each["tail"], each["head"]): _points(each["pos"], height) for each in found.get("edges", ())}
    gvid = [objects[str(place)]["_gvid"] for place in range(len(sizes))]
    middles = [_points(objects[str(place)]["pos"], height)[0] for place in range(len(sizes))]
    clusters = [each for name, each in objects.items() if name.startswith("cluster_")]
    return Layout(
        width=width,
        height=height,
        corners=tuple((round(x - w / 2), round(y - h / 2)) for (x, y), (w, h) in zip(middles, sizes, strict=True)),
        routes=tuple(routes[gvid[tail], gvid[head]] for tail, head in edges),
        frames=tuple(_corners(each["bb"], height) for each in clusters),
    )


def _points(written: str, height: float) -> tuple[Point, ...]:
    pairs = (pair.split(",") for pair in written.split())
    return tuple((float(x), height - float(y)) for x, y in pairs)


def _corners(written: str, height: float) -> tuple[Point, Point]:
    left, bottom, right, top = map(float, written.split(","))
    return (round(left), round(height - top)), (round(right), round(height - bottom))
