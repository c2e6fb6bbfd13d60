"""Tables in a terminal, with nolearn's colours; as plain lines of any length where no terminal reads them."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from reportgen.errors import printable
from reportgen.tables.layers import layer_table
from reportgen.tables.nolearn import nolearn_table
from reportgen.tables.summary import NOLEARN, findings_head, findings_tail, sentence, title, totals, worst
from reportgen.tables.table import LEGEND, MEANINGS, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from reportgen.report import NetworkReport
    from reportgen.tables.summary import Convention

_ENDLESS: Final = 1_000_000
"""Columns of what is no terminal: nothing is folded for a file or a pipe."""
_GAP: Final = " "
_NARROWEST: Final = 20
"""Characters of a name that stand in one line even where the terminal is too narrow for the table."""


class _Console(Console):
    """A console that leaves it to the command what a closed pipe means."""

    def on_broken_pipe(self) -> None:
        """Let the error through; rich would end the program with 1."""
        raise BrokenPipeError


def open_console(file: TextIO) -> Console:
    """Give the console that prints to a file: as wide as its terminal, or endless where it is none."""
    width, height = (None, None) if file.isatty() else (_ENDLESS, 1)
    return _Console(file=file, width=width, height=height, highlight=False, markup=False, emoji=False)


def print_lines(lines: Iterable[tuple[str, str]], file: TextIO) -> None:
    """Print lines, each in its style; none is folded, or does anything to a terminal or a log."""
    console = open_console(file)
    for line, style in lines:
        console.print(Text(printable(line), style), soft_wrap=True)


def print_network(network: NetworkReport, convention: Convention, console: Console) -> None:
    """Print one network: its totals, its table, the legend; in the exact convention verdict and findings too."""
    console.print(Text(_wrapped(f"# {title(network)}", console), "bold"))
    if convention == "exact":
        console.print(_wrapped(totals(network), console))
    console.print()
    _print_table(layer_table(network) if convention == "exact" else nolearn_table(network), console)
    console.print()
    console.print(_legend(console))
    if convention == "nolearn":
        console.print(_wrapped(NOLEARN, console))
        return
    console.print()
    for line in _review(network):
        console.print(_wrapped(line, console))


def _wrapped(line: str, console: Console) -> str:
    """Break a line between words; an indented one stays indented."""
    indent = " " * (2 * (len(line) - len(line.lstrip())))
    return textwrap.fill(line, console.width, subsequent_indent=indent, break_on_hyphens=False)


def _legend(console: Console) -> Text:
    legend = Text(_wrapped(LEGEND, console))
    for flag in MEANINGS:
        legend.highlight_words([f"{flag}:"], style=flag)
    return legend


def _review(network: NetworkReport) -> Iterator[str]:
    yield network.verdict.text
    yield findings_head(network)
    yield from (f"  {sentence(finding)}" for finding in worst(network))
    if tail := findings_tail(network):
        yield f"  {tail}"


def _print_table(table: Table, console: Console) -> None:
    table = Table(table.heads, tuple(Row((printable(row.cells[0]), *row.cells[1:]), row.flag) for row in table.rows))
    # A colour that nobody sees becomes a word.
    if console.no_color or console.color_system is None:
        table = _worded(table)
    widths = [max(map(len, column)) for column in zip(table.heads, *(row.cells for row in table.rows), strict=True)]
    beside = sum(widths[1:]) + len(_GAP) * len(widths[1:])
    width = min(widths[0], max(console.width - beside, _NARROWEST))
    console.print(_line(table.heads, widths[1:], table.heads[0].ljust(width), "bold"), soft_wrap=True)
    for row in table.rows:
        *folded, last = _folded(row.cells[0], width)
        for name in folded:
            console.print(Text(name, style=row.flag or ""), soft_wrap=True)
        console.print(_line(row.cells, widths[1:], last.ljust(width), row.flag or ""), soft_wrap=True)


def _line(cells: Sequence[str], widths: Sequence[int], name: str, style: str) -> Text:
    numbers = "".join(f"{_GAP}{cell:>{width}}" for cell, width in zip(cells[1:], widths, strict=True))
    line = Text.assemble((name, style), (numbers, style if style == "bold" else ""))
    line.rstrip()
    return line


def _worded(table: Table) -> Table:
    if not any(row.flag for row in table.rows):
        return table
    rows = tuple(Row((*row.cells, row.flag or ""), row.flag) for row in table.rows)
    return Table((*table.heads, "flag"), rows)


def _folded(name: str, width: int) -> list[str]:
    """Break a path that is too long behind its slashes."""
    lines: list[str] = []
    for part in re.split("(?<=/)", name):
        if lines and len(lines[-1]) + len(part) <= width:
            lines[-1] += part
        else:
            lines.append(f"  {part}" if lines else part)
    return [printable(line) for line in lines]
