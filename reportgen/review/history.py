"""The key figures of every network over the tags of its repository."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, TypeAlias

from reportgen.analysis import catalogue
from reportgen.frozen import dataclass
from reportgen.review.key_figures import NAMES, key_figure
from reportgen.review.revisions import around, from_top
from reportgen.review.sides import Revision, kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePosixPath

    from reportgen.report import Catalogue, Json, NetworkReport
    from reportgen.review.git import Blob, Repository
    from reportgen.settings import Settings

MOST: Final = 24
"""Tags that are looked at, the latest of those that lead to the current commit."""
NOW: Final = "now"

Figures: TypeAlias = "Mapping[str, Json]"
"""Key figures by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What each network was at each edition."""

    editions: tuple[str, ...]
    """Tags from the oldest to the latest, then ``now``."""
    networks: Mapping[str, tuple[Figures | None, ...]]
    """For each edition the key figures of a network, by its id; ``None`` where it was not there, or broken."""


def read_history(folder: Path, now: Catalogue, settings: Settings) -> History:
    """Read every tag of the repository around a folder; a file that did not change is analysed once.

    Args:
        folder: the architecture files; ids begin in it.
        now: what it holds today, the last edition; networks that are no more are left out.
        settings: those that judge all editions.

    Raises:
        ReportgenError: There is no repository, or git cannot answer.
    """
    repository = around(folder)
    reader = _Reader(repository, from_top(repository, folder), settings)
    tags = repository.tags()[-MOST:]
    editions = [reader.edition(tag) for tag in tags] + [{n.id: _figures(n) for n in now.networks}]
    return History(
        editions=(*tags, NOW),
        networks={network.id: tuple(edition.get(network.id) for edition in editions) for network in now.networks},
    )


def _figures(network: NetworkReport) -> Figures:
    return {name: key_figure(network, name) for name in NAMES}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads editions; what a file holds is remembered by its place and its id as a git object."""

    repository: Repository
    folder: PurePosixPath
    settings: Settings
    _known: dict[tuple[PurePosixPath, str], Mapping[str, Figures]] = field(default_factory=dict)

    def edition(self, tag: str) -> Mapping[str, Figures]:
        """Give the key figures of every network at a tag, by id."""
        revision = Revision.named(self.repository, f"refs/tags/{tag}")
        files = revision.files(self.folder, self.settings.limits)
        fresh = {path: blob for path, blob in files.items() if (path, blob.name) not in self._known}
        held = revision.contents(fresh, self.settings.limits)
        for path, blob in fresh.items():
            self._known[path, blob.name] = self._read(path, held[path])
        return {name: figures for path, blob in files.items() for name, figures in self._of(path, blob).items()}

    def _of(self, path: PurePosixPath, blob: Blob) -> Mapping[str, Figures]:
        return self._known[path, blob.name]

    def _read(self, path: PurePosixPath, content: bytes) -> Mapping[str, Figures]:
        found = catalogue([kept(path, path.relative_to(self.folder), content, self.repository)], self.settings)
        return {network.id: _figures(network) for network in found.networks}
