"""A network's page: from its key figures down to the file that describes it."""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from reportgen import numbers
from reportgen.cache.store import digest
from reportgen.charts import NETWORK_CHARTS, plan
from reportgen.charts.badge import badge as draw_badge
from reportgen.frozen import dataclass
from reportgen.pages import addresses, escape, illustrations
from reportgen.pages.chapters.comparison import data
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Asset, Keyed, Page, Part, Turn
from reportgen.pages.render import html, markdown
from reportgen.pages.views import (
    badge,
    claims,
    comparison,
    findings,
    graph,
    key_figures,
    layer_table,
    listing,
    plans,
)
from reportgen.slugs import slug
from reportgen.stored import document_text
from reportgen.to_csv import layers_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.pages.book import Book, Home
    from reportgen.pages.options import PageOptions
    from reportgen.report import NetworkReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a network's page tells besides its report."""

    options: PageOptions
    home: Home
    """Of its family."""
    tags: tuple[tuple[str, str], ...]
    """Each with its anchor on the page of tags."""
    neighbour: comparison.Pair | None
    text: str = field(repr=False)
    """Of its file, which its digest speaks for."""


def parts(book: Book) -> Iterator[Part]:
    """Give every network with its page, its charts and its downloads."""
    options = replace(book.options, site_name="", commit="")  # nothing there tells either
    nearest = {name: comparison.nearest(members) for name, members in book.members.items()}
    for network in book.networks:
        around = Around(
            options=options,
            home=book.homes[network.family],
            tags=tuple((tag, book.tag_anchors[tag]) for tag in network.tags),
            neighbour=comparison.neighbour(network, nearest[network.family], addresses.network(network.id)),
            text=book.catalogue.sources.get(network.source, ""),
        )
        key = book.key_of((network,), network.id, repr(around))  # a file may describe several
        yield Part(about=network.source, key=key, make=partial(chapter, network, around), alone=True, turn=Turn.OWN)


def chapter(network: NetworkReport, around: Around) -> Iterator[Page | Asset]:
    """Give a network's page, and its charts and downloads."""
    path = addresses.network(network.id)
    charts = illustrations.shown(NETWORK_CHARTS, network)
    yield _page(around, network, path)
    yield from illustrations.files(path, charts, _without_lines(network))
    yield Asset(path=addresses.beside(path, addresses.REPORT_JSON), content=partial(_json, network))
    yield Asset(path=addresses.beside(path, addresses.LAYERS_CSV), content=partial(_csv, network))
    yield Asset(path=addresses.beside(path, badge.FILE), content=partial(_badge, network))
    yield data(network)


def _page(around: Around, network: NetworkReport, path: str) -> Page:
    charts = illustrations.shown(NETWORK_CHARTS, network)
    sections = _sections(network, illustrations.headings(charts))
    text = markdown(
        "network",
        front_matter=front_matter(network.name, network.summary or network.verdict.text, hide=WIDE, tags=network.tags),
        name=network.name,
        summary=network.summary,
        verdict=network.verdict.text,
        sections=sections,
    )
    return Page(
        path=path,
        title=network.name,
        markdown=text,
        slots={
            **illustrations.slots(charts, network),
            **_slots(around, network, path, sections),
            **({"plan": partial(_plan, network, path)} if plan.CHART.name in [chart.name for chart in charts] else {}),
        },
        listed=False,
    )


def _sections(network: NetworkReport, charts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Give slot and heading of each section below the key figures."""
    claimed = [("claims", "Published and measured")] if network.published or network.metrics else []
    drawn = [("graph", "Graph")] if network.layers else []
    last = [("file", "File"), ("badge", "Badge")]
    return [("findings", "Findings"), *charts, *drawn, ("layers", "Layers"), *claimed, *last]


def _slots(
    around: Around, network: NetworkReport, path: str, sections: list[tuple[str, str]]
) -> dict[str, Callable[[], str]]:
    groups = findings.by_rule(network)
    return {
        "about": lambda: _about(around, network, path, sections),
        "key-figures": lambda: html(
            "key_figures", cards=key_figures.cards(network, path), others=key_figures.others(network, path)
        ),
        "verdict": lambda: html("verdict", verdict=network.verdict, guide=_guide(path)),
        "findings": lambda: html(
            "findings_of_network",
            groups=groups,
            counts=findings.severities(network.findings),
            allowed=findings.allowances(network),
            rule_link=lambda name: findings.rule_link(name, path),
        ),
        **({"graph": _graph(network)} if network.layers else {}),
        "layers": lambda: html(
            "layers",
            table=layer_table.table(network, graph.linked(network)),
            convention=around.options.convention,
            conventions=addresses.link(addresses.CONVENTIONS, path),
            json=addresses.REPORT_JSON,
            csv=addresses.LAYERS_CSV,
        ),
        "claims": lambda: html("claims", claims=claims.claims(network, path), measured=claims.measured(network)),
        "badge": lambda: html("badge", badge=badge.badge(network, around.options.site_url)),
        "file": lambda: html(
            "listing",
            lines=listing.lines(around.text, groups, _called(network)),
            source=network.source,
            edit=_edit(around, network),
        ),
    }


def _about(around: Around, network: NetworkReport, path: str, sections: list[tuple[str, str]]) -> str:
    return html(
        "about",
        network=network,
        sections=[(title, slug(title)) for _, title in sections],
        family=addresses.link(around.home.page, path),
        tone=around.home.tone,
        tags=[(tag, addresses.link(addresses.TAGS, path, anchor)) for tag, anchor in around.tags],
        networks=addresses.link(addresses.NETWORKS, path),
        inputs=[(name, numbers.shape(shape)) for name, shape in network.inputs.items()],
        links=[(name, url) for name, address in network.links.items() if (url := escape.safe_url(address))],
        compare=addresses.comparison([network.id], path),
        neighbour=around.neighbour,
        edit=_edit(around, network),
        description=escape.description(network.description) if network.description else "",
    )


def _plan(network: NetworkReport, path: str) -> str:
    return html(
        "plan",
        figure=Markup(illustrations.figure(plan.CHART, network)),  # noqa: S704 - a template made it
        rows=plans.rows(network),
        pixels=numbers.exact(plans.size(network)),
        guide=addresses.link(addresses.diagnostic("plan"), path),
    )


def _graph(network: NetworkReport) -> Keyed:
    """Give the graph, keyed by what it is drawn of: loading Graphviz takes longer than the rest of the page."""
    drawn = replace(
        _without_lines(network), summary="", description="", tags=(), links={}, extra={}, allowed=(), findings=()
    )
    return Keyed(key=lambda: digest("graph", repr(drawn)), make=lambda: html("graph", graph=graph.graph_of(drawn)))


def _without_lines(network: NetworkReport) -> NetworkReport:
    """Give what charts are drawn of: a comment in the file moves the lines, and none shows them."""
    return replace(network, layers=tuple(replace(layer, line=0) for layer in network.layers))


def _called(network: NetworkReport) -> frozenset[int]:
    """List the lines that rows of the layer table refer to."""
    return frozenset(layer.line for layer in network.layers)


def _edit(around: Around, network: NetworkReport) -> str:
    base = escape.safe_url(around.options.edit_url)
    return f"{base}{network.source}" if base else ""


def _guide(path: str) -> str:
    return addresses.link(addresses.diagnostic("capacity"), path)


def _json(network: NetworkReport) -> bytes:
    return f"{document_text([network])}\n".encode()


def _badge(network: NetworkReport) -> bytes:
    return draw_badge(network).encode()


def _csv(network: NetworkReport) -> bytes:
    return layers_csv(network).encode()
