"""Where each key of a TOML text stands, since the parser of the standard library tells no places."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LONGEST: Final = 200
"""Lines of one statement: to look for the end of a longer one takes long, and what follows it has no place."""
_DEEPEST: Final = 20
"""Tables within tables that any setting needs, and many more."""
Path = tuple[str, ...]
"""Keys that lead to a value, from the top of the file."""


def lines_of(text: str) -> Mapping[Path, int]:
    """Give the line of every table and key of a valid TOML text, 1 for the first.

    A statement of TOML is a whole small text of TOML itself, so each is parsed alone, behind its table's name.
    """
    found: dict[Path, int] = {}
    table: Path = ()
    for line, first, held in _statements(text):
        opens = first.lstrip().startswith("[")
        paths = [(*(() if opens else table), *path) for path in _paths(held, ())]
        found |= {path: line for path in paths if path not in found}
        table = paths[-1] if opens else table
    return found


def _statements(text: str) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Walk the statements of a text: number and text of the first line of each, and what it says."""
    waiting: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        waiting.append(line)
        try:
            held = tomllib.loads("\n".join(waiting))
        except (ValueError, RecursionError):
            if len(waiting) > _LONGEST:
                return
            continue  # a list or a text that goes on
        yield number - len(waiting) + 1, waiting[0], held
        waiting = []


def _paths(held: Mapping[str, Any], before: Path) -> Iterator[Path]:
    for key, value in held.items():
        yield (*before, key)
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict) and len(before) < _DEEPEST:
            yield from _paths(inner, (*before, key))
