"""Families: one page each, with its members side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.charts import FAMILY_CHARTS
from reportgen.pages import addresses, escape, illustrations
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Asset, Page
from reportgen.pages.render import html, markdown
from reportgen.pages.views import catalogue_table
from reportgen.pages.views.along import along
from reportgen.pages.views.gallery import family_cards
from reportgen.pages.views.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.charts import Family
    from reportgen.pages.book import Book

LISTED: Final = 40
"""Families up to which each stands in the navigation, which every page carries whole."""


def chapter(book: Book) -> Iterator[Page | Asset]:
    """Give the page of all families, then each family's."""
    path = addresses.FAMILIES
    size = plural(len(book.families), "family", "families")
    yield Page(
        path=path,
        title="Families",
        markdown=markdown("families", front_matter=front_matter("Families", size, hide=["toc"]), size=size),
        slots={"gallery": lambda: html("gallery", cards=family_cards(book, book.families, path), rest=0, families="")},
    )
    for family in book.families:
        yield from _family(book, family)


def _introduction(book: Book, family: Family) -> str:
    """Give what stands beside the family's files, sanitised."""
    return html("introduction", text=escape.description(book.catalogue.introductions[family.name]))


def _family(book: Book, family: Family) -> Iterator[Page | Asset]:
    path = book.family_pages[family.name]
    charts = illustrations.shown(FAMILY_CHARTS, family)
    size = plural(len(family.members), "network")
    introduced = family.name in book.catalogue.introductions
    ordered = sorted(family.members, key=lambda network: (network.totals["macs"] or 0, network.id))
    yield Page(
        path=path,
        title=family.name,
        markdown=markdown(
            "family",
            front_matter=front_matter(family.name, f"The {family.name} family: {size}", hide=WIDE),
            name=family.name,
            size=size,
            introduced=introduced,
            several=len(family.members) > 1,
            charts=illustrations.headings(charts),
        ),
        slots={
            **({"introduction": lambda: _introduction(book, family)} if introduced else {}),
            "members": lambda: html(
                "catalogue_table",
                table=catalogue_table.table(book, ordered, path, families=False),
                caption="The members, from the one with the fewest multiply-adds to the one with the most.",
                families=False,
            ),
            **({"along": lambda: html("along", changes=along(ordered, path))} if len(ordered) > 1 else {}),
            **illustrations.slots(charts, family),
        },
        listed=len(book.families) <= LISTED,
    )
    yield from illustrations.files(path, charts, family)
