"""How much a file may ask for: every cap in one place, so that a stranger's file cannot stall a build."""

from __future__ import annotations

from dataclasses import field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


class Cap(NamedTuple):
    """What is said of one limit, besides its value."""

    error: str
    """Name of the problem that tells of it."""
    most: int
    """The largest value that settings may give it: past that it would protect nobody."""


def cap(default: int, error: str, most: int) -> Any:  # noqa: ANN401 - like dataclasses.field, any type
    """Declare a limit."""
    return field(default=default, metadata={"cap": Cap(error, most)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The caps on one file, and on a folder. The error of each names it; no published network comes near any."""

    files: int = cap(10_000, "too-many-files", 10**9)
    """Architecture files of a folder."""
    file_bytes: int = cap(1 << 20, "file-too-large", 1 << 30)
    """Bytes of a file."""
    depth: int = cap(64, "too-deep", 100)
    """Levels of nesting, of lists and mappings in the file and of operations in an expression."""
    nodes: int = cap(200_000, "too-many-nodes", 10**9)
    """Values, lists, mappings and keys, an alias counted as all that it stands for."""
    problems: int = cap(100, "too-many-problems", 10**9)
    """Problems of a file that are told; the reading stops at the last of them."""
    variants: int = cap(1_000, "too-many-variants", 10**9)
    """Networks that one file describes."""
    entries: int = cap(100, "too-many-entries", 10_000)
    """Arguments, inputs, outputs, tags, links, figures or metrics of a network, each for itself."""
    block_depth: int = cap(64, "blocks-too-deep", 100)
    """Blocks, stages, residuals and branches within each other, once blocks are written out."""
    repeats: int = cap(10_000, "too-many-repeats", 10**9)
    """Copies that one ``repeat`` makes."""
    layers: int = cap(20_000, "too-many-layers", 10**9)
    """Layers of a network once its blocks and repeats are written out."""
    reads: int = cap(500_000, "too-many-reads", 10**9)
    """Layers that the layers of a network read, all together: what ``from`` names, written out."""
    axis: int = cap(1_000_000, "axis-too-long", 10**9)
    """Channels of an input, or cells along one axis of any layer."""
    spans: int = cap(500_000, "too-many-spans", 10**9)
    """Cells whose receptive fields are worked out one by one, all layers together, where no short period holds."""
    magnitude: int = cap(10**15, "number-too-large", 10**18)
    """Largest number, either side of zero, and most values that a layer puts out."""
    items: int = cap(1_000, "list-too-long", 10**6)
    """Entries of a list that an expression uses."""
    expression_length: int = cap(500, "expression-too-long", 10_000)
    """Characters of one expression."""
    text_length: int = cap(10_000, "text-too-long", 10**9)
    """Characters of a description, or of a name or summary once its expressions are written out."""
    name_length: int = cap(200, "name-too-long", 200)
    """Characters of a name, or of each part of an expanded one."""

    id_length: int = cap(500, "id-too-long", 10_000)
    """Characters of a layer's id: its own name, and those of the blocks and stages around it."""

    def hold(self, number: int | Fraction) -> bool:
        """Tell whether a number is within ``magnitude`` and exact in a fraction of reasonable size.

        The denominator is held below the square of ``magnitude``: thirty decimal places, so that a chain of
        multiplications cannot grow without end.
        """
        if isinstance(number, int):
            return abs(number) <= self.magnitude
        # Its whole numbers are compared: to compare a fraction takes ten times as long.
        size, parts = abs(number.numerator), number.denominator
        return size <= self.magnitude * parts and (parts == 1 or parts <= self.magnitude**2)

    @classmethod
    def caps(cls) -> Mapping[str, Cap]:
        """Give what is said of each limit, by its name."""
        return {one.name: one.metadata["cap"] for one in fields(cls)}
