"""One style sheet for the theme's and ours: a browser shows nothing of a page before it has them all."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.cache.versions import of_sites
from reportgen.pages.page import Asset
from reportgen.site.files import AssetFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

_FRAME: Final = ("main.html", "base.html")
"""The templates that link style sheets, ours and Material's."""
_LINKED: Final = re.compile(r"assets/stylesheets/(\w+)\.[\w.]+\.css")
_OF_THEME: Final = ("main", "palette")
"""What Material links, in its order; where there is more, or less, it is left as it is."""
_SOURCE_MAP: Final = re.compile(rb"/\*# sourceMappingURL=[^*]*\*/")


def gather(env: Environment, config: MkDocsConfig, files: Files, ours: Sequence[str]) -> None:
    """Let pages load one style sheet in place of the theme's and ours; those of the site's owner stay behind it.

    It bears the version of what it holds in its name, so that no browser shows a new page with the old sheet. Where
    one of these templates is the owner's, every sheet is loaded by itself.

    Args:
        env: tells the template ``main.html`` by ``sheet`` where it is; ``None`` where there is none.
        config: loses ours from its ``extra_css``.
        files: those of the site; gains the sheet.
        ours: paths of our style sheets, in the order that they are read in.
    """
    found = _linked(env, config)
    sheets = [file for path in (*found, *ours) if (file := files.get_file_from_path(path))]
    env.globals["sheet"] = None
    if not found or len(sheets) < len(found) + len(ours):
        return
    sheet = Asset(path=f"assets/house/site.{of_sites()[:8]}.css", content=partial(_together, sheets))
    files.append(AssetFile(sheet, config))
    config.extra_css[:] = [path for path in config.extra_css if path not in ours]
    env.globals["sheet"] = sheet.path


def _linked(env: Environment, config: MkDocsConfig) -> list[str]:
    """Give the paths of the theme's style sheets; none where they are not those that are known."""
    own = config.theme.custom_dir
    if not env.loader or (own and any(Path(own, name).exists() for name in _FRAME)):
        return []
    links = list(_LINKED.finditer(env.loader.get_source(env, _FRAME[-1])[0]))
    if tuple(link[1] for link in links) != _OF_THEME:
        return []
    return [link[0] for link in links if link[1] == "main" or config.theme.get("palette")]


def _together(sheets: Iterable[File]) -> bytes:
    return b"\n".join(_SOURCE_MAP.sub(b"", sheet.content_bytes) for sheet in sheets)
