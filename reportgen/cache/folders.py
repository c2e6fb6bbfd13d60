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

    Links are followed, but not back to where they came from. A file that cannot be read counts by the reason.

    Args:
        folder: the folder.
        without: how the names of those end that do not count; no name has what is left out unless told.
    """
    files = (each for each in _below(str(folder), "") if not each[0].endswith(without))
    return digest(*(part for name, path in files for part in (name, _read(path))))


def _read(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - half the time, for each of thousands of files
            return file.read()
    except OSError as error:
        return f"\0{error.strerror}".encode()


def _below(folder: str, under: str, trail: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Find files; ``trail`` names the folders in which links stand that led here."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_symlink():
            yield from _linked(entry, under, (*trail, os.path.realpath(folder)))
        elif entry.is_dir():
            yield from _below(entry.path, f"{under}{entry.name}/", trail)
        elif entry.is_file():
            yield under + entry.name, entry.path


def _linked(entry: os.DirEntry[str], under: str, trail: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Find what a link leads to; nothing where it leads nowhere, or to a folder that it stands in."""
    if os.path.isfile(entry.path):  # noqa: PTH113 - as above; and neither raises where links go in a circle
        yield under + entry.name, entry.path
    elif os.path.isdir(entry.path):  # noqa: PTH112 - same
        target = os.path.join(os.path.realpath(entry.path), "")  # noqa: PTH118 - same
        if not any(f"{passed}{os.sep}".startswith(target) for passed in trail):
            yield from _below(entry.path, f"{under}{entry.name}/", trail)
