"""What a list of layers can see while it is lowered: names, arguments, where it stands."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.errors import Mark
    from reportgen.ops.options import Value
    from reportgen.spec.model import Reason


@dataclass(frozen=True, slots=True)
class Left:
    """A name whose layer is not there, and why."""

    reason: str


Place = int | None
"""Place of a layer among the nodes; ``None`` where an error before it leaves its shape unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One list of layers, seen from inside."""

    prefix: str = ""
    """What the ids of its layers begin with."""
    input: Place
    """What ``from: input`` reads."""
    arguments: Mapping[str, Value]
    """What expressions see by name; in a block with the channels that enter it, outside each layer has its own."""
    numbered: str = ""
    """The prefix up to its last segment that is a word and a number; names that people gave follow."""
    in_block: bool = False
    standard: bool = False
    """Whether it is (in) a standard block, which sees standard blocks only."""
    mark: Mark | None = None
    """Where errors and lines point instead of into a standard block: its call."""
    allow: Mapping[str, Reason] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    """How often each word stood unnamed so far; shared by lists that share a prefix."""
    names: dict[str, Place | Left] = field(default_factory=dict)
    outer: Scope | None = None
    """The list around it whose names it sees too."""

    def number(self, word: str) -> str:
        """Give the next unnamed id of a word: ``conv.1``, ``conv.2``, .."""
        count = self.counts[word] = self.counts.get(word, 0) + 1
        return f"{word}.{count}"

    def find(self, name: str) -> Place | Left:
        """Look a name up, here and in the lists around."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        return Left("")

    def visible(self) -> list[str]:
        """List the names that can be read here."""
        return [*self.names, *(self.outer.visible() if self.outer else ())]

    def inner(self, segment: str = "", *, given: bool = True) -> Scope:
        """Open a list within this one; with a segment, its ids and numbers are its own.

        ``given``: the segment is a name that people gave.
        """
        prefix, numbered, counts = self.prefix, self.numbered, self.counts
        if segment:
            prefix = f"{prefix}{segment}/"
            numbered, counts = numbered if given else prefix, {}
        return Scope(
            prefix=prefix,
            input=self.input,
            arguments=self.arguments,
            numbered=numbered,
            in_block=self.in_block,
            standard=self.standard,
            mark=self.mark,
            allow=self.allow,
            counts=counts,
            outer=self,
        )

    def prefixes(self) -> list[str]:
        """List what ids begin with in the lists that can be seen, the innermost first."""
        return [self.prefix, *(self.outer.prefixes() if self.outer else ())]
