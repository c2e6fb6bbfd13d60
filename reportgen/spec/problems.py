"""Gathers everything that is wrong in one file, so that it is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.errors import Problem
from reportgen.spec.text import Excerpts

if TYPE_CHECKING:
    from reportgen.errors import Mark


class Problems:
    """The problems of one file so far; the only value of the reader that grows."""

    def __init__(self, text: str, file: str) -> None:
        self._excerpts = Excerpts(text, file)
        self._found: dict[Problem, None] = {}

    def add(self, name: str, message: str, mark: Mark) -> None:
        """Note a problem, once."""
        self._found[Problem(name, message, mark)] = None

    def __len__(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raise ``ReportgenError`` with all that was found, each with its line, if anything was."""
        if self._found:
            raise self._excerpts.error(self._found)
