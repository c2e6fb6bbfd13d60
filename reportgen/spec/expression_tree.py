"""What an expression is once it is read: a small frozen tree, each node with its place in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

FUNCTIONS = {"len": (1, 1), "min": (1, None), "max": (1, None), "ceil": (1, 1), "floor": (1, 1), "round_to": (2, 2)}
"""Every function with the least and the largest number of its arguments."""


class ExpressionError(Exception):
    """What is wrong with an expression, and where in its text."""

    def __init__(self, message: str, offset: int, length: int = 1, name: str = "bad-expression") -> None:
        self.name = name
        """Name of the problem: that of a limit, or the general one."""
        self.offset = offset
        """Characters before the place, counted from the start of the text that was given to ``parse``."""
        self.length = length
        """Characters that the place takes."""
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """The base of every node."""

    offset: int
    """Characters before its first, or before its operator."""

    def parts(self) -> tuple[Expression, ...]:
        """Give the expressions that this one is made of."""
        return ()

    def walk(self) -> Iterator[tuple[Expression, int]]:
        """Give this expression and all within it, each with its depth from 1; no recursion is used."""
        waiting: list[tuple[Expression, int]] = [(self, 1)]
        while waiting:
            node, depth = waiting.pop()
            yield node, depth
            waiting += [(part, depth + 1) for part in reversed(node.parts())]

    def names(self) -> frozenset[str]:
        """Give the names that must be known to work it out."""
        return frozenset(node.name for node, _ in self.walk() if isinstance(node, Name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Expression):
    """A whole number or an exact decimal."""

    value: int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Expression):
    """An argument, or ``channels``."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unary(Expression):
    """``-x`` or ``not x``."""

    operator: str
    operand: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Give the operand."""
        return (self.operand,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Expression):
    """Arithmetic on two numbers."""

    operator: str
    left: Expression
    right: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Give both sides."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic(Expression):
    """``and`` or ``or`` of two conditions; the second is asked only where it matters."""

    operator: str
    left: Expression
    right: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Give both sides."""
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Expression):
    """``a < b``, or a chain ``a < b <= c``: each neighbour compared with the next."""

    operators: tuple[str, ...]
    operands: tuple[Expression, ...]
    """One more than there are operators."""

    def parts(self) -> tuple[Expression, ...]:
        """Give what is compared."""
        return self.operands


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscript(Expression):
    """``list[index]``, counted from 0."""

    items: Expression
    index: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Give the list and the index."""
        return (self.items, self.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Expression):
    """A call of one of ``FUNCTIONS``."""

    function: str
    arguments: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        """Give the arguments."""
        return self.arguments
