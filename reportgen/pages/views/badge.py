"""The badge of a network, and the Markdown that shows it elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from reportgen.charts.badge import badge_text
from reportgen.frozen import dataclass
from reportgen.pages import addresses, escape

if TYPE_CHECKING:
    from reportgen.report import NetworkReport

FILE: Final = "badge.svg"
_OF_LINKS: Final = re.compile(r"([\\\[\]`*_<>!&|~$#])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What a reader sees, and what they paste."""

    file: str
    alt: str
    markdown: str
    public: bool
    """Whether the Markdown holds the site's own address; else it says where that belongs."""


def badge(network: NetworkReport, site_url: str) -> Badge:
    """Word a network's badge, with addresses under that of the site."""
    base = escape.safe_url(site_url)
    folder = quote(addresses.network(network.id).removesuffix("index.md"))
    page = f"{(base or 'https://YOUR-SITE').rstrip('/')}/{folder}"
    alt = _OF_LINKS.sub(r"\\\1", " ".join(badge_text(network).split()))
    return Badge(
        file=FILE, alt=badge_text(network), markdown=f"[![{alt}]({page}{FILE})]({page})", public=base is not None
    )
