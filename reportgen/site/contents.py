"""Everything a site shows of a folder of architecture files, sorted into pages and assets."""

from __future__ import annotations

from dataclasses import field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.analysis import catalogue
from reportgen.cache.place import store_at
from reportgen.cache.reports import KeptReports
from reportgen.cache.store import digest, scratch
from reportgen.charts.spark import spark
from reportgen.diagnostics.findings import RULES
from reportgen.frozen import dataclass
from reportgen.pages import Asset, Book, Page, Turn, parts
from reportgen.settings_file import read_settings
from reportgen.site.bundles import Shelf
from reportgen.site.haste import due, put_off
from reportgen.site.making import made
from reportgen.site.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from reportgen.pages import PageOptions, Part
    from reportgen.report import Catalogue
    from reportgen.review.catalogues import Review
    from reportgen.review.history import History
    from reportgen.settings import Settings
    from reportgen.site.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Generated pages and assets by path, in the order that they came."""

    pages: Mapping[str, Page]
    assets: Mapping[str, Asset]
    keys: Mapping[str, str] = field(default_factory=dict)
    """Digest of all that a page is made of, by its path; none where nobody worked it out."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Paths of the assets that are made of the same, by the digest of that."""
    standing: frozenset[str] = frozenset()
    """Paths of assets that the site has already as they are to be; they are not among the others."""
    due: Turn | None = None
    """The next turn, if it was left something to make."""

    @classmethod
    def of(cls, items: Iterable[Page | Asset], keys: Mapping[str, str] = MappingProxyType({})) -> Contents:
        """Sort what ``pages`` gives."""
        kept = list(items)
        return cls(
            pages={item.path: item for item in kept if isinstance(item, Page)},
            assets={item.path: item for item in kept if isinstance(item, Asset)},
            keys=keys,
        )

    @classmethod
    def of_parts(
        cls, found: Iterable[tuple[Part, tuple[Page | Asset, ...]]], standing: Mapping[str, tuple[str, ...]]
    ) -> Contents:
        """Sort what parts gave.

        Args:
            found: each part with what it gave, of those that stand without their assets.
            standing: paths of the assets of those, by the digest of what they are made of.
        """
        items: list[Page | Asset] = []
        keys: dict[str, str] = {}
        parts: dict[str, tuple[str, ...]] = {}
        for part, some in found:
            items += some
            if part.key:
                keys |= {item.path: part.key for item in some if isinstance(item, Page)}
                made = tuple(item.path for item in some if isinstance(item, Asset))
                parts[part.key] = standing.get(part.key) or made
        stay = frozenset(path for key in parts.keys() & standing.keys() for path in standing[key])
        return replace(cls.of(items, keys), parts=parts, standing=stay)

    def under(self, folder: str) -> Contents:
        """Give the same, moved into a folder of the site; links among them lead where they led."""
        prefix = within(folder)
        if not prefix:
            return self
        items: list[Page | Asset] = [*self.pages.values(), *self.assets.values()]
        keys = {prefix + path: key for path, key in self.keys.items()}
        moved = Contents.of((replace(item, path=prefix + item.path) for item in items), keys)
        parts = {key: tuple(prefix + path for path in paths) for key, paths in self.parts.items()}
        standing = frozenset(prefix + path for path in self.standing)
        return replace(moved, parts=parts, standing=standing, due=self.due)

    @property
    def styles(self) -> tuple[str, ...]:
        """Paths of the style sheets, which every page loads."""
        return self._shared(".css")

    @property
    def scripts(self) -> tuple[str, ...]:
        """Paths of the scripts that every page loads."""
        return self._shared(".js")

    def _shared(self, kind: str) -> tuple[str, ...]:
        return tuple(path for path, asset in self.assets.items() if path.endswith(kind) and not asset.on_demand)


def within(folder: str) -> str:
    """Give what the paths of a folder of the site begin with: ``"models/"`` for ``"/models"``, nothing for its root."""
    return f"{folder.strip('/')}/".lstrip("/")


def read(
    source: Source,
    options: PageOptions,
    workers: int = 0,
    progress: Progress = silent,
    standing: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> tuple[Catalogue, Contents]:
    """Read a folder and give its catalogue with all pages and assets.

    What can be kept for the next time is made by then; other slots and bytes come later.

    Args:
        source: The folder.
        options: What pages say besides.
        workers: Processes that make pages; 0 for as many as help.
        progress: Hears how far it is.
        standing: Paths of assets that the site has already, by the digest of what those of each part were made of.

    Raises:
        ReportgenError: There is no such folder, the settings that hold for it are wrong, git does not know the
            baseline, or a process ended in the middle of its work.
    """
    settings = read_settings(source.folder, [rule.name for rule in RULES])
    store = store_at(source.cache, settings=settings.cache)
    heads = source.memory.heads(store, digest("heads", str(source.folder.resolve()))) if store else None
    about = (replace(source, turn=None), options, settings, store and store.folder)
    known = None if source.turn in {None, Turn.OWN} else source.memory.known(about)
    found, wanted = known or _wanted(source, options, settings, KeptReports(store, spark, heads, source.memory))
    shelf = Shelf(store or scratch(), heads, standing)
    now = wanted if source.turn is None else put_off(wanted, source.turn, source.memory.parts, shelf)
    contents = Contents.of_parts(made(now, shelf, workers, progress), standing)
    source.memory.parts = tuple((part.about, part.key) for part in now)
    left = due(wanted, now)
    source.memory.keep(about, None if left is None else (found, wanted))
    if store and heads:
        heads.keep()
        store.prune()
    return found, replace(contents, due=left)


def _wanted(
    source: Source, options: PageOptions, settings: Settings, analysed: KeptReports
) -> tuple[Catalogue, tuple[Part, ...]]:
    """Read a folder, and give its catalogue with the parts that a site is to be made of."""
    source.memory.begin()
    found = catalogue(source.files(settings.limits), settings, analysed)
    return found, tuple(parts(_book(source, options, found, settings)))


def _book(source: Source, options: PageOptions, found: Catalogue, settings: Settings) -> Book:
    """Give the catalogue with all that is told besides."""
    baseline = source.baseline or settings.baseline
    return Book(
        catalogue=found,
        options=options,
        review=_review(source.folder, baseline) if baseline else None,
        history=_history(source.folder, found, settings) if source.history else None,
    )


def _review(folder: Path, baseline: str) -> Review:
    from reportgen.review.revisions import review_revisions  # noqa: PLC0415 - most sites do without

    return review_revisions(baseline, None, folder, exact=True)


def _history(folder: Path, found: Catalogue, settings: Settings) -> History:
    from reportgen.review.history import read_history  # noqa: PLC0415 - same

    return read_history(folder, found, settings)
