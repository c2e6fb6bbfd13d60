"""Values that differ from use to use of a pattern, as arguments and as what follows from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.importing.pieces import Formula
from reportgen.spec.writing import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANY: Final = object()
"""The value where a use has no such layer: any would do."""
_FACTORS: Final = (2, 3, 4, 6, 8, 16, 32, 64)
_OTHER_NAMES: Final = {"filters": "width", "units": "width"}
"""What a second argument for the same option is called."""
_TAKEN: Final = frozenset({"channels", "input"})

Row = tuple[object, ...]
"""One value for each use of a pattern."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a pattern."""

    name: str
    row: Row
    default: object
    """``None`` where every use must give it."""


class Arguments:
    """The arguments of one pattern, found as its values are written."""

    def __init__(self, channels: Row) -> None:
        self.channels = channels
        self.rows: dict[str, Row] = {}

    def formula(self, option: str, word: str, row: Row) -> Formula:
        """Write a row of values: by an argument or the channels if one gives it, else by a new argument."""
        for text, known in self._known(row):
            if _fits(row, known):
                return Formula(text)
        name = self._name(option, word)
        self.rows[name] = filled(row)
        return Formula(f"${name}")

    def condition(self, present: Sequence[bool], filters: Formula | int | None) -> str:
        """Write when a shortcut is there: where it has something to change; by an argument of its own if need be."""
        for text, row in self._conditions(filters):
            if row == tuple(present):
                return f"${{{text}}}"
        name = self._name("project", "")
        self.rows[name] = tuple(present)
        return f"${name}"

    def made(self) -> tuple[Argument, ...]:
        """Give all arguments: first those that must be given, then those that most uses leave out."""
        found = [Argument(name, row, _default(row) if at else None) for at, (name, row) in enumerate(self.rows.items())]
        return tuple(sorted(found, key=lambda argument: argument.default is not None))

    def value(self, formula: Formula | int) -> Row:
        """Give the values of a formula that was written here, or of a constant."""
        if isinstance(formula, int):
            return (formula,) * len(self.channels)
        return next(row for text, row in self._known(None) if text == formula.text)

    def _known(self, row: Row | None) -> Iterator[tuple[str, Row]]:
        """Give what can be written without another argument, the plainest first; ``row`` only saves work."""
        bases = {**self.rows, "channels": self.channels}
        yield from ((f"${name}", known) for name, known in bases.items())
        if row is not None and not all(value is ANY or _whole(value) for value in row):
            return
        for name, known in bases.items():
            if all(map(_whole, known)):
                yield from _multiples(name, known)

    def _conditions(self, filters: Formula | int | None) -> Iterator[tuple[str, Row]]:
        strides = self.rows.get("stride")
        moved = tuple(value != 1 for value in strides) if strides else None
        if filters is not None:
            text = filters.text.strip("${}") if isinstance(filters, Formula) else str(filters)
            changed = tuple(one != other for one, other in zip(self.channels, self.value(filters), strict=True))
            if text != "channels":
                yield f"channels != {text}", changed
            if moved:
                both = tuple(one or other for one, other in zip(moved, changed, strict=True))
                yield f"stride != 1 or channels != {text}", both
        if moved:
            yield "stride != 1", moved

    def _name(self, option: str, word: str) -> str:
        names = (option, _OTHER_NAMES.get(option, f"{word}_{option}"), *(f"{option}_{n}" for n in range(3, 99)))
        return next(name for name in names if name not in self.rows and name not in _TAKEN)


def filled(row: Row) -> Row:
    """Give a row in which uses that would take any value have the commonest."""
    common = _commonest(row)
    return tuple(common if value is ANY else value for value in row)


def _default(row: Row) -> object:
    """Give the value that more than half of the uses have; ``None`` where there is none, or nothing to save."""
    common = _commonest(row)
    count = sum(value == common and isinstance(value, bool) == isinstance(common, bool) for value in row)
    return common if 2 * count > len(row) else None


def _commonest(row: Row) -> object:
    shown = {written(value): value for value in row if value is not ANY}
    ((text, _),) = Counter(written(value) for value in row if value is not ANY).most_common(1)
    return shown[text]


def _fits(row: Row, known: Row) -> bool:
    return all(
        value is ANY or (value == other and isinstance(value, bool) == isinstance(other, bool))
        for value, other in zip(row, known, strict=True)
    )


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _multiples(name: str, known: Row) -> Iterator[tuple[str, Row]]:
    numbers = [value for value in known if isinstance(value, int)]
    for factor in _FACTORS:
        yield f"${{{factor} * {name}}}", tuple(value * factor for value in numbers)
        yield f"${{{name} // {factor}}}", tuple(value // factor for value in numbers)
