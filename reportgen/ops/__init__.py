"""The vocabulary: every layer that a file can name, by family.

A family is one module; it lists its layers in ``LAYERS``, in the order of the reference page.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.ops.base import Layer

FAMILIES: Mapping[str, tuple[type[Layer], ...]] = MappingProxyType(
    {
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
)
"""The layers of each family, in the order in which they are explained."""

LAYERS: Mapping[str, type[Layer]] = MappingProxyType(
    {layer.word: layer for layers in FAMILIES.values() for layer in layers}
)
"""Every layer by its word, in the order of the families."""
