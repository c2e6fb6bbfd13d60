"""Expressions worked out where they stand: with the arguments in sight and the channels that come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from reportgen.ops.options import shown
from reportgen.spec.expressions import ExpressionError
from reportgen.spec.values import is_open, plain, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.errors import Mark
    from reportgen.graph.draft import Draft
    from reportgen.graph.scope import Place, Scope
    from reportgen.ops.options import Value
    from reportgen.spec.model import Marked

T = TypeVar("T")


class Failed(Exception):  # noqa: N818 - the problem is noted already, or follows from one that is
    """An item cannot be lowered; what reads it has no shape."""


class Evaluator:
    """Works values out for one graph; what fails is noted, and the item left."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._found: dict[tuple[object, ...], tuple[Any, object]] = {}
        """What was worked out, with what its key names: as long as that is held, nothing else has its place."""

    def once(self, part: object, reads: Sequence[Place], scope: Scope, work: Callable[[], T]) -> T:
        """Work out a part of the file; once for all places where it sees the same arguments and channels.

        Copies of a block are alike in most that they hold. Nothing (``None``) is worked out anew, so that each place
        tells what is wrong.
        """
        # A block's arguments are worked out once for the channels that enter it, and so stand for these too.
        key = (id(part), id(scope.arguments), self.draft.channels(reads[0]))
        if key in self._found:
            known: T = self._found[key][0]
            return known
        found = work()
        if found is not None:
            self._found[key] = found, (part, scope.arguments)
        return found

    def seen(self, reads: Sequence[Place], scope: Scope) -> dict[str, Value]:
        """Give what expressions see: arguments, and the channels that enter the block, or the item outside a block."""
        return {**scope.arguments, "channels": scope.channels if scope.in_block else self.draft.channels(reads[0])}

    def known(self, value: Marked, seen: Mapping[str, Value], scope: Scope) -> Value:
        """Work out what an item is given."""
        return self.within(value, seen, scope) if is_open(value) else plain(value)

    def value(self, value: Marked, reads: Sequence[Place], scope: Scope) -> Value:
        """Work out one value; once for all places where it sees the same."""
        return self.once(value, reads, scope, lambda: self.known(value, self.seen(reads, scope), scope))

    def within(self, value: Marked, environment: Mapping[str, Value], scope: Scope) -> Value:
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
