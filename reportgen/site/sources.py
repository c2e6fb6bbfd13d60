"""Which files a site is made of."""

from __future__ import annotations

import os
import posixpath
from dataclasses import field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportgen.cache.memory import Memory
from reportgen.frozen import dataclass
from reportgen.spec.source import SourceFile, as_text, list_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.limits import Limits
    from reportgen.pages import Turn

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A folder of architecture files, and how its files are called in messages and on pages."""

    folder: Path
    shown: str
    """Path of the folder as people write it; empty where the files' own paths say enough."""
    baseline: str = ""
    """Revision that the folder is compared with; empty for what the settings say."""
    history: bool = False
    """Whether the tags of its repository are looked at too."""
    cache: str = ""
    """Folder of the cache, or ``off``; empty for what the environment and the settings say."""
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)
    """What was read of the files already."""
    turn: Turn | None = None
    """What is to be made for now of what a server's edit changes; ``None`` for all of it."""

    def files(self, limits: Limits) -> Iterator[SourceFile]:
        """Give the files in order; a MkDocs configuration among them describes no network."""
        for place in list_places(self.folder, limits):
            if posixpath.basename(place) not in CONFIG_NAMES:
                shown = as_text(posixpath.join(self.shown, place))
                yield SourceFile(shown, PurePosixPath(as_text(place)), self.folder / place, root=self.folder)


def shown_from(place: Path, folder: str) -> str:
    """Give the path of a folder as people write it who stand at a place; nothing for that place itself."""
    path = os.path.relpath(folder, place)
    return "" if path == "." else Path(path).as_posix()
