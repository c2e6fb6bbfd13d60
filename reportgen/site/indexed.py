"""What the search knows of each page, whether this build made it or the last one did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from reportgen.site.ledger import KeptPage


class Indexed:
    """Entries of the search index by page.

    MkDocs hands pages to the search one after the other, but for those that stand as they are: their entries are put
    between the others' at the end.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        index = getattr(config.plugins.get("material/search"), "search_index", None)
        self._entries: list[Any] = getattr(index, "entries", [])
        self._seen = 0
        self._of: dict[str, Sequence[Any]] = {}

    def made(self, path: str, *, listed: bool) -> Sequence[Any]:
        """Take in what the search has found on the page that it saw last; give that.

        Args:
            path: the page's.
            listed: whether it stands in the navigation; of others headings with nothing below them tell nothing.
        """
        found = self._entries[self._seen :]
        if not listed:
            self._entries[self._seen :] = found = list(filter(_tells, found))
        self._seen = len(self._entries)
        self._of[path] = found
        return found

    def complete(self, standing: Mapping[str, KeptPage], pages: Iterable[str]) -> None:
        """Add the entries of pages that stand, if there are any, and put all in the order of the pages."""
        if standing:
            known = self._of | {path: page.search for path, page in standing.items()}
            self._entries[:] = [entry for path in pages for entry in known.get(path, ())]


def _tells(entry: Mapping[str, Any]) -> bool:
    """Whether there is more to find than a heading that every network's page has, with a slot below it."""
    return bool(entry["text"]) or "#" not in entry["location"]
