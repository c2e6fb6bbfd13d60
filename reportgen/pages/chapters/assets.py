"""Style sheets and scripts, which every page shares."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from reportgen.charts import palette_css
from reportgen.charts.style import FAMILY_TONES
from reportgen.pages import addresses
from reportgen.pages.page import Asset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.pages.book import Book

KEPT: Final = (
    "layout.css",
    "tables.css",
    "filters.css",
    "compare.css",
    "network.css",
    "changes.css",
    "graph.css",
    "page.js",
    "tables.js",
    "filters.js",
    "picks.js",
    "alignment.js",
    "overlay.js",
    "combobox.js",
    "compare.js",
    "layers.js",
    "graph.js",
)
"""Files of the package, in the order that a browser should read them."""


def chapter(_book: Book) -> Iterator[Asset]:
    """Give the palette, what pages would else say in ``style`` attributes, then what lies in the package."""
    yield Asset(path=f"{addresses.ASSETS}/palette.css", content=lambda: palette_css().encode())
    yield Asset(path=f"{addresses.ASSETS}/values.css", content=lambda: values_css().encode())
    for name in KEPT:
        yield Asset(path=f"{addresses.ASSETS}/{name}", content=_read(name))


def values_css() -> str:
    """Give a rule for each tone of a family, and for each length of a bar in percent.

    A strict content security policy drops ``style`` attributes, and so pages have none.
    """
    tones = (f".rg-{tone} {{ --tone: var(--rg-{tone}); }}\n" for tone in FAMILY_TONES)
    bars = (f'[data-s="{share}"] {{ --s: {share}; }}\n' for share in range(2, 101))
    return "".join([*tones, *bars])


def _read(name: str) -> Callable[[], bytes]:
    return lambda: files("reportgen.pages").joinpath("assets", name).read_bytes()
