"""Where every page and asset lies, and how one refers to another."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup

from reportgen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable

HOME: Final = "index.md"
NETWORKS: Final = "networks/index.md"
FAMILIES: Final = "families/index.md"
COMPARE: Final = "compare/index.md"
FINDINGS: Final = "findings/index.md"
CHANGES: Final = "changes/index.md"
HISTORY: Final = "history/index.md"
TAGS: Final = "tags/index.md"
GUIDE: Final = "guide/index.md"
CONVENTIONS: Final = "guide/conventions/index.md"
REFERENCE: Final = "reference/index.md"
LAYERS: Final = "reference/layers/index.md"
RULES: Final = "reference/rules/index.md"
JSON: Final = "reference/json/index.md"
CATALOGUE_JSON: Final = "catalogue.json"
REPORT_JSON: Final = "report.json"
LAYERS_CSV: Final = "layers.csv"
ASSETS: Final = "assets/reportgen"
COLUMNS: Final = f"{ASSETS}/columns.css"


def network(network_id: str) -> str:
    """Give the path of a network's page."""
    return f"networks/{network_id}/index.md"


def change(network_id: str) -> str:
    """Give the path of the page that tells what became of a network."""
    return f"changes/{network_id}/index.md"


def past(network_id: str) -> str:
    """Give the path of the page that tells what a network was at each tag."""
    return f"history/{network_id}/index.md"


def diagnostic(name: str) -> str:
    """Give the path of a diagnostic's page in the Guide."""
    return f"guide/{name}/index.md"


def comparison(network_ids: Iterable[str], page: str) -> Markup:
    """Refer to the comparison of some networks."""
    return link(COMPARE, page) + Markup(f"?networks={quote(','.join(network_ids), safe='/,')}")  # noqa: S704 - quoted


def beside(page: str, name: str) -> str:
    """Give the path of a file that belongs to a page."""
    return posixpath.join(posixpath.dirname(page), name)


def link(target: str, page: str, anchor: str = "") -> Markup:
    """Refer to a path (and a heading there) from a page; both are paths under the docs folder."""
    path = quote(_way(target.split("/"), page.split("/")[:-1]))
    return Markup(f"{path}#{quote(anchor)}" if anchor else path)  # noqa: S704 - quoted, so safe in any attribute


def _way(target: list[str], folder: list[str]) -> str:
    """Give the way from a folder to a file; ``relpath`` asks the system where it is first, for each of thousands."""
    shared = len(posixpath.commonprefix([target, folder]))
    return "/".join([*[".."] * (len(folder) - shared), *target[shared:]])


def distinct(folder: str, names: Iterable[str]) -> dict[str, str]:
    """Give each name a page of its own in a folder; names that make the same slug are numbered."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        plain, number = slug(name), 1
        own = plain
        while own in taken:
            number += 1
            own = f"{plain}-{number}"
        taken.add(own)
        found[name] = f"{folder}/{own}/index.md"
    return found
