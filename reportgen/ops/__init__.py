"""The vocabulary: every layer that a file can name, by family.

A family is one module; it lists its layers in ``LAYERS``, in the order of the reference page. Third parties add
layers, to these families or to others, through the entry-point group ``reportgen.ops``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.late import LateMapping
from reportgen.ops import (
    activation,
    convolution,
    custom,
    dense,
    merge,
    normalisation,
    pooling,
    regularisation,
    resampling,
    sequence,
    tokens,
)
from reportgen.ops.base import Layer
from reportgen.plugins import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUP: Final = "reportgen.ops"


def _own() -> dict[str, tuple[type[Layer], ...]]:
    return {
        "convolution": convolution.LAYERS,
        "pooling": pooling.LAYERS,
        "dense": dense.LAYERS,
        "normalisation": normalisation.LAYERS,
        "activation": activation.LAYERS,
        "regularisation": regularisation.LAYERS,
        "merge": merge.LAYERS,
        "resampling": resampling.LAYERS,
        "tokens": tokens.LAYERS,
        "sequence": sequence.LAYERS,
        "escape": custom.LAYERS,
    }


def _word_of(value: object) -> str | None:
    """Give the word of a layer class; ``None`` for anything else."""
    return (value.word or None) if isinstance(value, type) and issubclass(value, Layer) else None


def _layers() -> dict[str, type[Layer]]:
    own = {layer.word: layer for layers in _own().values() for layer in layers}
    return joined(own, GROUP, "a layer", _word_of)


def _families() -> dict[str, tuple[type[Layer], ...]]:
    found = _own()
    for layer in LAYERS.values():
        if layer not in found.get(layer.family, ()):
            found[layer.family] = (*found.get(layer.family, ()), layer)
    return found


LAYERS: Final[Mapping[str, type[Layer]]] = LateMapping(_layers)
"""Every layer by its word, in the order of the families; what third parties add stands behind."""

FAMILIES: Final[Mapping[str, tuple[type[Layer], ...]]] = LateMapping(_families)
"""The layers of each family, in the order in which they are explained."""
