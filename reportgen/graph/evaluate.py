"""Expressions worked out where they stand: with the arguments in sight and the channels that come in."""

from __future__ import annotations

from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from reportgen.ops.options import shown
from reportgen.spec.expression_tree import Expression, ExpressionError, Name
from reportgen.spec.values import is_open, plain, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reportgen.errors import Mark
    from reportgen.graph.draft import Draft
    from reportgen.graph.scope import Place, Scope
    from reportgen.ops.options import Value
    from reportgen.spec.model import Marked

    Given = Mapping[str, Marked]
    Seen = Mapping[str, Value]
    Work = Callable[["P", Given, Seen, Scope], "T"]

P = TypeVar("P")
T = TypeVar("T")

_SIMPLE: Final = (int, str, NoneType)
"""Most of what has no parts; it takes long to tell a fraction from anything else."""
_WITHIN: Final = frozenset({int, bool, str})
"""What is within the limits wherever it has a name, since it was read or worked out."""
_ATOMS: Final = frozenset({*_SIMPLE, bool, Fraction})
"""What has no parts, and can be compared by what it is."""


class Failed(Exception):  # noqa: N818 - the problem is noted already, or follows from one that is
    """An item cannot be lowered; what reads it has no shape."""


class Evaluator:
    """Works values out for one graph; what fails is noted, and the item left."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._names: dict[int, tuple[Given, list[str]]] = {}
        """What is given, and the names that it reads."""
        self._found: dict[tuple[object, ...], tuple[Any, object]] = {}
        """What was worked out, with what its key names: as long as that is held, nothing else has its place."""

    def once(self, work: Work[P, T], part: P, given: Given, reads: Sequence[Place], scope: Scope) -> T:
        """Work out a part of the file; once for all places where the names in what it is given stand for the same.

        Copies of a block are alike in most that they hold. Nothing (``None``) is worked out anew, so that each place
        tells what is wrong.
        """
        seen = self.seen(reads, scope)
        values = tuple(map(seen.get, self._names_in(given)))
        kinds = tuple(map(type, values))  # true is not 1
        alike = values if _ATOMS.issuperset(kinds) else tuple(map(repr, values))
        key = id(part), id(given), seen["channels"] is None, kinds, alike
        before = self._found.get(key)
        if before is not None:
            known: T = before[0]
            return known
        found = work(part, given, seen, scope)
        if found is not None:
            self._found[key] = found, (part, given)
        return found

    def _names_in(self, given: Given) -> list[str]:
        """List the names that the expressions of what is given read."""
        before = self._names.get(id(given))
        if before is not None:
            return before[1]
        names = sorted({name for value in given.values() for name in names_in(value)})
        self._names[id(given)] = given, names
        return names

    def seen(self, reads: Sequence[Place], scope: Scope) -> Seen:
        """Give what expressions see by name: arguments and channels, which stand among those of a block."""
        return scope.arguments if scope.in_block else {**scope.arguments, "channels": self.draft.channels(reads[0])}

    def known(self, value: Marked, seen: Seen, scope: Scope) -> Value:
        """Work out what an item is given."""
        term = value.term
        if type(term) is Name:  # by far the most frequent
            found = seen.get(term.name)
            if type(found) in _WITHIN:
                return found
        if isinstance(term, _SIMPLE):
            return term
        waits = isinstance(term, Expression) or is_open(value)
        return self.within(value, seen, scope) if waits else plain(value)

    def value(self, value: Marked, reads: Sequence[Place], scope: Scope) -> Value:
        """Work out one value."""
        return self.known(value, self.seen(reads, scope), scope)

    def within(self, value: Marked, environment: Seen, scope: Scope) -> Value:
        """Work an expression out with these names; one that fails while the channels are unknown says nothing."""
        known = environment["channels"] is not None
        try:
            found = resolve(value, environment, self.draft.limits)
        except ExpressionError as error:
            if known:
                self.draft.note(error.name, str(error), value.mark, scope)
            raise Failed from error
        if not known and (found is None or (isinstance(found, tuple) and None in found)):
            raise Failed
        return found

    def flag(self, value: Marked, key: str, reads: Sequence[Place], scope: Scope) -> bool:
        """Work out what must be true or false."""
        found = self.value(value, reads, scope)
        if isinstance(found, bool):
            return found
        return self.fail("wrong-type", f"{key}: expected true or false, got {shown(found)}", value.mark, scope)

    def count(self, repeat: Marked, reads: Sequence[Place], scope: Scope) -> int:
        """Work out how many copies an item has."""
        most = self.draft.limits.repeats
        found = self.value(repeat, reads, scope)
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            what = f"repeat: expected a whole number of at least 0, got {shown(found)}"
            self.fail("bad-repeat", what, repeat.mark, scope)
        if found > most:
            what = f"one repeat makes at most {most:,} copies (repeats), not {found:,}"
            self.fail("too-many-repeats", what, repeat.mark, scope)
        return found

    def fail(self, name: str, message: str, mark: Mark, scope: Scope) -> NoReturn:
        """Note a problem and leave the item."""
        self.draft.note(name, message, mark, scope)
        raise Failed


def names_in(value: Marked) -> Iterable[str]:
    """Give the names that the expressions of a value read."""
    term = value.term
    if isinstance(term, Name):  # by far the most frequent
        return (term.name,)
    if isinstance(term, Expression):
        return term.names()
    if isinstance(term, (*_SIMPLE, Fraction)):
        return ()
    parts = term if isinstance(term, tuple) else term.values()
    return {name for part in parts for name in names_in(part)}
