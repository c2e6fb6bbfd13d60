"""A figure in a table that can be sorted."""

from __future__ import annotations

from reportgen.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure, and what a table sorts it by."""

    text: str
    key: str
    tone: str = ""
    """The flag that it deserves; empty where it has none."""
