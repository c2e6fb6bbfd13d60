"""Whether the rest of a network could do with another size of what it reads."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from reportgen.diagnostics.findings.places import cuts
from reportgen.diagnostics.findings.trial import reshaped
from reportgen.diagnostics.regions import readers
from reportgen.ops.dense import Flatten
from reportgen.ops.reach import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node
    from reportgen.ops.base import Shape
    from reportgen.ops.window import Window

SLIDING: Final = ("convolution", "pooling")
"""Families whose windows slide over inputs of any size that they fit on."""


class Rest:
    """What stands behind each node, and the sizes that it could take.

    Each layer is walked once to learn the least size that the windows behind it need. Where only windows and layers
    of any size follow, that decides; else the shapes are worked out, from cut to cut, and each answer is kept.
    """

    def __init__(self, study: Study) -> None:
        self._nodes = study.graph.nodes
        self._cuts = study.get(cuts)
        self._least = _least_sizes(self._nodes, study.get(readers))
        hard = (place for place in reversed(range(len(self._nodes))) if not _plain(self._nodes[place]))
        self._last_hard = next(hard, 0)
        self._known: dict[tuple[int, Shape], bool] = {}

    def stop(self, place: int) -> int:
        """Give the next cut behind a node, or the last node."""
        i = bisect_right(self._cuts, place)
        return self._cuts[i] if i < len(self._cuts) else len(self._nodes) - 1

    def fits(self, place: int, shape: Shape) -> bool:
        """Say whether all layers behind a node could take what they would get."""
        asked = []
        answer = self._decided(place, shape)
        while answer is None:
            asked.append((place, shape))
            stop = self.stop(place)
            behind = reshaped(self._nodes, place, shape, stop)
            if behind is None:
                answer = False
            else:
                place, shape = stop, behind.get(stop, self._nodes[stop].fitted).output
                answer = self._decided(place, shape)
        self._known.update(dict.fromkeys(asked, answer))
        return answer

    def _decided(self, place: int, shape: Shape) -> bool | None:
        """Answer without working shapes out; ``None`` where that takes more."""
        if shape == self._nodes[place].shape:
            return True
        if any(n < least for n, least in zip(shape[1:], self._least[place], strict=False)):
            return False
        return True if place >= self._last_hard else self._known.get((place, shape))


def _sliding(node: Node) -> bool:
    return node.op.family in SLIDING and bool(node.fitted.windows)


def _plain(node: Node) -> bool:
    """Say whether a layer takes every input that its window fits on."""
    if node.is_input or isinstance(node.op, Flatten) or _sliding(node):
        return True
    return not node.op.many and node.fitted.reach in (Span.CELL, Span.EVERYTHING)


def _least_sizes(nodes: Sequence[Node], read_by: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Give the least cells per axis of each node on which the windows behind it fit."""
    found = [(1,) * (len(node.shape) - 1) for node in nodes]
    for place in reversed(range(len(nodes))):
        for reader in read_by[place]:
            needed = _needed(nodes[reader], nodes[place].shape, found[reader])
            found[place] = tuple(map(max, found[place], needed))
    return found


def _needed(node: Node, shape: Shape, least: tuple[int, ...]) -> tuple[int, ...]:
    """Give the least cells per axis that a layer must read to put out so many."""
    if _sliding(node):
        windows = node.fitted.windows
        same = getattr(node.op, "padding", None) == "same"
        return tuple(_before(window, n, same=same) for window, n in zip(windows, least, strict=True))
    return least if node.shape[1:] == shape[1:] else (1,) * (len(shape) - 1)


def _before(window: Window, least: int, *, same: bool) -> int:
    if same:
        return (least - 1) * window.stride + 1
    n = max((least - 2) * window.stride + 1 + window.extent - window.before - window.after, 1)
    while window.output(n) < least:
        n += 1
    return n
