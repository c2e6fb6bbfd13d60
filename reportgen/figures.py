"""The key figures of a network that a file may claim or bound, and where each stands among the totals."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FIGURES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "parameters": ("parameters", "trainable"),
        "buffers": ("parameters", "buffers"),
        "macs": ("macs",),
        "flops": ("flops",),
        "operations": ("operations",),
        "activations": ("activations",),
        "product_activations": ("product_activations",),
        "peak_activation_bytes": ("peak_activation_bytes",),
        "weight_bytes": ("weight_bytes",),
        "depth": ("depth",),
        "layers": ("layers",),
        "receptive_field": ("receptive_field",),
    }
)
"""Name of the figure, and the keys that lead to it in a report's totals."""


def figure(totals: Mapping[str, Any], name: str) -> int | float | None:
    """Give one figure of a network, the largest axis of a figure per axis; ``None`` where it is unknown."""
    found: Any = totals
    for key in FIGURES[name]:
        found = None if found is None else found[key]
    return max(found, default=None) if isinstance(found, list) else found
