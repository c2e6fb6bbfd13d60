"""What the last build of a site came to: of which page and file, made of what, and what it warned of."""

from __future__ import annotations

import json
import os
from dataclasses import field, fields
from typing import TYPE_CHECKING, TypeAlias

from reportgen.cache import versions
from reportgen.cache.packing import UNFIT
from reportgen.cache.store import digest
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from reportgen.cache.store import Store
    from reportgen.site.splicing import Pieces

Inode: TypeAlias = "tuple[int, int]"
"""Device of a file, and its number there."""
Stamp: TypeAlias = "tuple[int, int]"
"""Size of a file, and when it was written, in nanoseconds."""
Seen: TypeAlias = "tuple[Stamp, Inode]"
"""What a folder tells of a file: asking the system's own account of it for each of these takes longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """What a page that stands as it is gives to the others."""

    key: str
    """Digest of all that it was made of, what surrounds it apart."""
    anchors: tuple[str, ...]
    """What links may lead to on it."""
    targets: tuple[str, ...]
    """Files that its tables and charts lead to, but for those that are made of the same."""
    search: tuple[Mapping[str, Any], ...]
    """Its entries in the search index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One build."""

    inputs: str
    """Digest of all that the site was made of; empty where nobody could tell."""
    folders: tuple[str, ...]
    """Folders that it was made of."""
    surroundings: str
    """Digest of what all pages share."""
    networks: int
    broken: int
    warnings: tuple[str, ...]
    """As they were told."""
    strict: bool
    """Whether its configuration asks that warnings fail the build."""
    site: str
    """Where it went."""
    pages: Mapping[str, KeptPage] = field(default_factory=dict)
    """By path under the docs folder."""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Paths in the site of other files that were made of the same, by the digest of that."""
    pieces: Mapping[str, Pieces] = field(default_factory=dict)
    """What each file holds that is put together of pieces, by its path in the site."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """Of every file of the site, by its path there."""


def name_of(project: Path, out: Path | None) -> str:
    """Give the key under which a site's ledger is kept; that of other code tells nothing of what ours would make."""
    return digest("ledger", versions.of_sites(), str(project.resolve()), "" if out is None else str(out.absolute()))


def keep(store: Store, name: str, ledger: Ledger) -> None:
    """Keep a ledger; it is not packed, as every build reads it and writes another."""
    values = {each.name: getattr(ledger, each.name) for each in fields(ledger)}
    values["pages"] = _grouped(ledger.pages)
    store.put(name, json.dumps(values, separators=(",", ":")).encode())


def recall(store: Store, name: str) -> Ledger | None:
    """Give the ledger of the last build; ``None`` where there is none."""
    content = store.get(name)
    if content is None:
        return None
    try:
        values = json.loads(content)
        values |= {name: tuple(values[name]) for name in ("folders", "warnings")}
        values["pages"] = dict(_pages(values["pages"]))
        values["pieces"] = {
            path: tuple((str(key), int(length)) for key, length in each) for path, each in values["pieces"].items()
        }
        values["parts"] = {key: tuple(map(str, paths)) for key, paths in values["parts"].items()}
        values["stamps"] = {path: (size, written) for path, (size, written) in values["stamps"].items()}
        return Ledger(**values)
    except UNFIT:
        return None


def _grouped(pages: Mapping[str, KeptPage]) -> list[object]:
    """Tell of pages by what they lead to, which is the same for all networks of a family and most of their account."""
    groups: dict[tuple[str, ...], dict[str, object]] = {}
    for path, page in pages.items():
        groups.setdefault(page.targets, {})[path] = page.key, page.anchors, page.search
    return list(groups.items())


def _pages(groups: Iterable[Any]) -> Iterator[tuple[str, KeptPage]]:
    for listed, pages in groups:
        targets = tuple(map(str, listed))
        for path, (key, anchors, search) in pages.items():
            yield path, KeptPage(key=str(key), anchors=tuple(anchors), targets=targets, search=tuple(search))


def files_below(folder: Path) -> dict[str, Seen]:
    """Tell of every file below a folder, by its path there; of none where there is no folder."""
    return {path: seen(entry.stat(follow_symlinks=False)) for path, entry in _below(folder)}


def seen(found: os.stat_result) -> Seen:
    """Give what counts of what the system tells of a file."""
    return (found.st_size, found.st_mtime_ns), (found.st_dev, found.st_ino)


def inodes_below(folder: Path) -> dict[str, Inode]:
    """Tell which files lie below a folder, by their paths there; it does not ask for each what its folder told."""
    device = folder.stat().st_dev
    return {path: (device, entry.inode()) for path, entry in _below(folder)}


def _below(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    waiting = [(str(folder), "")] if folder.is_dir() else []
    while waiting:
        place, under = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{under}{entry.name}/"))
                else:
                    yield under + entry.name, entry


def stamps(files: Mapping[str, Seen]) -> dict[str, Stamp]:
    """Give size and time of files."""
    return {path: stamp for path, (stamp, _) in files.items()}
