"""What changed since a baseline, in words and formatted figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views import findings as found
from reportgen.pages.views.key_figures import definition
from reportgen.review import words
from reportgen.review.layers import EFFECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.pages.book import Book
    from reportgen.report import Finding, Severity
    from reportgen.review.catalogues import FileChange, Review
    from reportgen.review.key_figures import FigureChange
    from reportgen.review.layers import LayerChange
    from reportgen.review.networks import NetworkChange, Silenced

COLUMNS: Final = ("parameters", "macs", "peak_activation_bytes", "receptive_field", "capacity")
"""Key figures that get a column in the table of networks."""
EDITED: Final = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One key figure on both sides."""

    title: str
    href: str
    """Its definition."""
    before: str
    after: str
    change: str
    share: str
    judgement: str
    """``better`` or ``worse``; empty where neither can be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One network in the table of all."""

    name: str
    href: str
    """Its page of changes; that of the network where there is none; empty where it is no more."""
    became: str
    figures: tuple[Figure, ...]
    verdict: str
    findings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding that is new, or was fixed."""

    severity: Severity
    name: str
    href: str
    layer: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """One layer on both sides."""

    name: str
    former: str
    """What it was called, where that is another name."""
    kind: str
    edits: str
    effects: tuple[str, ...]
    """Shape, parameters, MACs and field; before and after where they differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One file that one side cannot read."""

    source: str
    became: str
    networks: str
    problems: tuple[str, ...]


def rows(book: Book, review: Review, page: str) -> tuple[Row, ...]:
    """Word every network that changed."""
    return tuple(
        Row(
            name=change.network.name,
            href=_leads_to(book, change, page),
            became=words.NETWORKS[change.kind],
            figures=tuple(figure for figure in figures(change, page) if figure.title in titles(change)),
            verdict=words.verdict(change),
            findings=words.findings(change) if change.before and change.after else "",
        )
        for change in review.networks
    )


def titles(change: NetworkChange) -> tuple[str, ...]:
    """Give the heads of the columns of figures."""
    return tuple(figure.total.title for figure in change.figures if figure.total.name in COLUMNS)


def _leads_to(book: Book, change: NetworkChange, page: str) -> str:
    if change.before and change.after:
        return addresses.link(addresses.change(change.after.id), page)
    there = change.after and any(network.id == change.after.id for network in book.networks)
    return addresses.link(addresses.network(change.network.id), page) if there else ""


def figures(change: NetworkChange, page: str) -> Iterator[Figure]:
    """Word all key figures."""
    for figure in change.figures:
        before, after = words.amounts(figure)
        yield Figure(
            title=figure.total.title,
            href=definition(figure.total.name, page),
            before=before if change.before else "",
            after=after if change.after else "",
            change=words.difference(figure) if figure.changed else "",
            share=words.share(figure) if figure.changed else "",
            judgement=_judgement(figure),
        )


def _judgement(figure: FigureChange) -> str:
    return {True: "better", False: "worse", None: ""}[figure.better]


def told(findings: Sequence[Finding], page: str) -> tuple[Told, ...]:
    """Word findings."""
    return tuple(
        Told(
            severity=finding.severity,
            name=finding.name,
            href=found.rule_link(finding.name, page),
            layer=finding.layer or "",
            text=finding.message,
        )
        for finding in findings
    )


def allowed(silenced: Sequence[Silenced], page: str) -> tuple[Told, ...]:
    """Word findings that the file allows now, with what it says for it."""
    worded = told([one.finding for one in silenced], page)
    return tuple(replace(each, text=one.reason) for each, one in zip(worded, silenced, strict=True))


def layers(change: NetworkChange, *, edited: bool = False) -> tuple[LayerRow, ...]:
    """Word the layers of both sides, in order; perhaps only those that were edited."""
    return tuple(_layer(layer) for layer in change.layers if not edited or layer.kind in EDITED)


def _layer(change: LayerChange) -> LayerRow:
    former = change.before.id if change.before and change.after and change.before.id != change.after.id else ""
    return LayerRow(
        name=change.layer.id,
        former=former,
        kind=change.kind,
        edits=words.edits(change),
        effects=tuple(words.effect(change, name) for name in EFFECTS),
    )


def broken(files: Sequence[FileChange]) -> tuple[Broken, ...]:
    """Word files that could not be read on one side."""
    return tuple(
        Broken(
            source=file.source,
            became=words.FILES[file.kind],
            networks=", ".join(file.networks),
            problems=() if file.kind == "mended" else tuple(map(str, file.problems)),
        )
        for file in files
    )
