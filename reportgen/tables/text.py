"""Tables in a terminal, with nolearn's colours; as plain lines of any length where no terminal reads them."""

from __future__ import annotations

import os
import re
import textwrap
from typing import TYPE_CHECKING, Final

import click

from reportgen.errors import printable
from reportgen.frozen import dataclass
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


_WEIGHTS: Final = ("bold", "dim")


@dataclass(frozen=True, slots=True)
class Screen:
    """What reads the lines."""

    file: TextIO
    width: int
    """Columns: those of the terminal, or endless where it is none."""
    coloured: bool
    """Whether colours can be seen and are wanted."""

    def print(self, lines: Iterable[str]) -> None:
        """Print lines, all at once."""
        click.echo("\n".join(lines), self.file, color=self.coloured)


def screen_of(file: TextIO) -> Screen:
    """Tell what reads a file; colours follow https://no-color.org and https://force-color.org."""
    terminal = file.isatty()
    wanted = terminal or bool(os.environ.get("FORCE_COLOR"))
    refused = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in {"dumb", "unknown"}
    return Screen(file, _columns() if terminal else _ENDLESS, wanted and not refused)


def _columns() -> int:
    import shutil  # noqa: PLC0415 - what is no terminal does without

    return shutil.get_terminal_size().columns


def print_lines(lines: Iterable[tuple[str, str]], file: TextIO) -> None:
    """Print lines, each in its style; none is folded, or does anything to a terminal or a log."""
    screen_of(file).print(_styled(printable(line), style) for line, style in lines)


def network_lines(network: NetworkReport, convention: Convention, screen: Screen) -> Iterator[str]:
    """Tell of one network: its totals, its table, the legend; in the exact convention verdict and findings too."""
    yield _styled(_wrapped(f"# {title(network)}", screen), "bold")
    if convention == "exact":
        yield _wrapped(totals(network), screen)
    yield ""
    yield from _table_lines(layer_table(network) if convention == "exact" else nolearn_table(network), screen)
    yield ""
    yield _legend(screen)
    if convention == "nolearn":
        yield _wrapped(NOLEARN, screen)
        return
    yield ""
    for line in _review(network):
        yield _wrapped(line, screen)


def _styled(text: str, style: str | None) -> str:
    """Give a text bold, dim, in a colour, or as it is."""
    if not style or not text:
        return text
    return click.style(text, **{style: True}) if style in _WEIGHTS else click.style(text, style)


def _wrapped(line: str, screen: Screen) -> str:
    """Break a line between words; an indented one stays indented."""
    indent = " " * (2 * (len(line) - len(line.lstrip())))
    return textwrap.fill(line, screen.width, subsequent_indent=indent, break_on_hyphens=False)


def _legend(screen: Screen) -> str:
    return re.sub(
        "|".join(f"{flag}:" for flag in MEANINGS), lambda m: _styled(m[0], m[0][:-1]), _wrapped(LEGEND, screen)
    )


def _review(network: NetworkReport) -> Iterator[str]:
    yield network.verdict.text
    yield findings_head(network)
    yield from (f"  {sentence(finding)}" for finding in worst(network))
    if tail := findings_tail(network):
        yield f"  {tail}"


def _table_lines(table: Table, screen: Screen) -> Iterator[str]:
    table = Table(table.heads, tuple(Row((printable(row.cells[0]), *row.cells[1:]), row.flag) for row in table.rows))
    # A colour that nobody sees becomes a word.
    if not screen.coloured:
        table = _worded(table)
    widths = [max(map(len, column)) for column in zip(table.heads, *(row.cells for row in table.rows), strict=True)]
    beside = sum(widths[1:]) + len(_GAP) * len(widths[1:])
    width = min(widths[0], max(screen.width - beside, _NARROWEST))
    yield _styled(f"{table.heads[0]:{width}}{_numbers(table.heads, widths)}".rstrip(), "bold")
    for row in table.rows:
        *folded, last = _folded(row.cells[0], width)
        yield from (_styled(name, row.flag) for name in folded)
        yield f"{_styled(last.ljust(width), row.flag)}{_numbers(row.cells, widths)}".rstrip()


def _numbers(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(f"{_GAP}{cell:>{width}}" for cell, width in zip(cells[1:], widths[1:], strict=True))


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
