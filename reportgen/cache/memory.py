"""What a server has read already: by the digest of what it was made of, and for as long as the server runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.cache.heads import Heads

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis import Analysed
    from reportgen.cache.store import Store


class Memory:
    """Reports of one build for the next: of a thousand files an edit leaves all but one as they were.

    A key tells all that a file's reports depend on, its bytes first: what is found under it is what would be read or
    analysed again. What two builds in a row do not ask for is forgotten.
    """

    def __init__(self) -> None:
        self._before: dict[str, Analysed] = {}
        self._now: dict[str, Analysed] = {}
        self._heads: dict[tuple[Path, str], Heads] = {}
        self._for_next: tuple[object, Any] = None, None
        self.parts: tuple[tuple[str, str], ...] = ()
        """What each part of the last build's site was about, and its key, in order."""

    def begin(self) -> None:
        """Begin a build."""
        self._before, self._now = self._now, {}

    def get(self, key: str) -> Analysed | None:
        """Give what a file came to; ``None`` where neither this build nor the one before had it."""
        found = self._now.get(key) or self._before.get(key)
        if found is not None:
            self._now[key] = found
        return found

    def put(self, key: str, found: Analysed) -> Analysed:
        """Keep what a file came to, and give it."""
        self._now[key] = found
        return found

    def keep(self, about: object, found: Any) -> None:  # noqa: ANN401 - what pages are made of, of which this knows nothing
        """Keep what the next turn of a build goes on with; ``None`` where there is none.

        Args:
            about: all that it depends on, the files apart.
            found: that.
        """
        self._for_next = about, found

    def known(self, about: object) -> Any:  # noqa: ANN401 - same
        """Give what the last turn kept about the same; ``None`` where it kept nothing."""
        before, found = self._for_next
        return found if before == about else None

    def heads(self, store: Store, name: str) -> Heads:
        """Give the heads that a cache has under a name, as they were read when they were first asked for."""
        place = store.folder, name
        if place not in self._heads:
            self._heads[place] = Heads(store, name)
        return self._heads[place]
