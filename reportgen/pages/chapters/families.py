"""Families: one page each, with its members side by side."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.charts import FAMILY_CHARTS
from reportgen.frozen import dataclass
from reportgen.pages import addresses, escape, illustrations
from reportgen.pages.front_matter import WIDE, front_matter
from reportgen.pages.page import Asset, Page, Part
from reportgen.pages.render import html, markdown
from reportgen.pages.views import catalogue_table
from reportgen.pages.views.along import along
from reportgen.pages.views.gallery import family_cards
from reportgen.pages.views.words import plural
from reportgen.stored import without_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.charts import Family
    from reportgen.pages.book import Book, Home

LISTED: Final = 40
"""Families up to which each stands in the navigation, which every page carries whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a family's page tells besides its members' reports."""

    home: Home
    introduction: str | None
    """What stands beside its files; ``None`` where nothing does."""
    listed: bool
    """Whether it stands in the navigation."""


def parts(book: Book) -> Iterator[Part]:
    """Give the page of all families, then each family's."""
    key = book.cards_key
    yield Part(about="Families", key=key and f"Families {key}", make=lambda: chapter(book.cards))
    for family in book.families:
        place = Place(
            home=book.homes[family.name],
            introduction=book.catalogue.introductions.get(family.name),
            listed=len(book.families) <= LISTED,
        )
        key = book.members_key(family, repr(place), family.name, str(family.slot))
        yield Part(about=f"the family {family.name}", key=key, make=partial(_family, family, place), alone=True)


def chapter(book: Book) -> Iterator[Page]:
    """Give the page of all families."""
    path = addresses.FAMILIES
    size = plural(len(book.families), "family", "families")
    yield Page(
        path=path,
        title="Families",
        markdown=markdown(
            "families",
            front_matter=front_matter("Families", size, hide=["toc"]),
            size=size,
            networks=len(book.networks),
        ),
        slots={"gallery": lambda: html("gallery", cards=family_cards(book, book.families, path), rest=0, families="")},
    )


def _introduction(text: str) -> str:
    """Give what stands beside the family's files, sanitised."""
    return html("introduction", text=escape.description(text))


def _family(whole: Family, place: Place) -> Iterator[Page | Asset]:
    family = replace(whole, members=tuple(map(without_words, whole.members)))  # its key tells of no more
    path = place.home.page
    charts = illustrations.shown(FAMILY_CHARTS, family)
    size = plural(len(family.members), "network")
    ordered = sorted(family.members, key=lambda network: (network.totals["macs"] or 0, network.id))
    yield Page(
        path=path,
        title=family.name,
        markdown=markdown(
            "family",
            front_matter=front_matter(family.name, f"The {family.name} family: {size}", hide=WIDE),
            name=family.name,
            size=size,
            introduced=place.introduction is not None,
            several=len(family.members) > 1,
            charts=illustrations.headings(charts),
        ),
        slots={
            **({} if place.introduction is None else {"introduction": partial(_introduction, place.introduction)}),
            "members": lambda: html(
                "catalogue_table",
                table=catalogue_table.table({family.name: place.home}, ordered, path, families=False),
                caption="The members, from the one with the fewest multiply-adds to the one with the most.",
                families=False,
            ),
            **({"along": lambda: html("along", changes=along(ordered, path))} if len(ordered) > 1 else {}),
            **illustrations.slots(charts, family),
        },
        listed=place.listed,
    )
    yield from illustrations.files(path, charts, family)
