"""A folder of entries by key, that any number of builds may share and anyone may delete at any time."""

from __future__ import annotations

import time
from contextlib import suppress
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final
from uuid import uuid4
from weakref import finalize

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY: Final = 24 * 3600
LARGEST: Final = 1 << 30
"""Bytes that a cache is brought down to."""
OLDEST: Final = 30 * DAY
"""Seconds after which an entry that nobody read goes."""
_FOLDER: Final = "1"
"""Changes when entries are laid out in another way; what older versions left there is then removed by age."""
_ENTRY: Final = ".entry"
_TREES: Final = "trees"
_SUM: Final = 16
_MARKERS: Final = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Made by reportgen; safe to delete.\n",
    ".gitignore": "*\n",
}


def digest(*parts: str | bytes) -> str:
    """Give the digest of some texts or bytes, each told apart from the next."""
    found = blake2b(digest_size=20)
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


class Store:
    """Bytes by key.

    An entry is written beside its place and renamed, so that no reader sees half of it, and begins with a sum over
    key and content: one that is damaged, cut short or moved is as good as none. Nothing in it is ever executed. A
    folder that cannot be written makes the next build slower, and is no error.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """Give what was kept under a key; ``None`` where nothing whole is."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                found, content = file.read(_SUM), file.read()
        except OSError:
            return None
        return content if found == _sum(key, content) else None

    def has(self, key: str) -> bool:
        """Whether something is kept under a key, whole or not."""
        return self._path(key).is_file()

    def put(self, key: str, content: bytes) -> None:
        """Keep something under a key, if that can be done."""
        path = self._path(key)
        fresh = path.with_name(f"{path.name}.{uuid4().hex}")
        try:
            self._open(path.parent)
            fresh.write_bytes(_sum(key, content) + content)
            fresh.replace(path)
        except OSError:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)

    def is_stale(self, key: str) -> bool:
        """Whether an entry is there, and was not counted as read for a day."""
        with suppress(OSError):
            return self._path(key).stat().st_mtime < time.time() - DAY
        return False

    def used(self, key: str) -> None:
        """Count an entry as read today, so that it is not among the first to go."""
        if self.is_stale(key):
            with suppress(OSError):
                self._path(key).touch()

    def tree(self, key: str) -> Path:
        """Give the place of a folder that may be kept under a key, by whoever moves it there; it goes after a day."""
        return self.folder / _TREES / key

    def prune(self, largest: int = LARGEST, oldest: float = OLDEST) -> None:
        """Remove what nobody read for long and, past a size, what was read longest ago; at most once a day."""
        mark = self.folder / "pruned"
        with suppress(OSError):
            if mark.exists() and mark.stat().st_mtime > time.time() - DAY:
                return
            mark.touch()
        for tree in self.folder.glob(f"{_TREES}/*"):
            with suppress(OSError):
                if tree.stat().st_mtime < time.time() - DAY:
                    rmtree(tree)
        kept, earliest = 0, time.time() - oldest
        for read, size, path in sorted(self._entries(), key=itemgetter(0), reverse=True):
            kept += size
            if read < earliest or kept > largest:
                with suppress(OSError):
                    path.unlink()

    def _open(self, folder: Path) -> None:
        """Make the folder of an entry; the first one brings what tells other programs that this is a cache."""
        if folder.is_dir():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _MARKERS.items():
            if not (self.folder / name).exists():
                (self.folder / name).write_text(text, encoding="utf-8")

    def _path(self, key: str) -> Path:
        return self.folder / _FOLDER / key[:2] / f"{key[2:]}{_ENTRY}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """Give when each entry was read, its size and its place; half-written ones are entries too."""
        for path in self.folder.glob(f"*/*/*{_ENTRY}*"):
            with suppress(OSError):
                found = path.lstat()
                yield found.st_mtime, found.st_size, path


def scratch() -> Store:
    """Open a cache that goes with whoever uses it."""
    store = Store(Path(mkdtemp(prefix="reportgen-")))
    finalize(store, rmtree, store.folder, ignore_errors=True)
    return store


def _sum(key: str, content: bytes) -> bytes:
    found = blake2b(key.encode(), digest_size=_SUM)
    found.update(content)
    return found.digest()
