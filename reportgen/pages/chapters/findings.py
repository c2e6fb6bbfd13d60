"""All findings of the catalogue, by rule and by network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.pages import addresses
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import findings
from reportgen.pages.views.all_findings import by_network, by_rule
from reportgen.pages.views.broken import links
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.pages.book import Book


def chapter(book: Book) -> Iterator[Page]:
    """Give the page of all findings."""
    path = addresses.FINDINGS
    count = sum(len(network.findings) for network in book.networks)
    size = f"{plural(count, 'finding')} in {plural(len(book.networks), 'network')}"
    yield Page(
        path=path,
        title="Findings",
        markdown=markdown(
            "findings",
            front_matter=front_matter("Findings", size, hide=WIDE),
            size=size,
            broken=len(book.catalogue.broken),
            networks=len(book.networks),
        ),
        slots={
            "broken": lambda: html("broken_links", links=links(book, path)),
            "by-rule": lambda: html(
                "findings_by_rule",
                rules=by_rule(book, path),
                rule_link=lambda name: findings.rule_link(name, path),
            ),
            "by-network": lambda: html("findings_by_network", networks=by_network(book, path)),
        },
    )
