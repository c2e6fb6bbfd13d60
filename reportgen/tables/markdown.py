"""Tables as GitHub's Markdown, in which no text of a file works as Markdown or HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.tables.layers import layer_table
from reportgen.tables.nolearn import nolearn_table
from reportgen.tables.summary import NOLEARN, findings_head, findings_tail, sentence, title, totals, worst
from reportgen.tables.table import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.report import NetworkReport
    from reportgen.tables.summary import Convention
    from reportgen.tables.table import Table

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|~&!@^$]")


def markdown(network: NetworkReport, convention: Convention) -> str:
    """Write one network as a section: its totals, its table, the legend; verdict and findings if exact."""
    exact = convention == "exact"
    parts = [
        f"## {escaped(title(network))}",
        *[escaped(totals(network))] * exact,
        "\n".join(_table(layer_table(network) if exact else nolearn_table(network))),
        escaped(LEGEND),
        *(_review(network) if exact else [escaped(NOLEARN)]),
    ]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is, in one line."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


def _table(table: Table) -> Iterator[str]:
    yield _row([*table.heads, "flag"])
    yield _row(["---", *["---:"] * len(table.heads[1:]), "---"])
    for row in table.rows:
        name, *numbers = row.cells
        yield _row([_code(name), *numbers, row.flag or ""])


def _code(name: str) -> str:
    """Write a name as code in one line; one that could end the code, or the cell, as text."""
    return escaped(name) if re.search("[`|]", name) else f"`{' '.join(name.split())}`"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _review(network: NetworkReport) -> Iterator[str]:
    yield escaped(network.verdict.text)
    yield escaped(findings_head(network))
    if found := worst(network):
        yield "\n".join(f"- {escaped(sentence(finding))}" for finding in found)
    if tail := findings_tail(network):
        yield escaped(tail)
