"""The account of one build, for the next one to go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.cache.place import store_at
from reportgen.diagnostics.findings import RULES
from reportgen.settings_file import read_settings
from reportgen.site.ledger import Ledger, files_below, keep, recall, stamps
from reportgen.site.surroundings import allow_reuse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportgen.site.ledger import Seen
    from reportgen.site.session import Session
    from reportgen.site.warm import Last, Order


class Account:
    """What a build begins with, and what it comes to."""

    def __init__(self, order: Order, session: Session, target: Path, last: Last | None = None) -> None:
        self._order, self._session, self._target = order, session, target
        source = session.plugin.source
        settings = read_settings(source.folder, [rule.name for rule in RULES])
        self._store = store_at(source.cache, settings=settings.cache)
        self._allowed = self._store is not None and allow_reuse(session.config)
        self._folders = tuple(map(str, (source.folder.absolute(), *_folders(session))))
        # Before anything is read: what changes while the site is built belongs to the next build.
        # A server never asks whether nothing has changed: it builds when something has.
        known = self._allowed and not (source.baseline or settings.baseline or source.history or order.memory)
        found = last.found if last and last.ledger.folders == self._folders else ""
        self._inputs = (found or order.inputs(self._folders)) if known else ""
        here = last and self._store and last.store.folder == self._store.folder
        self._last = last.ledger if last and here else None

    def ledger(self) -> Ledger | None:
        """Give the ledger of the last build, where its site is to be brought up to date."""
        if self._store is None or not self._allowed:
            return None
        memory = self._order.memory
        found = memory.ledger if memory else self._last or recall(self._store, self._order.name)
        here = found and found.site == str(self._target.absolute()) and self._target.is_dir()
        return found if here else None

    def files(self) -> dict[str, Seen]:
        """Tell of the files that the site has by now, by their path there."""
        memory = self._order.memory
        return dict(memory.files) if memory else files_below(self._target)

    @property
    def spare(self) -> Path | None:
        """Where a site that was replaced is left, to be brought up to date and replace the next."""
        return self._store.tree(self._order.name) if self._store else None

    def keep(self, files: Mapping[str, Seen], *, strict: bool) -> Ledger:
        """Write down what the build came to: its files, by their path in the site, and more."""
        plugin = self._session.plugin
        problems = {str(p): p.explained() for broken in plugin.catalogue.broken for p in broken.problems}
        # What was warned of a page is told again only if it is made again.
        quiet = self._allowed and all(warning in problems for warning in self._session.warnings)
        ledger = Ledger(
            inputs=self._inputs,
            folders=self._folders,
            surroundings=plugin.reuse.shared,
            networks=len(plugin.catalogue.networks),
            broken=len(plugin.catalogue.broken),
            warnings=tuple(problems.get(warning, f"warning: {warning}") for warning in self._session.warnings),
            strict=strict,
            site=str(self._target.absolute()),
            pages=plugin.reuse.told() if quiet else {},
            parts=plugin.reuse.made_of,
            pieces=plugin.reuse.pieces,
            stamps=stamps(files),
        )
        if self._order.memory:
            self._order.memory.ledger, self._order.memory.files = ledger, dict(files)
        elif self._store and self._allowed:
            keep(self._store, self._order.name, ledger)
        return ledger


def _folders(session: Session) -> tuple[str, ...]:
    """Give the folders, besides the architectures, that a site is made of."""
    custom = session.config.theme.custom_dir
    own = (session.config.docs_dir,) if session.project.own_config else ()
    return (*own, *((custom,) if custom else ()))
