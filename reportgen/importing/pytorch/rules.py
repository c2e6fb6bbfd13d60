"""How operators of ATen are read: the rows of the table in the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.importing.pytorch.builder import Builder
    from reportgen.importing.pytorch.exported import Call


class Rule(NamedTuple):
    """Operators that are read alike."""

    names: tuple[str, ...]
    """Their names without namespace and overload; the twin that works in place is read as they are."""
    read: Callable[[Builder, Call], None]
    """Adds to a program what a call does."""
    becomes: tuple[str, ...]
    """Words of ours; none where no layer is made."""
    says: str
    """When, in a sentence."""
