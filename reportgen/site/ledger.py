"""What the last build of a site came to: of which page and file, made of what, and what it warned of."""

from __future__ import annotations

import json
import os
from dataclasses import field, fields
from typing import TYPE_CHECKING, TypeAlias

from reportgen.cache.packing import UNFIT
from reportgen.cache.store import digest
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from reportgen.cache.store import Store
    from reportgen.site.splicing import Pieces

Inode: TypeAlias = "tuple[int, int]"
"""Device of a file, and its number there."""
Stamp: TypeAlias = "tuple[int, int]"
"""Size of a file, and when it was written, in nanoseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """What a page that stands as it is gives to the others."""

    key: str
    """Digest of all that it was made of, what surrounds it apart."""
    anchors: tuple[str, ...]
    """What links may lead to on it."""
    targets: tuple[str, ...]
    """Files that its tables and charts lead to."""
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
    """Give the key under which a site's ledger is kept."""
    return digest("ledger", str(project.resolve()), "" if out is None else str(out.absolute()))


def keep(store: Store, name: str, ledger: Ledger) -> None:
    """Keep a ledger; it is not packed, as every build reads it and writes another."""
    store.put(name, json.dumps(_told(ledger), default=_told, separators=(",", ":")).encode())


def recall(store: Store, name: str) -> Ledger | None:
    """Give the ledger of the last build; ``None`` where there is none."""
    content = store.get(name)
    if content is None:
        return None
    try:
        values = json.loads(content)
        values |= {name: tuple(values[name]) for name in ("folders", "warnings")}
        values["pages"] = {path: _page(each) for path, each in values["pages"].items()}
        values["pieces"] = {
            path: tuple((str(key), int(length)) for key, length in each) for path, each in values["pieces"].items()
        }
        values["parts"] = {key: tuple(map(str, paths)) for key, paths in values["parts"].items()}
        values["stamps"] = {path: (size, written) for path, (size, written) in values["stamps"].items()}
        return Ledger(**values)
    except UNFIT:
        return None


def _told(value: Ledger | KeptPage) -> dict[str, Any]:
    """Give the fields of an account; unlike ``asdict`` it copies nothing, and there are thousands of entries."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _page(values: dict[str, Any]) -> KeptPage:
    lists = {name: tuple(values[name]) for name in ("anchors", "targets", "search")}
    return KeptPage(key=str(values["key"]), **lists)


def files_below(folder: Path) -> dict[str, os.stat_result]:
    """Tell of every file below a folder, by its path there; of none where there is no folder."""
    return {path: entry.stat(follow_symlinks=False) for path, entry in _below(folder)}


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


def stamps(files: Mapping[str, os.stat_result]) -> dict[str, Stamp]:
    """Give size and time of files."""
    return {path: (found.st_size, found.st_mtime_ns) for path, found in files.items()}
