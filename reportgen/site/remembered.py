"""What a server remembers of one build for the next, rather than to read it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.cache.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.site.ledger import Ledger, Seen


class Remembered(Memory):
    """Reports, and the account of the site, which its server has to itself: nobody else writes there."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger: Ledger | None = None
        """What the last build came to."""
        self.files: dict[str, Seen] = {}
        """The files of the site as that build left them, by their path there."""

    def changed(self, files: Mapping[str, Seen]) -> frozenset[str]:
        """Name the files that are not what that build left, or that one of both has not."""
        return frozenset(path for path in self.files.keys() | files.keys() if self.files.get(path) != files.get(path))
