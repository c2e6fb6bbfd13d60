"""Writing a folder whole or not at all, and leaving nothing behind, even where the program is killed."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import stat
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

_OLD: Final = 30 * 24 * 3600
"""Seconds after which a folder is taken for a dead program's where no lock can tell, as on Windows."""
_TRIES: Final = 5
_HERE: Final = -100
"""``AT_FDCWD``: paths are relative to the current folder."""
_EXCHANGE: Final = 2
"""``RENAME_EXCHANGE`` of Linux and ``RENAME_SWAP`` of macOS."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the target's place when the block ends, and vanishes if it fails.

    It lies beside the target, so that taking its place is one step and no reader sees half a site, or none.
    A target that is a link stays one: the folder that it leads to is replaced.
    """
    place = Path(os.path.realpath(target))
    recover(place)
    with scratch(place.parent, f".{place.name}.new-") as fresh:
        yield fresh
        swap(fresh, place)


@contextmanager
def scratch(around: Path, prefix: str, mode: int = 0o777) -> Iterator[Path]:
    """Give an empty folder for as long as the block runs.

    What a killed program left under the same prefix is removed first. A lock, which ends with the program that holds
    it, tells that from the folders of programs that still run.

    Args:
        around: The folder to make it in.
        prefix: How its name begins; the rest is random.
        mode: Its permissions, less the umask.
    """
    around.mkdir(parents=True, exist_ok=True)
    _sweep(around, prefix)
    folder, lock = _made(around, prefix, mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _release(lock)


def _made(around: Path, prefix: str, mode: int) -> tuple[Path, int | None]:
    """Make a folder and hold it; where another program swept it away in between, make the next."""
    for last in (*[False] * _TRIES, True):
        folder = around / f"{prefix}{uuid4().hex}"
        folder.mkdir(mode)
        lock = _lock(folder)
        if last or (lock is not None and folder.exists()):
            break
        _release(lock)
        shutil.rmtree(folder, ignore_errors=True)
    return folder, lock


def swap(fresh: Path, target: Path) -> None:
    """Put the fresh folder in the target's place, and what was there in its own."""
    if _exchanged(fresh, target):
        return
    if not target.exists():
        fresh.rename(target)
        return
    stale = target.with_name(f".{target.name}.old-{uuid4().hex}")
    target.rename(stale)
    try:
        fresh.rename(target)
    except OSError:
        stale.rename(target)
        raise
    shutil.rmtree(stale)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; tell whether the system could do that."""
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None, use_errno=True)
        first, second = os.fsencode(one), os.fsencode(other)
        if sys.platform == "linux":
            return bool(library.renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(first, second, _EXCHANGE) == 0)
    return False


def recover(target: Path) -> None:
    """Bring back what a program moved aside and was killed before it put another in its place."""
    for stale in _named(target.parent, f".{target.name}.old-"):
        if target.exists():
            shutil.rmtree(stale, ignore_errors=True)
        else:
            stale.rename(target)


def _sweep(around: Path, prefix: str) -> None:
    """Remove the folders of programs that run no more."""
    for folder in _named(around, prefix):
        lock = _lock(folder)
        with suppress(OSError):
            if lock is not None or (sys.platform == "win32" and folder.stat().st_mtime < time.time() - _OLD):
                shutil.rmtree(folder, ignore_errors=True)
        _release(lock)


def _named(around: Path, prefix: str) -> list[Path]:
    """List the folders of our own that have a name as we give it."""
    if not around.is_dir():
        return []
    name = re.compile(f"{re.escape(prefix)}[0-9a-f]{{32}}")
    return [each for each in around.iterdir() if name.fullmatch(each.name) and is_our_folder(each)]


def is_our_folder(path: Path) -> bool:
    """Tell whether it is a folder, and this user's; not of one that another program removes meanwhile."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.getuid())


def _lock(folder: Path) -> int | None:
    """Hold a folder until it is released or this program ends; ``None`` where that cannot be."""
    if sys.platform == "win32":
        return None
    handle = None
    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        _release(handle)
        return None
    return handle


def _release(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)
