"""The house style: type, colours, header, footer and the page for lost addresses, for sites that ask for it."""

from __future__ import annotations

import base64
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from reportgen.pages.page import Asset

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_FOLDER: Final = "assets/house"
_STYLES: Final = ("type.css", "house.css", "print.css")
_FACES: Final = (
    ("IBM Plex Sans", "300 450", "ibm-plex-sans-latin-400-normal"),
    ("IBM Plex Sans", "500 700", "ibm-plex-sans-latin-600-normal"),
    ("IBM Plex Mono", "300 700", "ibm-plex-mono-latin-400-normal"),
)
"""Family, the weights it stands for, and its file."""
_FAVICON_OF_MATERIAL: Final = "assets/images/favicon.png"
THEME: Final = str(files("reportgen.site").joinpath("theme"))
"""Where our templates and styles stand, as MkDocs names a folder of a theme."""


def dress(config: MkDocsConfig) -> None:
    """Let our templates and styles stand before Material's, and behind those of the site's owner."""
    own = 1 if config.theme.custom_dir else 0
    config.theme.dirs.insert(own, THEME)
    if config.theme["favicon"] == _FAVICON_OF_MATERIAL:
        config.theme["favicon"] = f"{_FOLDER}/favicon.svg"
    config.extra_css[:0] = SHEETS


def _faces_css() -> bytes:
    """Write the faces into a style sheet, which is there before the first line of text is.

    A font of its own would come later, and fetching it ahead is refused to pages that are opened from disk. A browser
    still decodes each only when text asks for it; ``main.html`` asks as soon as the sheet is there, so no line jumps.
    """
    return "".join(_face(*face) for face in _FACES).encode()


def _face(family: str, weights: str, file: str) -> str:
    data = base64.b64encode(files("reportgen.site").joinpath("fonts", f"{file}.woff2").read_bytes()).decode("ascii")
    source = f'url("data:font/woff2;base64,{data}")'
    return f'@font-face {{ font-family: "{family}"; font-weight: {weights}; src: {source} format("woff2"); }}\n'


FACES: Final = Asset(path=f"{_FOLDER}/faces.css", content=_faces_css)
"""The style sheet of the site's type."""
SHEETS: Final = (FACES.path, *(f"{_FOLDER}/{name}" for name in _STYLES))
"""Paths of the style sheets, in the order that they are read in."""
