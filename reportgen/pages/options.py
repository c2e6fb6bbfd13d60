"""What whoever publishes the pages may choose."""

from __future__ import annotations

from typing import Literal

from reportgen.frozen import dataclass

Convention = Literal["exact", "nolearn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """The choices that change what pages say; each has a sensible default."""

    site_name: str = "Architecture reports"
    """Heading of the home page."""
    site_url: str = ""
    """Web address that the pages are published under; empty where it is not known."""
    edit_url: str = ""
    """Web address to which a file's path is appended, so that a reader can edit it; empty: no such links."""
    commit: str = ""
    """Revision that the pages were made from; empty where it is not known."""
    convention: Convention = "exact"
    """Which convention of capacity and coverage the layer tables show first."""
