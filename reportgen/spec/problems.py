"""Gathers everything that is wrong in one file, so that it is told at once."""

from __future__ import annotations

from reportgen.errors import Mark, Problem, ReportgenError

EXCERPT = 200
"""Characters of a line that an error shows."""


class Problems:
    """The problems of one file so far; the only value of the reader that grows."""

    def __init__(self, text: str = "") -> None:
        self._lines = text.split("\n") if text else []
        self._found: dict[Problem, None] = {}

    def add(self, name: str, message: str, mark: Mark) -> None:
        """Note a problem once, with the line that it is about."""
        line = self._lines[mark.line - 1] if 0 < mark.line <= len(self._lines) else ""
        shown = "".join(c if c.isprintable() else " " for c in line[:EXCERPT])
        self._found[Problem(name, message, mark, shown.rstrip())] = None

    def __len__(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raise ``ReportgenError`` with all that was found, if anything was."""
        if self._found:
            raise ReportgenError(self._found)
