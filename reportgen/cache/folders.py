"""The digest of all that lies below a folder, had in a moment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reportgen.cache.store import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def of_folder(folder: str | Path, without: str = "\0") -> str:
    """Give the digest of all files below a folder; of none where there is no folder.

    Args:
        folder: the folder.
        without: how the names of those end that do not count; no name has what is left out unless told.
    """
    files = (each for each in _below(str(folder), "") if not each[0].endswith(without))
    return digest(*(part for name, path in files for part in (name, _read(path))))


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - half the time, for each of thousands of files
        return file.read()


def _below(folder: str, under: str) -> Iterator[tuple[str, str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            yield from _below(entry.path, f"{under}{entry.name}/")
        elif entry.is_file():
            yield under + entry.name, entry.path
