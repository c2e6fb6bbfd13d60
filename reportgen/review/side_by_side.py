"""A comparison of a few networks, as lines for a terminal and as a table on GitHub."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.review import words
from reportgen.review.markdown import cells
from reportgen.review.safe import code, prose
from reportgen.review.text import columns
from reportgen.tables.summary import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.review.several import Comparison, FigureRow, LayerRow, RowKind
    from reportgen.review.text import Line

BEST: Final = "*"
_ALIKE: Final[Mapping[RowKind, str]] = MappingProxyType(
    {"same": "alike", "affected": "alike, with another shape, cost or field"}
)
_LETTERS: Final = "ABCD"
_MOST_LAYERS: Final = 100
"""Layers that differ of which a table on GitHub tells."""
_LONGEST: Final = 20
"""Characters of a name that heads a column."""


def comparison_lines(comparison: Comparison) -> Iterator[Line]:
    """Write key figures, the best marked and differences from the first in percent, then layers that differ."""
    names = _labels(comparison)
    if names[0] == _LETTERS[0]:
        yield from ((f"{name}: {n.name} ({n.source})", "") for name, n in zip(names, comparison.networks, strict=True))
        yield "", ""
    head, *rows = columns([["", *names], *map(_figures, comparison.figures), ["Verdict", *_verdicts(comparison)]])
    yield head, "bold"
    yield from ((row, "") for row in rows)
    yield f"{BEST} the best of those that differ; percentages are from {names[0]}", ""
    yield "", ""
    for kind, run in groupby(comparison.layers, key=lambda row: row.kind):
        if kind == "different":
            yield from (line for row in run for line in _layers(names, row))
        else:
            yield f"{plural(len(list(run)), 'layer')} {_ALIKE[kind]}", "dim"


def _labels(comparison: Comparison) -> list[str]:
    """Give what heads each column: the network's name, or a letter where names are long, or alike."""
    names = [network.name for network in comparison.networks]
    short = len(set(names)) == len(names) and max(map(len, names)) <= _LONGEST
    return names if short else list(_LETTERS[: len(names)])


def _figures(row: FigureRow) -> list[str]:
    cells = [
        " ".join(filter(None, (BEST if place in row.best else "", words.amount(row.total, value), _share(percent))))
        for place, (value, percent) in enumerate(zip(row.values, row.percents, strict=True))
    ]
    return [row.total.title, *cells]


def _share(percent: float | None) -> str:
    return f"({words.signed_percent(percent)})" if percent else ""


def _verdicts(comparison: Comparison) -> list[str]:
    return [words.passed(network.verdict.passes) for network in comparison.networks]


def _layers(names: list[str], row: LayerRow) -> Iterator[Line]:
    yield row.any.id, "bold"
    width = max(map(len, names))
    for name, layer in zip(names, row.layers, strict=True):
        told = f"{words.written(layer)}: {words.amounts_to(layer)}" if layer else "-"
        yield f"  {name:<{width}}  {told}", ""


def comparison_table(comparison: Comparison) -> str:
    """Write key figures and the layers that differ as GitHub's Markdown, in which no name does anything."""
    names = [code(network.name) for network in comparison.networks]
    figures = [[row.total.title, *_marked(row)] for row in comparison.figures]
    parts = [
        "\n".join(
            map(cells, [["", *names], ["---", *["---:"] * len(names)], *figures, ["Verdict", *_verdicts(comparison)]])
        ),
        f"**bold**: the best of those that differ; percentages are from {names[0]}",
    ]
    differing = [row for row in comparison.layers if row.kind == "different"]
    if differing:
        heads = [["Layer", *names], ["---"] * (1 + len(names))]
        parts.append("\n".join(map(cells, [*heads, *map(_told, differing[:_MOST_LAYERS])])))
    if len(differing) > _MOST_LAYERS:
        parts.append(f"and {plural(len(differing) - _MOST_LAYERS, 'layer')} more that differ")
    return "\n\n".join(parts) + "\n"


def _marked(row: FigureRow) -> Iterator[str]:
    for place, (value, percent) in enumerate(zip(row.values, row.percents, strict=True)):
        told = words.amount(row.total, value)
        yield " ".join(filter(None, (f"**{told}**" if place in row.best else told, _share(percent))))


def _told(row: LayerRow) -> Sequence[str]:
    return [
        code(row.any.id),
        *(prose(words.written(one)) + f": {words.amounts_to(one)}" if one else "" for one in row.layers),
    ]
