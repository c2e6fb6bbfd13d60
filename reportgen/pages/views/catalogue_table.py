"""Networks as rows of one table: the figures by which a reader chooses between them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from reportgen import numbers
from reportgen.charts.spark import BOUND, spark
from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.views import findings, metrics
from reportgen.pages.views.cell import Cell
from reportgen.pages.views.comparison import MOST
from reportgen.pages.views.facets import Facet, codes, facets
from reportgen.pages.views.key_figures import TOTALS, definition, tone
from reportgen.pages.views.words import figure, percents, pixels, sort_key
from reportgen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.pages.book import Home
    from reportgen.pages.views.metrics import Asked
    from reportgen.report import NetworkReport

FIGURES: Final = (
    ("depth", "Depth"),
    ("parameters", "Parameters"),
    ("macs", "MACs"),
    ("peak_activation_bytes", "Peak memory"),
    ("receptive_field", "Field, px"),
    ("coverage", "Coverage, %"),
    ("capacity", "Least capacity, %"),
)
"""Totals that get a column, and its header."""
_WITHOUT_UNIT: Final[Mapping[str, Callable[[Any], str]]] = {
    "receptive_field": pixels,
    "coverage": partial(percents, unit=""),
    "capacity": partial(percents, unit=""),
}
"""Figures whose unit stands in the header."""

FIRST: Final = 60
"""Rows that are painted first; a script shows the rest (see ``tables.css``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column besides the networks' names."""

    name: str
    """As it stands in an address."""
    title: str
    href: str = ""
    """Where it is defined; empty where it needs no definition."""
    figures: bool = True
    """Whether it holds figures, which stand at the right."""
    sorts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One network."""

    id: str
    name: str
    href: str
    family: str
    family_href: str
    tone: str
    spark: str
    """Letters that a script draws."""
    input: Cell
    figures: tuple[Cell, ...]
    findings: tuple[tuple[str, int, str], ...]
    findings_key: str
    metrics: tuple[Cell, ...]
    words: str
    """What a filter finds besides what is seen: tags and the names of its findings."""
    codes: str
    """Numbers of the choices that it belongs to."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What its columns hold, as far as it decides how wide they are."""
        found = " ".join(words for _, _, words in self.findings)
        return (self.name, self.family, self.input.text, found, *(cell.text for cell in self.figures + self.metrics))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole table."""

    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    """What it can be narrowed to; empty where it is small."""
    compare: str
    """Where its networks are compared: all of them where a page can show them beside each other."""
    sheet: str
    """The style sheet of its columns."""
    rows: tuple[Row, ...]
    wide: frozenset[int]
    """Places of rows past the first screens, each the widest of its kind in some column."""
    bound: str = BOUND
    """Letter at which sparks have their bound."""


def table(homes: Mapping[str, Home], networks: Sequence[NetworkReport], page: str, *, families: bool = True) -> Table:
    """Word some networks, in their order; ``families``: whether each row tells its family."""
    asked, known = metrics.common(networks), facets(networks)
    bare = addresses.link(addresses.COMPARE, page)
    shared = _Rows(homes, page, asked, known)
    rows = tuple(map(shared.row, networks))
    return Table(
        columns=tuple(_columns(asked, page, families=families)),
        facets=known,
        compare=addresses.comparison([n.id for n in networks], page) if 1 < len(networks) <= MOST else bare,
        sheet=addresses.link(addresses.COLUMNS, page),
        rows=rows,
        wide=_wide(rows),
    )


def _wide(rows: Sequence[Row]) -> frozenset[int]:
    """Find the rows that keep columns as wide as they will be, while those past the first screens are left out."""
    later = range(FIRST, len(rows))
    texts = {place: rows[place].texts for place in later}
    columns = range(len(rows[0].texts)) if later else ()
    return frozenset(max(later, key=lambda place: len(texts[place][column])) for column in columns)


def _columns(asked: Sequence[Asked], page: str, *, families: bool) -> Iterator[Column]:
    if families:
        yield Column(name="family", title="Family", figures=False)
    yield Column(name="profile", title="Capacity by depth", figures=False, sorts=False)
    yield Column(name="input", title="Input")
    for name, title in FIGURES:
        yield Column(name=name, title=title, href=definition(name, page))
    yield Column(name="findings", title="Findings", figures=False)
    for metric in asked:
        yield Column(name=slug(metric.title), title=metric.title)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the rows of a table share."""

    homes: Mapping[str, Home]
    page: str
    asked: Sequence[Asked]
    known: Sequence[Facet]

    def row(self, network: NetworkReport) -> Row:
        shape = max(network.inputs.values(), key=len)
        names = dict.fromkeys(finding.name for finding in network.findings)
        return Row(
            id=network.id,
            name=network.name,
            href=addresses.link(addresses.network(network.id), self.page),
            family=network.family,
            family_href=addresses.link(self.homes[network.family].page, self.page),
            tone=self.homes[network.family].tone,
            spark=spark(network),
            input=Cell(text=numbers.shape(shape), key=sort_key(shape)),
            figures=tuple(_figure(network, name) for name, _ in FIGURES),
            findings=findings.severities(network.findings),
            findings_key=_findings_key(network),
            metrics=tuple(metrics.cell(network.metrics, each) for each in self.asked),
            words=" ".join((network.family, network.summary, *network.tags, *names)),
            codes=codes(network, self.known),
        )


def _figure(network: NetworkReport, name: str) -> Cell:
    value = network.totals[name]
    words = _WITHOUT_UNIT.get(name) or partial(figure, TOTALS[name][1].kind)
    return Cell(text=words(value), key=sort_key(value), tone=tone(name, value))


def _findings_key(network: NetworkReport) -> str:
    """Rank by errors, then warnings, then notes."""
    errors, warnings, notes = findings.urgency(network)
    return str(-(errors * 10**8 + warnings * 10**4 + notes))
