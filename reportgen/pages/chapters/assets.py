"""One style sheet and one script, which every page shares, and the sheet of those with a table of networks."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from reportgen.charts import palette_css
from reportgen.charts.style import FAMILY_TONES
from reportgen.pages import addresses
from reportgen.pages.page import Asset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.pages.book import Book

STYLES: Final = ("layout", "tables", "filters", "compare", "network", "changes", "graph")
"""Style sheets of the package, behind the palette, in the order that a browser should read them."""
SCRIPTS: Final = (
    "page",
    "tables",
    "sparks",
    "filters",
    "picks",
    "alignment",
    "overlay",
    "combobox",
    "compare",
    "layers",
    "graph",
)
"""Scripts of the package, in the order that a browser should run them."""


def chapter(_book: Book) -> Iterator[Asset]:
    """Give what lies in the package, as one file of each kind for all pages: they wait for each that they ask for."""
    yield Asset(path=f"{addresses.ASSETS}/reportgen.css", content=_styles)
    yield Asset(path=f"{addresses.ASSETS}/reportgen.js", content=_scripts)
    yield Asset(path=addresses.COLUMNS, content=partial(_kept, ["columns.css"]), on_demand=True)


def values_css() -> str:
    """Give a rule for each tone of a family, and for each length of a bar in percent.

    A strict content security policy drops ``style`` attributes, and so pages have none.
    """
    tones = (f".rg-{tone} {{ --tone: var(--rg-{tone}); }}\n" for tone in FAMILY_TONES)
    bars = (f'[data-s="{share}"] {{ --s: {share}; }}\n' for share in range(2, 101))
    return "".join([*tones, *bars])


def _styles() -> bytes:
    return f"{palette_css()}{values_css()}".encode() + _kept(f"{name}.css" for name in STYLES)


def _scripts() -> bytes:
    return _kept(f"{name}.js" for name in SCRIPTS)


def _kept(names: Iterable[str]) -> bytes:
    folder = files("reportgen.pages").joinpath("assets")
    return b"\n".join(folder.joinpath(name).read_bytes() for name in names)
