"""Which layer of one network is which of another: by the names people gave, then by the least that was edited.

Ids are paths such as ``conv4_x/basic.2/conv.1``, so the layers of a network are the leaves of a tree. Two trees are
aligned from the top: what bears the same given name belongs together; between such pairs the cheapest edit decides,
where leaving a layer out or putting one in costs the most, and keeping one whose options changed costs little. A
number behind a point (``conv.2``) is no name: whatever is put in above would change it. Where layers moved into a
block or out of one, trees say little: if fewer layers are left alone without them, the plain lists are aligned.
"""

from __future__ import annotations

import re
from dataclasses import field
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.frozen import dataclass
from reportgen.ops import LAYERS
from reportgen.review.edits import edits
from reportgen.review.fingerprint import meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.report import LayerReport

ALONE: Final = 4
"""Cost of a layer that stands on one side only; a pair costs less than two of them."""
OTHER_OPTION: Final = 1
OTHER_NAME: Final = 1
OTHER_WORD: Final = 5
"""Cost of a layer that another of its family stands for, such as another pooling; also the most for options."""

Pair: TypeAlias = "tuple[LayerReport | None, LayerReport | None]"
"""A layer of each side; ``None`` where the other stands alone."""


def align(before: Sequence[LayerReport], after: Sequence[LayerReport]) -> tuple[Pair, ...]:
    """Pair the layers of two networks, in an order that keeps the order of both.

    Returns:
        Every layer of either side exactly once.
    """
    aligner = _Aligner()
    pairs = tuple(aligner.pairs(aligner.tree(before), aligner.tree(after)))
    if _alone_in(pairs) == abs(len(before) - len(after)):
        return pairs  # no alignment leaves fewer alone
    plain = tuple(aligner.pairs(aligner.leaves(before), aligner.leaves(after)))
    return plain if _alone_in(plain) < _alone_in(pairs) else pairs


def _alone_in(pairs: Sequence[Pair]) -> int:
    return sum(None in pair for pair in pairs)


@dataclass(frozen=True, slots=True)
class _Part:
    """A layer, or a run of layers below one segment of the path."""

    name: str
    """The segment without its number."""
    given: bool
    """Whether people gave that name; else it is a word and its number."""
    layers: tuple[LayerReport, ...]
    parts: tuple[_Part, ...]
    """Empty for a layer."""
    key: int
    """The same for parts that are the same but for numbers in their paths."""


@dataclass(frozen=True, slots=True)
class _Aligner:
    """Aligns trees; what a pair of parts costs is worked out once."""

    _keys: dict[object, int] = field(default_factory=dict)
    _costs: dict[tuple[int, int], int | None] = field(default_factory=dict)

    def tree(self, layers: Sequence[LayerReport], depth: int = 0) -> tuple[_Part, ...]:
        """Group consecutive layers by their segment at a depth of the path."""

        def place(layer: LayerReport) -> tuple[str, bool]:
            segments = layer.id.split("/")
            return segments[depth], len(segments) > depth + 1

        return tuple(
            self._run(segment, tuple(run), depth + 1) if inner else self.leaf(next(run), segment)
            for (segment, inner), run in groupby(layers, key=place)
        )

    def leaves(self, layers: Sequence[LayerReport]) -> tuple[_Part, ...]:
        """Give each layer as a part of its own, whatever blocks and stages it stands in."""
        return tuple(self.leaf(layer, layer.id.rsplit("/", 1)[-1]) for layer in layers)

    def leaf(self, layer: LayerReport, segment: str) -> _Part:
        """Give a layer as a part of its own."""
        name, given = _name(segment)
        return _Part(name, given, (layer,), (), self._key((name, given, meaning(layer))))

    def _run(self, segment: str, layers: tuple[LayerReport, ...], depth: int) -> _Part:
        (name, given), parts = _name(segment), self.tree(layers, depth)
        return _Part(name, given, layers, parts, self._key((name, given, *(part.key for part in parts))))

    def _key(self, what: object) -> int:
        return self._keys.setdefault(what, len(self._keys))

    def pairs(self, before: Sequence[_Part], after: Sequence[_Part]) -> Iterator[Pair]:
        """Give the pairs of layers of two lists of parts."""
        for one, other in edits(before, after, self.cost, _alone):
            if one and other and one.parts and other.parts:
                yield from self.pairs(one.parts, other.parts)
            elif one and other and not one.parts and not other.parts:
                yield one.layers[0], other.layers[0]
            else:
                yield from ((layer, None) for layer in (one.layers if one else ()))
                yield from ((None, layer) for layer in (other.layers if other else ()))

    def cost(self, one: _Part, other: _Part) -> int | None:
        """Give the cost of pairing two parts; ``None`` where they cannot be one."""
        if one.key == other.key or (one.given and other.given and one.name == other.name):
            return 0
        known = (one.key, other.key)
        if known not in self._costs:
            self._costs[known] = self._worked_out(one, other)
        return self._costs[known]

    def _worked_out(self, one: _Part, other: _Part) -> int | None:
        renamed = OTHER_NAME * (one.name != other.name)
        if one.parts and other.parts:
            return renamed + sum(self._step(*step) for step in edits(one.parts, other.parts, self.cost, _alone))
        if one.parts or other.parts:
            return None
        cost = _between(one.layers[0], other.layers[0], same_name=not renamed)
        return None if cost is None else cost + renamed

    def _step(self, one: _Part | None, other: _Part | None) -> int:
        if one and other:
            return self.cost(one, other) or 0
        return sum(_alone(part) for part in (one, other) if part)


def _name(segment: str) -> tuple[str, bool]:
    """Tell the name in a segment from its number, and whether people gave it."""
    name = re.sub(r"\.\d+\Z", "", segment)
    return name, name == segment


def _alone(part: _Part) -> int:
    return ALONE * len(part.layers)


def _between(one: LayerReport, other: LayerReport, *, same_name: bool) -> int | None:
    """Give what two layers differ in, as a cost; ``None`` where one can hardly have become the other."""
    if one.op == other.op:
        names = one.options.keys() | other.options.keys()
        others = sum(bool(one.options.get(name) != other.options.get(name)) for name in names)
        return min(OTHER_OPTION * others, OTHER_WORD)
    return OTHER_WORD if same_name or _family(one) == _family(other) else None


def _family(layer: LayerReport) -> str:
    known = LAYERS.get(layer.op)
    return known.family if known else layer.op
