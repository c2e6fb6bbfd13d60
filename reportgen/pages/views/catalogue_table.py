"""Networks as rows of one table: the figures by which a reader chooses between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from reportgen import numbers
from reportgen.charts import spark
from reportgen.pages import addresses
from reportgen.pages.views import findings
from reportgen.pages.views.key_figures import LEAST_CAPACITY, TOTALS, definition
from reportgen.pages.views.words import figure, percents, pixels, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.pages.book import Book
    from reportgen.report import Metric, NetworkReport

COLUMNS: Final = (
    ("depth", "Depth"),
    ("parameters", "Parameters"),
    ("macs", "MACs"),
    ("peak_activation_bytes", "Peak memory"),
    ("receptive_field", "Field, px"),
    ("coverage", "Coverage, %"),
    ("capacity", "Least capacity, %"),
)
"""Totals that get a column, and its header."""
SPARKS: Final = 200
"""Networks up to which each row has a spark: past it they would make most of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure, and what a table sorts it by."""

    text: str
    key: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One network."""

    name: str
    href: str
    family: str
    family_href: str
    tone: str
    spark: Markup
    input: str
    input_key: str
    cells: tuple[Cell, ...]
    findings: tuple[tuple[str, int, str], ...]
    findings_key: str
    metric: Cell
    words: str
    """What a filter finds besides what is seen: tags and the names of its findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole table."""

    headers: tuple[tuple[str, str], ...]
    """Title of each figure, and the address of its definition."""
    metric: str
    """The metric that most networks have, with its data and unit; empty where none has one."""
    rows: tuple[Row, ...]


def table(book: Book, networks: Sequence[NetworkReport], page: str) -> Table:
    """Word some networks, in their order."""
    metric = _common_metric(networks)
    return Table(
        headers=tuple((title, definition(name, page)) for name, title in COLUMNS),
        metric=_metric_header(metric),
        rows=tuple(_row(book, network, page, metric, draw=len(networks) <= SPARKS) for network in networks),
    )


def _row(book: Book, network: NetworkReport, page: str, metric: _Asked | None, *, draw: bool) -> Row:
    shape = max(network.inputs.values(), key=len)
    names = dict.fromkeys(finding.name for finding in network.findings)
    return Row(
        name=network.name,
        href=addresses.link(addresses.network(network.id), page),
        family=network.family,
        family_href=addresses.link(book.family_pages[network.family], page),
        tone=book.tones[network.family],
        spark=Markup(spark(network)) if draw else Markup(),  # noqa: S704 - our own drawing
        input=numbers.shape(shape),
        input_key=sort_key(shape),
        cells=tuple(_cell(network, name) for name, _ in COLUMNS),
        findings=findings.severities(network.findings),
        findings_key=_findings_key(network),
        metric=_metric(network.metrics, metric),
        words=" ".join((network.family, network.summary, *network.tags, *names)),
    )


def _cell(network: NetworkReport, name: str) -> Cell:
    value, key = network.totals[name], sort_key(network.totals[name])
    if name == "receptive_field":
        return Cell(text=pixels(value), key=key)
    if name == "coverage":
        tone = "cyan" if value and max(value) > 100 else ""  # noqa: PLR2004 - percent
        return Cell(text=percents(value, unit=""), key=key, tone=tone)
    if name == "capacity":
        low = bool(value) and min(value) < LEAST_CAPACITY
        return Cell(text=percents(value, unit=""), key=key, tone="magenta" if low else "")
    return Cell(text=figure(TOTALS[name][1].kind, value), key=key)


def _findings_key(network: NetworkReport) -> str:
    """Rank by errors, then warnings, then notes."""
    errors, warnings, notes = findings.urgency(network)
    return str(-(errors * 10**8 + warnings * 10**4 + notes))


_Asked = tuple[str, str, str]
"""A metric that can be compared: its name, its data and its unit."""


def _common_metric(networks: Iterable[NetworkReport]) -> _Asked | None:
    counts = Counter(map(_asked, (metric for network in networks for metric in network.metrics)))
    return min(counts, key=lambda asked: (-counts[asked], asked), default=None)


def _asked(metric: Metric) -> _Asked:
    return metric.name, metric.dataset, metric.unit


def _metric_header(asked: _Asked | None) -> str:
    if asked is None:
        return ""
    name, dataset, unit = asked
    return name + (f" on {dataset}" if dataset else "") + (f", {unit}" if unit else "")


def _metric(metrics: Iterable[Metric], asked: _Asked | None) -> Cell:
    """Word a network's value; of percentages one decimal, of anything else all that was printed."""
    found = next((metric for metric in metrics if _asked(metric) == asked), None)
    if found is None:
        return Cell(text="", key="")
    text = f"{found.value:,.1f}" if found.unit == "%" else numbers.exact(found.value)
    return Cell(text=text, key=sort_key(found.value))
