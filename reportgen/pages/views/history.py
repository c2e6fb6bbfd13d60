"""What networks were at each tag, in words, and as lines small enough for a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from reportgen.frozen import dataclass
from reportgen.pages import addresses
from reportgen.pages.render import html
from reportgen.pages.views.key_figures import definition
from reportgen.review import words
from reportgen.review.key_figures import KEY_FIGURES, FigureChange, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.pages.book import Book
    from reportgen.review.history import Figures, History

OVERVIEW: Final = ("parameters", "macs", "peak_activation_bytes", "receptive_field")
"""Key figures that get a column in the table of networks."""
WIDTH: Final = 96
HEIGHT: Final = 24
_MARGIN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One key figure over the editions."""

    title: str
    href: str
    """Its definition."""
    spark: Markup
    now: str
    since: str
    """How much more it is than it was first, in percent; empty where it is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One network over the editions."""

    name: str
    href: str
    first: str
    """The edition that had it first."""
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One network at one edition."""

    name: str
    figures: tuple[tuple[str, bool], ...]
    """Each key figure, and whether it is another than before; empty where the network was not there."""


def rows(book: Book, history: History, page: str) -> tuple[Row, ...]:
    """Word every network."""
    return tuple(
        Row(
            name=network.name,
            href=addresses.link(addresses.past(network.id), page),
            first=first(history, network.id),
            courses=courses(history.networks[network.id], page, OVERVIEW),
        )
        for network in book.networks
    )


def first(history: History, network: str) -> str:
    """Give the edition that had a network first."""
    there = zip(history.editions, history.networks[network], strict=True)
    return next(edition for edition, figures in there if figures is not None)


def courses(past: Sequence[Figures | None], page: str, names: Sequence[str]) -> tuple[Course, ...]:
    """Word some key figures of a network over the editions."""
    return tuple(_course(past, page, name) for name in names)


def _course(past: Sequence[Figures | None], page: str, name: str) -> Course:
    total = KEY_FIGURES[name]
    known = [figures[name] for figures in past if figures is not None]
    change = FigureChange(total=total, before=known[0], after=known[-1])
    return Course(
        title=total.title,
        href=definition(name, page),
        spark=_spark([None if figures is None else number(total, figures[name]) for figures in past]),
        now=words.amount(total, known[-1]),
        since=(words.share(change) or words.difference(change)) if change.changed else "",
    )


def editions(history: History, network: str) -> tuple[Edition, ...]:
    """Word a network at each edition."""
    found: list[Edition] = []
    before: Figures | None = None
    for name, figures in zip(history.editions, history.networks[network], strict=True):
        cells = () if figures is None else tuple(_cell(figures, before, key) for key in KEY_FIGURES)
        found.append(Edition(name=name, figures=cells))
        before = figures or before
    return tuple(found)


def _cell(figures: Figures, before: Figures | None, name: str) -> tuple[str, bool]:
    return words.amount(KEY_FIGURES[name], figures[name]), before is not None and before[name] != figures[name]


def _spark(values: Sequence[float | None]) -> Markup:
    """Draw values as steps, one an edition; where one is unknown the line has a gap."""
    known = [value for value in values if value is not None]
    if not known:
        return Markup()
    low, high = min(known), max(known)
    wide, tall = (WIDTH - 2 * _MARGIN) / len(values), HEIGHT - 2 * _MARGIN
    path, drawing = "", False
    for place, value in enumerate(values):
        if value is None:
            drawing = False
            continue
        level = (value - low) / (high - low) if high > low else 0.5
        x, y = _MARGIN + place * wide, HEIGHT - _MARGIN - level * tall
        path += f"{'V' if drawing else f'M{x:.4g} '}{y:.4g}H{x + wide:.4g}"
        drawing = True
    return Markup(html("steps", width=WIDTH, height=HEIGHT, path=path))  # noqa: S704 - our own drawing
