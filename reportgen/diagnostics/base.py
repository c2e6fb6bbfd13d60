"""What a diagnostic is: columns and totals that it declares, each a function of the study of one graph.

A diagnostic is one file that ends in ``DIAGNOSTIC = Diagnostic(...)``, listed once in the registry. The layer
table, JSON, CSV, the schema, the Guide, the terminal and the review follow from what it declares.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from reportgen.frozen import dataclass
from reportgen.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.diagnostics.handing import Handed
    from reportgen.graph.node import Graph, Node
    from reportgen.spec.model import Architecture

T = TypeVar("T")
DEFAULTS: Final = Settings()

WHOLE: Final = {"type": ["integer", "null"]}
"""Schema of a whole number that may be unknown."""

Kind = Literal["count", "bytes", "percent", "pixels", "field", "parameters", "ratio", "object"]
"""How a value is shaped, and so how it is shown: a whole number, bytes, percent per axis, pixels per axis, ..."""


@dataclass(frozen=True, slots=True)
class Study:
    """One graph under study; each measure of it is worked out at most once."""

    graph: Graph
    architecture: Architecture
    """What the file says besides: published figures, budgets."""
    settings: Settings = DEFAULTS
    """What the team decided: devices, batch size."""
    _done: dict[Callable[[Study], Any], Any] = field(default_factory=dict)

    def get(self, measure: Callable[[Study], T]) -> T:
        """Give ``measure(self)``, from memory where it was asked before."""
        done = self._done
        if measure not in done:
            done[measure] = measure(self)
        found: T = done[measure]
        return found

    @property
    def layers(self) -> tuple[Node, ...]:
        """The graph's layers, without its inputs."""
        return self.graph.layers


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One value a layer, as it stands in every table and in JSON."""

    name: str
    title: str
    unit: str = ""
    kind: Kind = "count"
    doc: str
    schema: Mapping[str, Any]
    """Draft-07 schema of one value."""
    values: Callable[[Study], Sequence[Any]] | None = None
    """One plain JSON value for each layer of the graph, in order; ``Shared`` where layers that are alike agree.

    ``Handed``, where layers hand it on, gives one for each input too. ``None`` where the diagnostic tells several
    columns at once.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One value a network."""

    name: str
    title: str
    unit: str = ""
    kind: Kind = "count"
    doc: str
    schema: Mapping[str, Any]
    lower_is_better: bool | None = None
    """Which direction is the better; ``None`` where neither is."""
    value: Callable[[Study], Any]
    """A plain JSON value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One thing that can be known about a network without running it."""

    name: str
    title: str
    summary: str
    """One sentence: the question that it answers."""
    formula: str
    """LaTeX of what is computed."""
    source: str
    """Where the definition was published."""
    limits: str
    """What it does not tell."""
    columns: tuple[Column, ...] = ()
    told: Handed[Mapping[str, Any]] | None = None
    """The values of its columns that have none of their own, by name, as layers hand them on; some may be left out."""
    totals: tuple[Total, ...] = ()
