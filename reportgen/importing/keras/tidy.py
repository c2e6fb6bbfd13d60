"""The last step: what was made on the way, and nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.importing.source import SourceLayer

VIEWS: Final = frozenset({"flatten", "flatten_positions", "reshape", "permute", "split"})
"""Layers that only show values otherwise: one that nothing reads was taken back by another."""


def tidied(layers: Sequence[SourceLayer], outputs: Sequence[str]) -> tuple[SourceLayer, ...]:
    """Leave out reshapes that nothing reads."""
    read = set(outputs)
    kept = []
    for layer in reversed(layers):
        if layer.word not in VIEWS or layer.name in read:
            kept.append(layer)
            read.update(layer.reads)
    return tuple(reversed(kept))
