"""From bytes to text that can be shown: encoding, control characters, and the lines that errors quote."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.limits import Limits

_BREAK = re.compile("\r\n|[\n\r]")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, halves of characters, and the marks that make a text read in another order than it stands.

Next line (U+0085) and the separators U+2028 and U+2029 are among them: YAML 1.1 ends a line there, YAML 1.2 does not.
"""
_ASCII = bytes(range(0x20, 0x7F)) + b"\t\n\r"
"""All that is fit of what takes one byte."""
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_EXCERPT_LENGTH = 200
_QUOTE_LENGTH = 60


def decode(data: bytes, file: str, limits: Limits) -> str:
    """Give the text of a file's bytes: UTF-8, with or without a byte order mark.

    Raises:
        ReportgenError: The file is larger than ``limits.file_bytes``, or is not UTF-8.

    """
    if len(data) > limits.file_bytes:
        message = f"the file has more than {limits.file_bytes:,} bytes (file_bytes); split it, or use blocks and repeat"
        raise ReportgenError([Problem("file-too-large", message, Mark(file))])
    if data.startswith(_WIDE_BOMS) or b"\0" in data[:2]:
        raise ReportgenError([Problem("not-utf-8", "the file looks like UTF-16; save it as UTF-8", Mark(file))])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        line, column = _place(before, len(before))
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8; save the file as UTF-8"
        problem = Problem("not-utf-8", message, Mark(file, line, column))
        raise Excerpts(error.object.decode(errors="replace"), file).error([problem]) from None


def refuse_unfit_characters(text: str, file: str) -> None:
    """Raise for the first character that has no place in a file that people read.

    Raises:
        ReportgenError: A control character other than tab and line ends, a mark that turns the direction of
            text, a byte order mark past the start, or half a surrogate pair.

    """
    if found := _first_unfit(text):
        mark = Mark(file, *_place(text, found.start()))
        raise Excerpts(text, file).error([_unfit(found[0], mark)])


def unfit_character(text: str, mark: Mark) -> Problem | None:
    """Say that the first character that has no place in a text must go; None where there is none."""
    found = _first_unfit(text)
    return _unfit(found[0], mark) if found else None


def _first_unfit(text: str) -> re.Match[str] | None:
    # Most texts hold nothing but what can be printed, which is told in a fifth of the time, of ASCII in a fiftieth.
    if text.isascii() and not text.encode().translate(None, _ASCII):
        return None
    return None if text.replace("\n", " ").isprintable() else _UNFIT.search(text)


def _unfit(character: str, mark: Mark) -> Problem:
    message = f"the character U+{ord(character):04X} cannot be seen and has no place here; remove it"
    return Problem("control-character", message, mark)


def quoted(text: str) -> str:
    """Give a user's text in single quotes, short and printable, as an error shows it."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in text[: _QUOTE_LENGTH + 1])
    return f"'{shown[:_QUOTE_LENGTH]}...'" if len(shown) > _QUOTE_LENGTH else f"'{shown}'"


def length_on_line(text: str, index: int, end: int) -> int:
    """Count the characters from an index to another, or to the end of its line where that comes first."""
    found = _BREAK.search(text, index, end)
    return (found.start() if found else end) - index


class Position(Protocol):
    """A place in a text, counted from 0, as libyaml tells it."""

    @property
    def index(self) -> int:
        """Characters before it."""

    @property
    def line(self) -> int:
        """Lines before its own."""

    @property
    def column(self) -> int:
        """Characters before it on its line."""


@dataclass(frozen=True, slots=True)
class Excerpts:
    """The text of one file, for errors to quote the line that they are about."""

    text: str
    file: str
    """Path as it stands in the marks."""

    def lines(self) -> list[str]:
        """Give the lines without their ends, as marks count them."""
        return _BREAK.split(self.text)

    def mark(self, start: Position, end: int) -> Mark:
        """Give the place of what stands from a position to an index; of several lines only what is on the first."""
        length = length_on_line(self.text, start.index, end)
        return Mark(self.file, start.line + 1, start.column + 1, length or 1)

    def quote(self, problems: Iterable[Problem]) -> list[Problem]:
        """Give each problem of this file the line it is about; leave the others as they are."""
        lines = self.lines()
        return [self._quoted(problem, lines) for problem in problems]

    def error(self, problems: Iterable[Problem]) -> ReportgenError:
        """Give the error to raise for a file's problems, each with its line."""
        return ReportgenError(self.quote(problems))

    def _quoted(self, problem: Problem, lines: list[str]) -> Problem:
        mark = problem.mark
        # Past the end of what is quoted a caret would point at nothing.
        if mark.file != self.file or not 1 <= mark.line <= len(lines) or mark.column > _EXCERPT_LENGTH:
            return problem
        line = lines[mark.line - 1][:_EXCERPT_LENGTH]
        printable = "".join(c if c.isprintable() else " " if c == "\t" else "\ufffd" for c in line)
        return replace(problem, excerpt=printable)


def _place(text: str, index: int) -> tuple[int, int]:
    """Give line and column, from 1, of an index into a text."""
    lines = _BREAK.split(text[:index])
    return len(lines), len(lines[-1]) + 1
