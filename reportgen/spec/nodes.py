"""What a YAML file is made of once it is read: nodes, each of which knows its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reportgen.errors import Mark

if TYPE_CHECKING:
    from reportgen.ops.options import Plain
    from reportgen.spec.text import Excerpts, Position


class Scalar(NamedTuple):
    """One value: a word, a number, a text, or nothing.

    A file has thousands: a named tuple is made three times as fast as a frozen dataclass.
    """

    value: Plain
    """Null, truth value, whole number or exact decimal by YAML 1.2; any other text, and all in quotes, as text."""
    text: str
    """As written, without quotes: ``1.814e9`` where the value is a ``Fraction``."""
    excerpts: Excerpts
    start: Position
    end: int
    """Characters of the file before its end: of two positions the collector would keep count."""
    plain: bool = True
    """Whether it stands without quotes, and not as a ``|`` or ``>`` text."""

    @property
    def mark(self) -> Mark:
        """Where it stands; worked out when asked, for of most nodes nothing is told."""
        return self.excerpts.mark(self.start, self.end)

    def at(self, offset: int, length: int = 1) -> Mark:
        """Give the place of a character of ``text``, or of the whole scalar where it cannot be told.

        It cannot be told of a text over several lines, or with escapes in it.
        """
        mark = self.mark
        quotes = 0 if self.plain else 1
        if len(self.text) + 2 * quotes != mark.length:
            return mark
        return Mark(mark.file, mark.line, mark.column + quotes + offset, length)


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    excerpts: Excerpts
    start: Position
    end: int

    @property
    def mark(self) -> Mark:
        """Where it stands."""
        return self.excerpts.mark(self.start, self.end)


class Mapping(NamedTuple):
    """Keys and what they stand for, in order; no two keys have the same text."""

    entries: tuple[tuple[Scalar, Node], ...]
    excerpts: Excerpts
    start: Position
    end: int

    @property
    def mark(self) -> Mark:
        """Where it stands."""
        return self.excerpts.mark(self.start, self.end)

    def get(self, key: str) -> Node | None:
        """Give what a key stands for; None where there is no such key."""
        for scalar, node in self.entries:
            if scalar.text == key:
                return node
        return None


Node: TypeAlias = Scalar | Sequence | Mapping
