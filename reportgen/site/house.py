"""The house style: type, colours, header, footer and the page for lost addresses, for sites that ask for it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

STYLES: Final = ("type.css", "house.css", "print.css")
_FOLDER: Final = "assets/house"
_FAVICON_OF_MATERIAL: Final = "assets/images/favicon.png"


def dress(config: MkDocsConfig) -> None:
    """Let our templates and styles stand before Material's, and behind those of the site's owner."""
    own = 1 if config.theme.custom_dir else 0
    config.theme.dirs.insert(own, str(files("reportgen.site").joinpath("theme")))
    if config.theme["favicon"] == _FAVICON_OF_MATERIAL:
        config.theme["favicon"] = f"{_FOLDER}/favicon.svg"
    config.extra_css[:0] = [f"{_FOLDER}/{name}" for name in STYLES]
