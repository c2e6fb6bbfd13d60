"""A site brought up to date: where nothing has changed nothing is built, and where little has, little."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cache.place import store_at
from reportgen.frozen import dataclass
from reportgen.site.inputs import inputs
from reportgen.site.ledger import files_below, name_of, recall, stamps
from reportgen.site.progress import Progress, silent

if TYPE_CHECKING:
    from reportgen.cache.store import Store
    from reportgen.pages import Turn
    from reportgen.site.config import Project
    from reportgen.site.ledger import Ledger
    from reportgen.site.remembered import Remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A site that is wanted."""

    project: Project
    out: Path | None = None
    """Where it goes; by default where the project's own configuration says, else ``site``."""
    baseline: str = ""
    """Revision that the catalogue is compared with, instead of the one that is configured."""
    cache: str = ""
    """Folder of the cache, or ``off``, instead of what is configured."""
    workers: int = 0
    """Processes that make pages, instead of as many as are configured."""
    spare: Path | None = None
    """Where a site that was replaced is left for the next time, instead of in the cache."""
    served_at: str = ""
    """Address that it is served at while it is edited; empty for a site that is published."""
    memory: Remembered | None = None
    """What the server of the site remembers of it."""
    turn: Turn | None = None
    """What a server is to make for now of what an edit changes, so that it is there sooner; ``None`` for all of it.

    The turns after the first go on with what that has read.
    """

    @property
    def name(self) -> str:
        """The key of its ledger."""
        return name_of(self.project.folder, self.out)

    def inputs(self, folders: tuple[str, ...]) -> str:
        """Give the digest of all that it is made of, with some folders."""
        return inputs(
            self.project.own_config, folders, str(self.project.folder), str(self.out), self.baseline, self.served_at
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A site that was built, or stands as it was."""

    site: Path
    """Its folder."""
    networks: int
    broken: int
    """Files that could not be read."""
    warnings: tuple[str, ...]
    """What MkDocs and its plugins warned of, broken files included, as it is told."""
    strict: bool
    """Whether its configuration asks that warnings fail the build."""
    due: Turn | None = None
    """The next turn, if it was left something to make."""
    changed: frozenset[str] = frozenset()
    """Files of the site that came, went or have changed, by their path there, if the order's memory knew them."""


@dataclass(frozen=True, slots=True)
class Last:
    """What is known of the last build of a site before MkDocs is loaded, so that it need not be found out again."""

    store: Store
    """Where its ledger is kept."""
    ledger: Ledger
    found: str
    """Digest of what a site made of the same folders would be made of now."""


def build_site(order: Order, progress: Progress = silent) -> Built:
    """Build a project's site whole, or leave what was there as it was.

    Args:
        order: What is wanted.
        progress: Hears how far it is.

    Raises:
        ReportgenError: The configuration is wrong, or the site would replace something that is none.
    """
    store = store_at(order.cache, settings=True)
    ledger = recall(store, order.name) if store else None
    last = Last(store, ledger, order.inputs(ledger.folders)) if store and ledger else None
    if last and unchanged(last.ledger, last.found):
        return built(last.ledger)
    from reportgen.site.building import build_anew  # noqa: PLC0415 - where nothing has changed MkDocs is not needed

    return build_anew(order, progress, last)


def unchanged(ledger: Ledger, found: str) -> bool:
    """Whether a site stands as its last build left it, and would come out the same."""
    return bool(ledger.inputs) and ledger.inputs == found and stamps(files_below(Path(ledger.site))) == ledger.stamps


def built(ledger: Ledger) -> Built:
    """Tell of a build."""
    return Built(
        site=Path(ledger.site),
        networks=ledger.networks,
        broken=ledger.broken,
        warnings=ledger.warnings,
        strict=ledger.strict,
    )
