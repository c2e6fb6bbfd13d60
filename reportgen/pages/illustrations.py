"""Charts on a page: each a file beside the page, and a figure that shows it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from reportgen.diagnostics.registry import COLUMNS, TOTALS
from reportgen.pages import addresses
from reportgen.pages.page import Asset
from reportgen.pages.render import html
from reportgen.pages.views.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reportgen.charts import Chart

_TITLES: Final[Mapping[str, str]] = {
    "output_shape": "Output",
    **{total.name: total.title for total in TOTALS},
    **{column.name: column.title for column in COLUMNS},
}


def shown(charts: Iterable[Chart[Any, Any]], subject: object) -> tuple[Chart[Any, Any], ...]:
    """Keep the charts that have something to show of a subject; each of these reads it but once."""
    known = (replace(chart, read=_once(chart.read)) for chart in charts)
    return tuple(chart for chart in known if chart.shows(subject))


def _once(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Remember what is read of the subject that was asked about last."""
    last: list[tuple[Any, Any]] = []

    def remembered(subject: object) -> object:
        if not last or last[0][0] is not subject:
            last[:] = [(subject, read(subject))]
        return last[0][1]

    return remembered


def stands_alone(chart: Chart[Any, Any]) -> bool:
    """Whether a chart has a section to itself; the others stand side by side."""
    return chart.alone or len(chart.widths) > 1


def headings(charts: Iterable[Chart[Any, Any]]) -> list[tuple[str, str]]:
    """Give the slot and the heading of each section that charts make, in their order; those side by side share one."""
    named = ((chart.name, chart.title) if stands_alone(chart) else ("charts", "Charts") for chart in charts)
    return list(dict.fromkeys(named))


def slots(charts: Iterable[Chart[Any, Any]], subject: object) -> Mapping[str, Callable[[], str]]:
    """Give the slots of the sections that charts make."""
    known = tuple(charts)
    beside = [chart for chart in known if not stands_alone(chart)]
    found = {chart.name: partial(figure, chart, subject) for chart in known if stands_alone(chart)}
    return {**found, "charts": partial(_together, beside, subject)} if beside else found


def files(page: str, charts: Iterable[Chart[Any, Any]], subject: object, *, keyed: bool = True) -> Iterator[Asset]:
    """Give each chart's files, one for each width it is laid out for, beside the page.

    They are keyed by the figures that they show: most edits change few of these, and drawing them is most of the work.
    """
    for chart in charts:
        for width in chart.widths:
            path = addresses.beside(page, _name(chart, width))
            key = partial(chart.key, subject, width) if keyed else None
            yield Asset(path=path, content=partial(_drawn, chart, subject, width), key=key)


def _name(chart: Chart[Any, Any], width: int) -> str:
    return f"{chart.name}.svg" if width == chart.widths[0] else f"{chart.name}-{width}.svg"


def _drawn(chart: Chart[Any, Any], subject: object, width: int) -> bytes:
    return (chart.make(subject, width) or "").encode()


def _together(charts: Iterable[Chart[Any, Any]], subject: object) -> str:
    figures = [(chart.title, Markup(figure(chart, subject))) for chart in charts]  # noqa: S704 - a template made it
    return html("charts", charts=figures)


def figure(chart: Chart[Any, Any], subject: object) -> str:
    """Show a chart's file, with the sentence that says what is seen."""
    wide, *narrow = chart.widths
    return html(
        "figure",
        name=chart.name,
        source=_name(chart, wide),
        width=wide,
        narrow=[_name(chart, width) for width in narrow],
        title=chart.title,
        sentence=chart.alt(subject),
        columns=listed([_TITLES.get(name, name) for name in chart.same_figures(subject)]),
    )
