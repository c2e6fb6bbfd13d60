"""The key figures of a network: where each stands among the totals, and how people write one."""

from __future__ import annotations

import re
from fractions import Fraction
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

NUMBER: Final = re.compile(r"([+-]?\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?\s*([kKMGBT]?)", re.ASCII)
_LONGEST: Final = 64
"""Characters of a figure: what is longer is none, and would take long to work out."""
_ONE: Final = Fraction(1)
SUFFIXES: Final[Mapping[str, int]] = MappingProxyType({"": 0, "k": 3, "K": 3, "M": 6, "G": 9, "B": 9, "T": 12})
"""Powers of ten that letters behind a figure stand for."""


def figure(totals: Mapping[str, Any], name: str) -> int | float | None:
    """Give one figure of a network, the largest axis of a figure per axis; ``None`` where it is unknown."""
    found: Any = totals
    for key in FIGURES[name]:
        found = None if found is None else found[key]
    return max(found, default=None) if isinstance(found, list) else found


def amount(text: str) -> tuple[Fraction, Fraction] | None:
    """Read a figure as people print it; give its value and one unit of its last printed digit.

    ``11689512`` has unit 1, ``1.814e9`` 10^6, ``5.3M`` 10^5. ``None`` where the text is no figure.
    """
    if len(text) > _LONGEST:
        return None
    if text.isascii() and text.isdigit():  # as most are, which is told in a tenth of the time
        return Fraction(int(text)), _ONE
    found = NUMBER.fullmatch(text.strip())
    if not found:
        return None
    whole, decimals, exponent, suffix = found.groups("")
    power = int(exponent or 0) + SUFFIXES[suffix] - len(decimals)
    digits, scale = int(whole + decimals), 10 ** abs(power)
    if power >= 0:
        return Fraction(digits * scale), Fraction(scale)
    return Fraction(digits, scale), Fraction(1, scale)
