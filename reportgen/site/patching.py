"""Writing what is new in a folder, and removing what is old."""

from __future__ import annotations

import filecmp
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.site.folders import scratch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@contextmanager
def patching(target: Path, standing: Collection[str]) -> Iterator[Path]:
    """Give an empty folder whose files take their places in the target when the block ends; else nothing changes.

    Each takes its place by a rename, one after the other and all in a moment. Of the other files those stay that are
    in ``standing`` by then, by their path in the target.

    Raises:
        Replaced: something else has taken the target's place meanwhile.
    """
    place = Path(os.path.realpath(target))
    before = place.stat()
    with scratch(place.parent, f".{place.name}.new-") as fresh:
        yield fresh
        now = place.stat() if place.is_dir() else None
        if now is None or (now.st_dev, now.st_ino) != (before.st_dev, before.st_ino):
            raise Replaced
        _patch(fresh, place, standing)


class Replaced(Exception):  # noqa: N818 - it is no error: whoever hears of it begins anew
    """A folder is not the one that it was."""


def _patch(fresh: Path, target: Path, standing: Collection[str]) -> None:
    made = {path.relative_to(fresh).as_posix(): path for path in fresh.rglob("*") if path.is_file()}
    new = {name: path for name, path in made.items() if not _same(path, target / name)}
    for name in new:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
    for name, path in new.items():
        path.replace(target / name)
    for folder, _, names in os.walk(target, topdown=False):
        under = Path(folder).relative_to(target)
        for name in names:
            inside = (under / name).as_posix()
            if inside not in made and inside not in standing:
                (target / inside).unlink()
        if folder != str(target) and not os.listdir(folder):  # noqa: PTH208 - half the time for thousands of folders
            os.rmdir(folder)  # noqa: PTH106 - same


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
