"""A folder that is mostly as it was, replaced as a whole."""

from __future__ import annotations

import filecmp
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.site.folders import replacing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@contextmanager
def patching(target: Path, standing: Collection[str]) -> Iterator[Path]:
    """Give an empty folder that takes the target's place when the block ends; else nothing changes.

    Before it does, it is given what is in ``standing`` by then, by path in the target, and those files in place of
    its own that hold the same. They are linked and not copied: they cost nothing, and keep their dates.

    Raises:
        Replaced: something else has taken the target's place meanwhile.
    """
    place = Path(os.path.realpath(target))
    before = place.stat()
    with replacing(place) as fresh:
        yield fresh
        try:
            _take_over(place, fresh, standing)
            now = place.stat()
        except FileNotFoundError:
            raise Replaced from None
        if (now.st_dev, now.st_ino) != (before.st_dev, before.st_ino):
            raise Replaced


class Replaced(Exception):  # noqa: N818 - it is no error: whoever hears of it begins anew
    """A folder is not the one that it was."""


def _take_over(old: Path, fresh: Path, standing: Collection[str]) -> None:
    """Put files of the old folder into the fresh one: what stands, and what was made again as it was."""
    made = {path.relative_to(fresh).as_posix() for path in fresh.rglob("*") if path.is_file()}
    for name in made:
        if _same(fresh / name, old / name):
            (fresh / name).unlink()
            _link(old / name, fresh / name)
    missing = sorted(set(standing) - made)
    for folder in sorted({os.path.dirname(name) for name in missing}):  # noqa: PTH120 - half the time for thousands
        (fresh / folder).mkdir(parents=True, exist_ok=True)
    for name in missing:
        _link(old / name, fresh / name)


def _link(old: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such thing."""
    try:
        os.link(old, new)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(old, new)


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
