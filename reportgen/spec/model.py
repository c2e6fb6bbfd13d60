"""The checked description of one network: frozen values that know no shapes.

Values that may be expressions keep their place in the file until the graph is built.
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.errors import Mark
    from reportgen.limits import Limits
    from reportgen.ops.base import Layer, Shape
    from reportgen.ops.options import Value
    from reportgen.spec.expressions import Expression


@dataclass(frozen=True, slots=True)
class Marked:
    """A value of the file, and where it stands."""

    term: int | bool | Fraction | str | Expression | tuple[Marked, ...] | Mapping[str, Marked] | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of a layer, as ``from`` or ``outputs`` give it."""

    name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding is allowed."""

    text: str
    mark: Mark = field(compare=False)
    """Where the finding's name stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A named run of layers."""

    layers: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """A body beside a shortcut, merged."""

    body: tuple[Item, ...]
    shortcut: tuple[Item, ...] = ()
    """Empty: identity."""
    skip: Marked | None = None
    """Where it is false, the body stands alone."""
    merge: Marked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branches:
    """Paths side by side that read the same input, merged."""

    paths: tuple[tuple[str, tuple[Item, ...]], ...]
    """Name (empty where none was given) and layers of each path."""
    merge: Marked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a list of layers: a layer, a block or a structure."""

    word: str
    mark: Mark
    """Where its word stands."""
    arguments: Mapping[str, Marked] = field(default_factory=dict)
    """Options of a layer or arguments of a block, by name."""
    name: str = ""
    reads: tuple[Reference, ...] = ()
    """``from``; empty: the layer above."""
    weights: Reference | None = None
    """The earlier layer whose weights it uses again; ``None``: its own."""
    when: Marked | None = None
    repeat: Marked | None = None
    first: Mapping[str, Marked] = field(default_factory=dict)
    """Arguments in which the first of the repeats differs."""
    allow: Mapping[str, Reason] = field(default_factory=dict)
    structure: Stage | Residual | Branches | None = None
    layer: Layer | None = None
    """The layer itself, where no option waits for an expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A named pattern of layers with arguments."""

    name: str
    arguments: Mapping[str, Marked | None]
    """Default of each argument, ``None`` where it must be given."""
    layers: tuple[Item, ...]
    summary: str = ""
    standard: bool = False
    """Whether it ships with the package: then it sees only its own arguments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that the file says others published, or a bound that it sets."""

    figure: str
    value: Fraction
    tolerance: Fraction
    """Absolute: how far a computed figure may be off."""
    rounded: bool = False
    """Whether the tolerance is one unit of the last printed digit, which a rounded figure stays below."""
    source: str = ""
    misprint: str = ""
    mark: Mark

    def agrees(self, computed: float) -> bool:
        """Say whether a computed figure is within tolerance of the claim."""
        off = abs(Fraction(computed) - self.value)
        return off < self.tolerance if self.rounded else off <= self.tolerance


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A metric that others measured."""

    name: str
    value: Fraction
    unit: str = ""
    dataset: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """One network as its file describes it, with every mark that later errors need."""

    id: str
    source: str
    """Path of the file, as the user gave it."""
    variant: str | None
    mark: Mark
    """Where the network begins: the file, or its variant."""
    text: str
    """What the file holds."""
    name: str
    family: str
    summary: str = ""
    description: str = ""
    year: int | None = None
    tags: tuple[str, ...] = ()
    owner: str = ""
    status: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, Shape]
    outputs: tuple[Reference, ...] = ()
    published: tuple[Claim, ...] = ()
    metrics: tuple[Measured, ...] = ()
    budgets: tuple[Claim, ...] = ()
    allow: Mapping[str, Reason] = field(default_factory=dict)
    arguments: Mapping[str, Value] = field(default_factory=dict)
    blocks: Mapping[str, Block]
    """The file's own and the standard ones that it uses."""
    layers: tuple[Item, ...]
    limits: Limits
