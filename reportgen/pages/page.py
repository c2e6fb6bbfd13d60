"""What ``pages`` gives: small Markdown with slots that are filled late, and files beside it."""

from __future__ import annotations

import re
from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SLOT = re.compile(r"<!-- slot: ([a-z0-9-]+) -->")
"""A marker on a line of its own; tables and charts take its place after Markdown and search have run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: Markdown that is quick to parse, and the HTML of its slots, made when asked for."""

    path: str
    """Path under the docs folder, ending in ``.md``, with ``/`` between parts."""
    title: str
    """Plain text."""
    markdown: str
    """Front matter, headings, prose and slot markers."""
    slots: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    """HTML of each slot by its name, without blank lines."""
    listed: bool = True
    """Whether it stands in the navigation; network pages are reached from tables instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A slot that takes long to make, and of which most edits leave all that it is made of as it was."""

    key: Callable[[], str]
    """Gives the digest of that, the code apart."""
    make: Callable[[], str]

    def __call__(self) -> str:
        """Make it."""
        return self.make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One of the pieces that a long file is put together of."""

    key: str = ""
    """Digest of all that it is made of, the code included; empty where nobody worked it out."""
    make: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file that pages refer to: a chart, a style sheet, a script, JSON."""

    path: str
    """Path under the docs folder, with ``/`` between parts."""
    content: Callable[[], bytes]
    on_demand: bool = False
    """Whether it is a style sheet or a script that a page asks for, rather than one that every page loads."""
    key: Callable[[], str] | None = None
    """Gives the digest of all that it is made of, the code apart, where that is sooner had than the file itself."""
    pieces: Callable[[], Iterable[Piece]] | None = None
    """Gives the pieces that its content is put together of, where most of a long file outlasts an edit."""


class Turn(IntEnum):
    """When a server makes what an edit changes: what one turn has made is shown before the next one begins."""

    OWN = 0
    """What tells of one network, rather than of many beside each other."""
    ALL = 1
    """Where readers look first for what becomes of all networks."""
    LAST = 2
    """Whatever else tells of many networks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages and files that are made of the same things, and so together or not at all."""

    about: str
    """What they are about: the path of a file, or the name of a chapter."""
    key: str = ""
    """Digest of all that they are made of, the code apart; empty where nobody worked it out."""
    make: Callable[[], Iterable[Page | Asset]]
    alone: bool = False
    """Whether it holds all that it is made of, and little else: then another process can make it."""
    turn: Turn = Turn.LAST
    """When a server makes it anew."""


def fill(text: str, slots: Mapping[str, Callable[[], str]]) -> str:
    """Put each slot's HTML where its marker stands."""
    return SLOT.sub(lambda found: slots[found[1]](), text)
