"""Numbers as people write them: ``25.6 M``, ``4.09 G``, ``102 MB``, ``16.7%``.

Pages, charts and the terminal all word their figures here, so that one value reads the same everywhere.
Letters are decimal steps of a thousand (k, M, G, T, P), for bytes too: 1 MB is 1,000,000 bytes, as SI
has it and as disks and networks are sold; 1 MiB would be 1,048,576. What is unknown is said to be so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Number = int | float

UNKNOWN = "unknown"
"""Shown for what could not be worked out; never a zero."""
TIMES = " \N{MULTIPLICATION SIGN} "

_PREFIXES = ("", "k", "M", "G", "T", "P")
_EXACT_BELOW = 10_000
"""Counts up to here are short enough to be written out."""


def count(value: Number | None) -> str:
    """Shorten a count to three significant digits: ``25.6 M``; below 10,000 whole numbers stay exact."""
    if value is None:
        return UNKNOWN
    if abs(value) < _EXACT_BELOW and value == int(value):
        return exact(value)
    return _join(*_shortened(value))


def precise(value: Number | None) -> str:
    """Shorten a count to four significant digits, for those that are compared: ``4.089 G``; short ones stay exact."""
    if value is None:
        return UNKNOWN
    if abs(value) < _EXACT_BELOW and value == int(value):
        return exact(value)
    mantissa, exponent = f"{value:.3e}".split("e")  # rounded once, so that 999,960 is 1.000 M
    step = min(max(int(exponent) // 3, 0), len(_PREFIXES) - 1)
    moved = int(exponent) - 3 * step
    return _join(f"{float(mantissa) * 10**moved:.{max(3 - moved, 0)}f}", _PREFIXES[step])


def nbytes(value: Number | None) -> str:
    """Shorten a number of bytes to three significant digits, in decimal units: ``102 MB``, ``640 B``."""
    if value is None:
        return UNKNOWN
    figure, prefix = _shortened(value)
    return f"{figure} {prefix}B"


def exact(value: Number | None, separator: str = ",") -> str:
    """Write every digit, in groups of three; a fraction keeps what it has: ``25,557,032``, ``0.5``."""
    if value is None:
        return UNKNOWN
    whole = int(value) if value == int(value) else value
    return f"{whole:,}".replace(",", separator)


def percent(value: Number | None, decimals: int = 1) -> str:
    """Write a value that is in percent already: ``16.7%``."""
    return UNKNOWN if value is None else f"{value:,.{decimals}f}%"


def tick(value: Number) -> str:
    """Label a place on an axis, as short as it can be: ``0.5``, ``200``, ``5 M``."""
    for prefix, scale in zip(reversed(_PREFIXES[1:]), (10**15, 10**12, 10**9, 10**6, 10**3), strict=True):
        if abs(value) >= scale and (scale > 10**3 or abs(value) >= _EXACT_BELOW):
            return f"{value / scale:.4g} {prefix}"
    return exact(value)


def shape(sizes: Sequence[int]) -> str:
    """Write a shape, channels first: ``64 x 56 x 56`` with multiplication signs."""
    return TIMES.join(exact(size, "") for size in sizes)


def per_axis(values: Sequence[Number] | None) -> str:
    """Write one number an axis: once where all agree (``427``), else each (``427 x 31``)."""
    if values is None:
        return UNKNOWN
    if not values:
        return "none"
    distinct = [values[0]] if len(set(values)) == 1 else values
    return TIMES.join(exact(value) for value in distinct)


def _shortened(value: Number, step: int = 0) -> tuple[str, str]:
    """Give three significant digits and their prefix, stepping up where rounding reaches a thousand."""
    exactly = step == 0 and value == int(value)
    figure = f"{value:.0f}" if exactly else _three_digits(value / 1000**step)
    if abs(float(figure)) < 1000 or step == len(_PREFIXES) - 1:  # noqa: PLR2004 - the step between prefixes
        return figure, _PREFIXES[step]
    return _shortened(value, step + 1)


def _three_digits(value: float) -> str:
    for decimals, bound in ((2, 9.995), (1, 99.95)):
        if abs(value) < bound:
            return f"{value:.{decimals}f}"
    return f"{value:.0f}"


def _join(figure: str, prefix: str) -> str:
    return f"{figure} {prefix}" if prefix else figure
