"""How rules word what they measure: ratios, axes, windows, options as a file would set them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from reportgen.numbers import exact, percent
from reportgen.ops.base import shape_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from fractions import Fraction

    from reportgen.ops.options import PaddingPair

T = TypeVar("T")

AXES: Final = ((), ("",), ("Y", "X"), ("Z", "Y", "X"))
"""Names of the axes of a network of that many; one axis needs none."""
UNITS: Final = ("", "step", "pixel", "voxel")
"""What one cell of an input of that many axes is called."""
WHOLES: Final = ("", "sequence", "image", "volume")
"""What such an input is called."""
CELLS: Final = ((), ("cell",), ("row", "column"), ("plane", "row", "column"))
"""What one cell along an axis is called."""
MOST_DECIMALS: Final = 9


def percents(*ratios: Fraction) -> tuple[str, ...]:
    """Write ratios in percent, with the fewest decimals (one at least) that tell different ones apart."""
    texts: tuple[str, ...] = ()
    values = [100 * ratio.numerator / ratio.denominator for ratio in ratios]
    different = len({(ratio.numerator, ratio.denominator) for ratio in ratios})
    for decimals in range(1, MOST_DECIMALS):
        texts = tuple([percent(value, decimals) for value in values])
        if len(set(texts)) == different:
            break
    return texts


def plural(number: int, word: str) -> str:
    """Write ``1 parameter``, ``2,048 parameters``."""
    return f"{exact(number)} {word}{'' if number == 1 else 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Write ``a``, ``a and b``, ``a, b and c``."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def along(axes: Collection[int], rank: int) -> str:
    """Write `` along Y`` for some of the axes; nothing where it is all of them."""
    if len(axes) == rank:
        return ""
    return f" along {listed([AXES[rank][axis] for axis in axes])}"


def alike(values: Sequence[T]) -> bool:
    """Say whether all values are the same."""
    return all(value == values[0] for value in values)


def per_axis(values: Sequence[int]) -> str:
    """Write an option that takes a number for all axes or one an axis: ``3``, ``[1, 3]``."""
    return str(values[0]) if alike(values) else f"[{', '.join(map(str, values))}]"


def padding(pairs: Sequence[PaddingPair]) -> str:
    """Write a padding: ``1``, ``[1, 2]`` where sides agree, else ``[[0, 1], [0, 1]]``."""
    if all(before == after for before, after in pairs):
        return per_axis([before for before, _ in pairs])
    return f"[{', '.join(f'[{before}, {after}]' for before, after in pairs)}]"


def window(kernel: int, rank: int) -> str:
    """Write a window that is as wide along every axis: ``3x3``."""
    return shape_text((kernel,) * rank)


def last_cells(counts: Sequence[int]) -> str:
    """Write how many cells at the end of each axis: ``the last row and the last 2 columns``."""
    names = zip(counts, CELLS[len(counts)], strict=True)
    return listed([f"the last {name}" if n == 1 else f"the last {exact(n)} {name}s" for n, name in names if n])
