"""Answers to what YAML's parser refuses, in words that say what to write instead.

libyaml says where it gave up and what it hoped for; the slip itself often stands a line above. Each rule here
knows one slip. The first that recognises its own gives the answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.errors import Mark, Problem
from reportgen.frozen import dataclass
from reportgen.spec.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml import MarkedYAMLError

# Possessive, so that a hostile line is looked at once and not once for every way to cut it.
_WORD_ALONE = re.compile(r"[ ]*+(?>(?:- ++)*)(?P<word>[A-Za-z_][\w-]*)[ ]*(?:#.*)?")
_NO_SPACE = re.compile(r"[ ]*+(?>(?:- ++)*)(?P<entry>(?P<word>[A-Za-z_][\w-]*):(?P<value>[^\s:/][^\s,{}]*))")
_ENTRY = re.compile(r"[ ]*+(?>(?:- ++)*)[^\s#:][^:]*+:[ ]++(?P<value>[^\s#])")
_EXPRESSION = re.compile(r"\$(?:[A-Za-z_]\w*)?(?P<bracket>\{[^}]*+\}?|\[[^\]]*+\]?)")


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and why the parser gave up."""

    lines: tuple[str, ...]
    file: str
    doing: str
    """What libyaml was at, in its words."""
    complaint: str
    """What it says of that."""
    line: int
    """Index of the line where it gave up."""
    column: int
    """Index of the character there."""
    began_line: int
    """Index of the line where what it was reading began; the same as ``line`` where it does not say."""
    began_column: int

    def text(self, line: int) -> str:
        """Give a line by index, empty past the end."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def character(self) -> str:
        """Give the character where the parser gave up, empty at the end of a line."""
        return self.text(self.line)[self.column : self.column + 1]

    def starts_line(self) -> bool:
        """Tell whether only blanks stand before it."""
        return not self.text(self.line)[: self.column].strip(" ")

    def above(self) -> int:
        """Give the index of the nearest line above with anything but a comment on it; -1 if there is none."""
        lines = (n for n in range(min(self.line, len(self.lines)) - 1, -1, -1))
        return next((n for n in lines if self.lines[n].strip() and not self.lines[n].lstrip().startswith("#")), -1)

    def problem(self, name: str, message: str, place: tuple[int, int, int] | None = None) -> Problem:
        """Give a problem at (line, column, length), by index; without a place, where the parser gave up."""
        line, column, length = place or (self.line, self.column, 1)
        return Problem(name, message, Mark(self.file, line + 1, column + 1, max(length, 1)))


def syntax_problem(error: MarkedYAMLError, lines: list[str], file: str) -> Problem:
    """Say what is wrong, where, and what to write instead, after the parser gave up."""
    end, start = error.problem_mark, error.context_mark
    line, column = (end.line, end.column) if end else (0, 0)
    began_line, began_column = (start.line, start.column) if start else (line, column)
    said = error.context or "", error.problem or ""
    scene = Scene(tuple(lines), file, *said, line, column, began_line, began_column)
    return next(problem for rule in _RULES if (problem := rule(scene)))


def _tab(scene: Scene) -> Problem | None:
    """``<tab>kernel: 3``."""
    indent = re.match(r"\s*", scene.text(scene.line))
    tab = indent[0].find("\t") if indent else -1
    if tab < 0:
        return None
    message = "lines are indented with spaces only; replace this tab by two spaces for each level"
    return scene.problem("tab", message, (scene.line, tab, 1))


def _unquoted_expression(scene: Scene) -> Problem | None:
    """``{filters: ${a}}``: a brace inside braces ends the word ``$``."""
    for found in _EXPRESSION.finditer(scene.text(scene.line)):
        if found.start("bracket") == scene.column:
            inner = found[0][1:].removeprefix("{").removesuffix("}")
            message = f"inside {{ }} and [ ] an expression needs quotes; write {quoted(f'${{{inner}}}')}"
            return scene.problem("unquoted-expression", message, (scene.line, found.start(), len(found[0])))
    return None


def _missing_space(scene: Scene) -> Problem | None:
    """``kernel:3`` on the line itself, or above it, where YAML took it for the start of a longer text."""
    if not _wants_key(scene):
        return None
    for line in (scene.line, scene.began_line, scene.above()):
        if found := _NO_SPACE.match(scene.text(line)):
            message = f"write `{found['word']}: {found['value']}`, with a space after the colon"
            place = (line, found.start("entry"), len(found["entry"]))
            return scene.problem("missing-space", message, place)
    return None


def _missing_colon(scene: Scene) -> Problem | None:
    """``- relu`` with ``repeat: 2`` under it."""
    above = scene.above()
    found = _WORD_ALONE.fullmatch(scene.text(above))
    if found is None or not (_wants_key(scene) or "expected '-'" in scene.complaint):
        return None
    under = scene.text(scene.line)
    if ":" not in under or _indent(under) <= _indent(found[0]):
        return None
    message = f"write `{found['word']}:` when something stands beside it or under it"
    return scene.problem("missing-colon", message, (above, found.start("word"), len(found["word"])))


def _word_without_value(scene: Scene) -> Problem | None:
    """A line such as ``family`` among ``key: value`` lines."""
    if scene.complaint != "could not find expected ':'":
        return None
    text = scene.text(scene.began_line)[scene.began_column :].rstrip()
    message = f"expected `key: value`; write a colon and a value after {quoted(text)}"
    return scene.problem("missing-colon", message, (scene.began_line, scene.began_column, len(text)))


def _colon_in_text(scene: Scene) -> Problem | None:
    """``summary: Deep: really deep``, or a key deeper than a finished value."""
    if not scene.complaint.startswith("mapping values"):
        return None
    entry = _ENTRY.match(scene.text(scene.line))
    if entry and entry.start("value") < scene.column:
        message = "this colon would start another value; put the whole text in quotes"
        return scene.problem("unquoted-text", message)
    message = "this line stands deeper than the one above, which has its value; indent both alike"
    return scene.problem("indentation", message, _whole_line(scene))


def _quote_needed(scene: Scene) -> Problem | None:
    """``owner: @vision``."""
    if "cannot start any token" in scene.complaint:
        message = f"a text that starts with {quoted(scene.character())} needs quotes"
        return scene.problem("unquoted-text", message)
    if "alphabetic or numeric" in scene.complaint:
        sign = scene.text(scene.began_line)[scene.began_column : scene.began_column + 1]
        message = f"{quoted(sign)} starts an anchor or an alias here; a text with it needs quotes"
        return scene.problem("unquoted-text", message, (scene.began_line, scene.began_column, 1))
    return None


def _unclosed(scene: Scene) -> Problem | None:
    """``[3, 224``, and quotes without an end."""
    began = (scene.began_line, scene.began_column, 1)
    sign = scene.text(scene.began_line)[scene.began_column : scene.began_column + 1]
    if "end of stream" in scene.complaint or "document indicator" in scene.complaint:
        return scene.problem("unclosed-quote", f"this {sign} has no partner; close the quotes", began)
    if not scene.complaint.startswith("did not find expected ','"):
        return None
    close = "]" if "]" in scene.complaint else "}"
    if scene.line == scene.began_line and scene.character():
        message = f"a ',' is missing before this, or the '{close}' for the '{sign}' of column {scene.began_column + 1}"
        return scene.problem("missing-comma", message)
    return scene.problem("unclosed-bracket", f"this '{sign}' is not closed; write '{close}' where it ends", began)


def _stray_sign(scene: Scene) -> Problem | None:
    """A bracket that closes nothing, or a colon with no word before it."""
    if "expected key" not in scene.complaint and "expected '-'" not in scene.complaint:
        return None
    if scene.character() in ("]", "}"):
        message = f"this '{scene.character()}' closes nothing; take it away, or quote the whole text"
        return scene.problem("stray-bracket", message)
    if scene.character() == ":":
        return scene.problem("not-a-key", "a key is a word, got nothing; write `word: value`")
    return None


def _misplaced(scene: Scene) -> Problem | None:
    """A line at a depth of its own, or something after a finished value."""
    if scene.complaint.startswith("block sequence entries") and not scene.starts_line():
        message = "a list starts on a line of its own; put this '-' on the next line, or write [a, b]"
        return scene.problem("indentation", message)
    if "expected key" not in scene.complaint and "expected '-'" not in scene.complaint:
        return None
    if not scene.starts_line():
        message = "nothing may follow a finished value; quote the whole text, or take this away"
        return scene.problem("unquoted-text", message)
    if scene.column == scene.began_column:
        message = f"a list and `key: value` lines cannot be mixed; line {scene.began_line + 1} began the other kind"
        return scene.problem("indentation", message, _whole_line(scene))
    message = (
        f"this line is indented by {scene.column}, unlike all it could belong to; "
        f"line {scene.began_line + 1} is indented by {scene.began_column}"
    )
    return scene.problem("indentation", message, _whole_line(scene))


def _no_value(scene: Scene) -> Problem | None:
    """``[1,,2]``, ``a: ]``, ``{stride:, kernel: 3}``."""
    if "unexpected ':'" in scene.complaint:
        message = "write a space or a value after this colon, or put the text in quotes"
        return scene.problem("missing-space", message)
    if "node content" not in scene.complaint:
        return None
    if scene.character():
        message = f"expected a value before {quoted(scene.character())}; a text that starts so needs quotes"
        return scene.problem("missing-value", message)
    message = "the file ends inside brackets; write the ']' or '}' that is missing"
    return scene.problem("unclosed-bracket", message, _whole_line(scene, scene.above()))


def _foreign(scene: Scene) -> Problem | None:
    """Tags, directives, further documents, text blocks, escapes."""
    if "tag" in scene.complaint or "tag" in scene.doing:
        return scene.problem("explicit-tag", "tags such as !name are not read; write the value alone, or quote it")
    if "document" in scene.complaint or "directive" in scene.doing:
        message = "a file holds one document without directives; take '---' and '%YAML' away"
        return scene.problem("several-documents", message)
    if "comment or line break" in scene.complaint:
        message = "the text starts on the line below '|' or '>'; nothing else may stand beside them"
        return scene.problem("unquoted-text", message)
    if "escape" in scene.complaint or "number" in scene.complaint:
        message = r"this is no escape in double quotes; write \\ for a backslash, or use single quotes"
        return scene.problem("bad-escape", message)
    return None


def _anything(scene: Scene) -> Problem:
    return scene.problem("syntax", f"not YAML ({scene.complaint}); check quotes and indentation")


def _wants_key(scene: Scene) -> bool:
    return scene.complaint.startswith(("mapping values", "could not find expected ':'"))


def _whole_line(scene: Scene, line: int | None = None) -> tuple[int, int, int]:
    line = scene.line if line is None else line
    text = scene.text(line)
    return line, _indent(text), len(text.strip())


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


_RULES: Final[tuple[Callable[[Scene], Problem | None], ...]] = (
    _tab,
    _unquoted_expression,
    _missing_space,
    _missing_colon,
    _word_without_value,
    _colon_in_text,
    _quote_needed,
    _unclosed,
    _stray_sign,
    _misplaced,
    _no_value,
    _foreign,
    _anything,
)
