"""Values of the file, with expressions left open until their names are known."""

from __future__ import annotations

from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING, Final

from reportgen.errors import did_you_mean, listed
from reportgen.spec.expression_tree import Name
from reportgen.spec.expressions import Expression, ExpressionError, evaluate, parse
from reportgen.spec.model import Marked
from reportgen.spec.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping as AnyMapping
    from collections.abc import Set as AbstractSet

    from reportgen.limits import Limits
    from reportgen.ops.options import Value
    from reportgen.spec.nodes import Node
    from reportgen.spec.problems import Problems

_PLAIN: Final = (int, str, NoneType, Fraction)
"""What a value without parts may be; fractions last, as it takes long to tell them from anything else."""

UNREAD: Final = Name(name="", offset=0)
"""What stands for an expression that cannot be read: it waits for a value, so that nobody judges it further."""


def marked(node: Node, names: AbstractSet[str], problems: Problems) -> Marked:
    """Give a node's value; note expressions that cannot be read and names that nobody declares."""
    if isinstance(node, Scalar):
        value = node.value
        if isinstance(value, str) and "$" in value:
            return Marked(_read(node, value, names, problems), node.mark)
        return Marked(value, node.mark)
    if isinstance(node, Mapping):
        return Marked({str(key.value): marked(part, names, problems) for key, part in node.entries}, node.mark)
    return Marked(tuple([marked(item, names, problems) for item in node.items]), node.mark)


def _read(node: Scalar, text: str, names: AbstractSet[str], problems: Problems) -> Expression | str:
    try:
        found = parse(text, problems.limits)
    except ExpressionError as error:
        problems.add(error.name, str(error), node.at(error.offset, error.length))
        return UNREAD
    if isinstance(found, Expression):
        for part, _ in found.walk():
            if isinstance(part, Name) and part.name not in names:
                near = did_you_mean(part.name, names) or f"; known here: {listed(sorted(names)) or 'nothing'}"
                place = node.at(part.offset, len(part.name))
                problems.add("unknown-name", f"no argument is called '{part.name}'{near}", place)
    return found


class Open(Exception):  # noqa: N818 - no fault: it only ends the reading of a constant
    """An expression stands in what was taken for a constant."""


def constant(node: Node) -> Value:
    """Give what ``resolve`` gives of a node, at once; raise ``Open`` where an expression stands in it."""
    if isinstance(node, Scalar):
        if isinstance(node.value, str) and "$" in node.value:
            raise Open
        return node.value
    if isinstance(node, Mapping):
        return {str(key.value): constant(part) for key, part in node.entries}
    return [constant(item) for item in node.items]


def is_open(value: Marked) -> bool:
    """Say whether a value waits for an expression."""
    term = value.term
    if isinstance(term, Expression):
        return True
    if isinstance(term, tuple):
        return any(map(is_open, term))
    return not isinstance(term, _PLAIN) and any(map(is_open, term.values()))


def resolve(value: Marked, environment: AnyMapping[str, Value], limits: Limits) -> Value:
    """Work a value out; raise ``ExpressionError`` where arithmetic or a name fails."""
    term = value.term
    if isinstance(term, Expression):
        return evaluate(term, environment, limits)
    if isinstance(term, tuple):
        return [resolve(item, environment, limits) for item in term]
    if isinstance(term, _PLAIN):
        return term
    return {name: resolve(part, environment, limits) for name, part in term.items()}


def plain(value: Marked) -> Value:
    """Give a constant without its marks."""
    term = value.term
    assert not isinstance(term, Expression), "a constant"  # noqa: S101 - a defect of ours, not of the file
    if isinstance(term, _PLAIN):
        return term
    if isinstance(term, tuple):
        return [plain(item) for item in term]
    return {name: plain(part) for name, part in term.items()}
