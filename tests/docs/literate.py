"""The pages' code blocks, and what the comments before them say of them.

A comment on the line before a block marks it, and is not shown to readers:

- ``file: NAME``: the block is written to that file before later commands of the page run;
- ``refused: NAME``: a file that is refused; the next block is what is said of it;
- ``exit: N``: the commands end with that code instead of 0;
- ``not run: REASON``: the commands are not run by the tests.

A block of text or JSON right behind commands is their output; a line ``...`` in a text stands for any lines.
``pytest --update-golden`` writes what is really printed into the pages.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sites import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PAGES = (*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
OUTPUTS = ("text", "json")
"""Languages of blocks that show what is printed."""
_MARK = re.compile(r"<!-- (file|refused|exit|not run): (.+) -->")
_FENCE = re.compile(r"```(\w*)")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of code."""

    page: Path
    line: int
    language: str
    text: str
    marks: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> tuple[Block, ...]:
    """Give the fenced blocks of a page, in order."""
    return tuple(_blocks(page))


def _blocks(page: Path) -> Iterator[Block]:
    lines = iter(enumerate(page.read_text().splitlines(), 1))
    marks: dict[str, str] = {}
    for number, line in lines:
        if mark := _MARK.fullmatch(line):
            marks[mark[1]] = mark[2]
        elif fence := _FENCE.fullmatch(line):
            yield Block(page, number, fence[1], _inside(lines), marks)
            marks = {}
        else:
            assert not line.startswith("```"), f"{page.name}:{number}: a fence that the tests cannot read"
            assert not marks, f"{page.name}:{number}: no block stands below the mark"


def _inside(lines: Iterator[tuple[int, str]]) -> str:
    """Take the lines up to the closing fence."""
    return "".join(f"{line}\n" for line in iter(lambda: next(lines)[1], "```"))


def shown_output(block: Block) -> Block | None:
    """Give what the block's page shows as its output now; ``None`` where it shows none."""
    page = blocks(block.page)
    place = next(place for place, one in enumerate(page) if (one.text, one.marks) == (block.text, block.marks))
    behind = page[place + 1 :]
    return behind[0] if behind and behind[0].language in OUTPUTS else None


def show_instead(shown: Block, printed: str) -> None:
    """Write what is really printed into the page, in the place of what it shows."""
    text = _compact(printed) if shown.language == "json" else printed
    lines = shown.page.read_text().splitlines()
    lines[shown.line : shown.line + shown.text.count("\n")] = (line.rstrip() for line in text.splitlines())
    shown.page.write_text("".join(f"{line}\n" for line in lines))


def _compact(text: str) -> str:
    """Put the innermost lists and objects of indented JSON on one line each, where they are short."""
    short = re.compile(r"([\[{])\n\s+([^\[\]{}]{1,100}?)\s+([\]}])")
    return short.sub(lambda found: found[1] + re.sub(r"\n\s+", " ", found[2]) + found[3], text)


def same(shown: Block, printed: str) -> bool:
    """Compare what a page shows with what was printed."""
    if shown.language == "json":
        return bool(shown.text.strip()) and bool(json.loads(shown.text) == json.loads(printed))
    rows = shown.text.splitlines()
    lines = ("(?:.*\n)*?" if line == "..." else f"{re.escape(line.rstrip())}\n" for line in rows)
    return re.fullmatch("".join(lines), "".join(f"{line.rstrip()}\n" for line in printed.splitlines())) is not None


def whole_file(text: str) -> str:
    """Give an example as a file: a bare list is a list of layers, and what every file must hold is added."""
    if text.startswith("- "):
        text = f"layers:\n{text}"
    if not re.search(r"^inputs?:", text, re.MULTILINE):
        text += "input: [3, 64, 64]\n"
    return text if re.search(r"^layers:", text, re.MULTILINE) else f"{text}layers: [relu]\n"
