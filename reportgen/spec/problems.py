"""Gathers everything that is wrong in one file, so that it is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from reportgen.errors import Problem, shortened
from reportgen.spec.text import Excerpts

if TYPE_CHECKING:
    from reportgen.errors import Mark
    from reportgen.limits import Limits
    from reportgen.spec.nodes import Node


class Problems:
    """The problems of one file so far; the only value of the reader that grows."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.limits = limits
        """What the file may ask for; whoever notes problems goes by them."""
        self._excerpts = Excerpts(text, file)
        self._found: dict[Problem, None] = {}
        self.noted = 0
        """How often something was noted: it grows with what is wrong again in another variant, and is told but once."""

    def add(self, name: str, message: str, mark: Mark) -> None:
        """Note a problem, once; raise ``ReportgenError`` with all of them where they are as many as are told."""
        self._found[Problem(name, shortened(message), mark)] = None
        self.noted += 1
        if len(self._found) >= self.limits.problems:
            self.stop(too_many(mark, self.limits))

    def name(self, text: str, at: Node) -> None:
        """Note a name that is too long."""
        if len(text) > self.limits.name_length:
            what = f"a name has at most {self.limits.name_length} characters a part (name_length), not {len(text):,}"
            self.add("name-too-long", what, at.mark)

    def several(self, what: str, count: int, at: Node) -> None:
        """Note that there are too many of something."""
        if count > self.limits.entries:
            message = f"{what} has at most {self.limits.entries} entries (entries), not {count:,}"
            self.add("too-many-entries", message, at.mark)

    def text(self, what: str, text: str, at: Node) -> None:
        """Note a text that is too long."""
        if len(text) > self.limits.text_length:
            most = self.limits.text_length
            message = f"{what} has at most {most:,} characters (text_length), not {len(text):,}"
            self.add("text-too-long", message, at.mark)

    def stop(self, *last: Problem) -> NoReturn:
        """Raise ``ReportgenError`` with what was found, and a last problem that ends the reading."""
        raise self._excerpts.error([*self._found, *last])

    def __len__(self) -> int:
        return len(self._found)

    def raise_any(self) -> None:
        """Raise ``ReportgenError`` with all that was found, each with its line, if anything was."""
        if self._found:
            self.stop()


def too_many(mark: Mark, limits: Limits) -> Problem:
    """Say that the reading stops here."""
    most = limits.problems
    message = f"no more than {most} problem{'s' * (most != 1)} of a file are told (problems); mend these for the others"
    return Problem("too-many-problems", message, mark)
