"""The one error that a user can cause, and the positions it carries."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_WORD: Final = 80
_MOST_WORDS: Final = 1_000
_MOST_LISTED: Final = 60
_LONGEST_MESSAGE: Final = 2_000


_COMMAND: Final = re.compile(r"^(\s*)([:#])(?=:|#\w*\[)")
"""How a line begins that GitHub's log (``::error::``) or Azure's (``##vso[``) takes for a command."""


class Mark(NamedTuple):
    """A place in a file, as an editor counts it.

    A file has thousands: a named tuple is made in a third of the time of a frozen dataclass.
    """

    file: str
    """Path as the user gave it."""
    line: int = 0
    """1 is the first line; 0 means the file as a whole."""
    column: int = 0
    """1 is the first character; 0 means the whole line."""
    length: int = 1
    """Characters that the caret underlines."""

    def __str__(self) -> str:
        """Give ``file:line:col``, as far as it is known."""
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it."""

    name: str
    """Kebab-case kind of problem, such as ``unknown-option``."""
    message: str
    """What is wrong and what to do, in one sentence without a full stop."""
    mark: Mark
    excerpt: str = ""
    """The line of the file that it is about; empty where there is none."""

    def __str__(self) -> str:
        """Give the one-line form: ``file:line:col: name: message``."""
        return printable(f"{self.mark}: {self.name}: {self.message}")

    def explained(self) -> str:
        """Give the one-line form, the line of the file below it and a caret under the place."""
        if not self.excerpt:
            return str(self)
        number = f"{self.mark.line:>5} | "
        start = max(self.mark.column - 1, 0)
        length = max(1, min(self.mark.length, len(self.excerpt) - start))
        return f"{self}\n{number}{self.excerpt}\n{' ' * (len(number) + start)}{'^' * length}"


class ReportgenError(Exception):
    """What a user did wrong: every problem found, in order of place.

    Raised once for a file, with all that is wrong in it. Whoever catches it prints the problems and
    ends with exit code 2; any other exception is a defect of ours and keeps its traceback.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.mark.file, p.mark.line, p.mark.column)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word that a misspelt one comes nearest to; empty where none is near.

    A long word is no slip of the hand, and of very many known words only the first are looked at: it takes long.
    """
    if len(word) > _LONGEST_WORD:
        return ""
    candidates = [one for one in islice(known, _MOST_WORDS) if len(one) <= _LONGEST_WORD]
    import difflib  # noqa: PLC0415 - what is spelt rightly does without

    return next(iter(difflib.get_close_matches(word, candidates, n=1, cutoff=0.6)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give ``; did you mean 'x'?`` for the nearest known word, or nothing."""
    near = nearest(word, known)
    return f"; did you mean '{near}'?" if near else ""


def listed(words: Iterable[str]) -> str:
    """Give known words as an error lists them: a stranger's file may have made very many."""
    first, rest = (known := list(words))[:_MOST_LISTED], known[_MOST_LISTED:]
    return ", ".join(first) + (f" and {len(rest):,} more" if rest else "")


def shortened(message: str) -> str:
    """Give a message without its middle where a file's own words make it very long."""
    if len(message) <= _LONGEST_MESSAGE:
        return message
    half = _LONGEST_MESSAGE // 2
    return f"{message[:half]} ... {message[-half:]}"


def printable(text: str) -> str:
    """Give a text as one line that does nothing to a terminal, and nothing in the log of a CI.

    What cannot be seen is shown by its code, and so is the first character of what such a log would take for a command.
    """
    line = text if text.isprintable() else "".join(map(_visible, text))
    return _COMMAND.sub(lambda found: f"{found[1]}\\x{ord(found[2]):02x}", line)


def _visible(character: str) -> str:
    seen = character.isprintable() or unicodedata.category(character) == "Zs"
    return character if seen else character.encode("unicode_escape").decode()
