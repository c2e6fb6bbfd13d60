"""How much a file may ask for: every cap in one place, so that a stranger's file cannot stall a build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The caps on one file. The error of each names it; no published network comes near any."""

    file_bytes: int = 1 << 20
    """Bytes of the file."""
    depth: int = 64
    """Levels of nesting, of lists and mappings in the file and of operations in an expression."""
    nodes: int = 200_000
    """Values, lists, mappings and keys, an alias counted as all that it stands for."""
    repeats: int = 10_000
    """Copies that one ``repeat`` makes."""
    layers: int = 100_000
    """Layers of a network once its blocks and repeats are written out."""
    problems: int = 100
    """Problems of a file that are told; the reading stops at the last of them."""
    variants: int = 1_000
    """Networks that one file describes."""
    expression_length: int = 500
    """Characters of one expression."""
    text_length: int = 10_000
    """Characters of a text once its expressions are written out."""
    items: int = 1_000
    """Entries of a list that an expression uses."""
    magnitude: int = 10**15
    """Largest number, either side of zero."""
    axis: int = 1_000_000
    """Channels of an input, or its cells along one axis."""
    name_length: int = 200
    """Characters of a name, or of each part of an expanded one."""
    block_depth: int = 32
    """Blocks used within blocks."""

    def hold(self, number: int | Fraction) -> bool:
        """Tell whether a number is within ``magnitude`` and exact in a fraction of reasonable size.

        The denominator is held below the square of ``magnitude``: thirty decimal places, so that a chain of
        multiplications cannot grow without end.
        """
        return -self.magnitude <= number <= self.magnitude and number.denominator <= self.magnitude**2
