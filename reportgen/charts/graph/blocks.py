"""Layers as the tree that their ids tell of, with blocks that are repeated alike told once."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.report import LayerReport

_NUMBER: Final = re.compile(r"\.\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A layer, or a group of them."""

    name: str
    """The part of the path that is its own: ``bottleneck.2``."""
    layer: LayerReport | None = None
    """The layer, where it is one."""
    parts: tuple[Block, ...] = ()
    """What a group holds, in file order."""
    copies: tuple[Block, ...] = ()
    """Blocks that follow and are the same but for their number and size."""

    @property
    def times(self) -> int:
        """How many blocks this one stands for."""
        return 1 + len(self.copies)

    def layers(self) -> Iterator[LayerReport]:
        """Give its own layers, without those of copies."""
        if self.layer:
            yield self.layer
        for part in self.parts:
            yield from part.layers()

    def copied(self) -> Iterator[tuple[LayerReport, LayerReport]]:
        """Pair each layer that is not told with the one that is told for it."""
        for part in self.parts:
            yield from part.copied()
        for copy in self.copies:
            yield from zip(copy.everything(), self.everything(), strict=True)

    def everything(self) -> Iterator[LayerReport]:
        """Give all layers, copies within included."""
        yield from self.layers() if not self.parts else ()
        for part in self.parts:
            for each in (part, *part.copies):
                yield from each.everything()


def blocks(layers: Sequence[LayerReport]) -> tuple[Block, ...]:
    """Read the tree of a stage's layers; a group that holds all of them goes unnamed."""
    found = _tree(layers, 0)
    while len(found) == 1 and found[0].parts and not found[0].copies:
        found = found[0].parts
    return found


def _tree(layers: Sequence[LayerReport], depth: int) -> tuple[Block, ...]:
    runs = groupby(layers, key=lambda layer: layer.id.split("/")[depth])
    return _told_once(tuple(_block(name, tuple(run), depth) for name, run in runs))


def _block(name: str, layers: tuple[LayerReport, ...], depth: int) -> Block:
    if layers[0].id.count("/") == depth:
        return Block(name=name, layer=layers[0])
    return Block(name=name, parts=_tree(layers, depth + 1))


def _told_once(found: Sequence[Block]) -> tuple[Block, ...]:
    """Fold blocks that are alike, each reading the one before, into their first."""
    kept: list[Block] = []
    for block in found:
        last = kept[-1] if kept else None
        if last and _alike(last, block) and _reads(block, last.copies[-1] if last.copies else last):
            kept[-1] = replace(last, copies=(*last.copies, block))
        else:
            kept.append(block)
    return tuple(kept)


def _alike(one: Block, other: Block) -> bool:
    return _NUMBER.sub("", one.name) == _NUMBER.sub("", other.name) and _kind(one) == _kind(other)


def _reads(block: Block, before: Block) -> bool:
    there = {layer.id for layer in before.everything()}
    return any(read in there for layer in block.everything() for read in layer.inputs)


def _kind(block: Block) -> tuple[object, ...]:
    """Give what makes two blocks alike: the same layers with the same options, whatever they read."""
    if block.layer:
        return block.layer.op, repr(sorted(block.layer.options.items()))
    return tuple((part.name, part.times, _kind(part)) for part in block.parts)
