"""Names of a source as names of an architecture file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_UNFIT: Final = re.compile(r"[^A-Za-z0-9_.+/-]+")
_LONGEST: Final = Limits().name_length - 10
"""Characters of one part of a name; a number behind it finds room."""
INPUT: Final = "input"
"""What the first input is called in every file."""


def fitting(name: str) -> str:
    """Give a name in the letters that a file's names may have: ``/features/conv:0`` as ``features/conv_0``."""
    parts = (part.lstrip(".+-").rstrip("_")[:_LONGEST] for part in _UNFIT.sub("_", name).split("/"))
    return "/".join(part for part in parts if part)


def unlike(name: str, taken: Collection[str]) -> str:
    """Give a name that is not taken: itself, or itself with the first number that makes it so."""
    if name not in taken:
        return name
    return next(new for number in range(2, len(taken) + 3) if (new := f"{name}_{number}") not in taken)


def file_names(names: Iterable[str], other: str) -> dict[str, str]:
    """Give each of some names one of its own that a file may have; ``other`` where nothing of it is left."""
    given: dict[str, str] = {}
    taken = {INPUT}
    for name in names:
        given[name] = unlike(fitting(name) or other, taken)
        taken.add(given[name])
    return given
