"""A folder that is mostly as it was, replaced as a whole.

What it is replaced by is at best what it replaced the last time: that has most of its files already. A file of it that
is, by its inode, the very file that is to stand stays; nothing else in it is believed, and no link in it is followed.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.site.folders import is_our_folder, recover, scratch, swap
from reportgen.site.ledger import files_below, inodes_below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from reportgen.site.ledger import Inode, Seen

_OTHERWISE: Final = (FileNotFoundError, FileExistsError, IsADirectoryError)
"""What is heard where a folder does not hold what it was seen to hold, or holds a folder in the place of a file."""


@contextmanager
def patching(
    target: Path,
    standing: Collection[str],
    spare: Path | None = None,
    files: dict[str, Seen] | None = None,
) -> Iterator[Path]:
    """Give an empty folder whose files become part of the target, at once, when the block ends; else nothing changes.

    The target then holds that, and of its own files those that are in ``standing`` by then, by path in the target;
    and those in place of new ones that hold the same. They are linked and not copied, and keep their dates.

    Args:
        target: the folder.
        standing: its files that stay.
        spare: where the folder is kept that was replaced, for the next time; nowhere unless told.
        files: its files as they were when it was decided which stay, if somebody knows; at the end those by then.

    Raises:
        Replaced: something else has taken the target's place meanwhile, or that of a file of it.
    """
    place = Path(os.path.realpath(target))
    before = place.stat()
    recover(place)
    with scratch(place.parent, f".{place.name}.new-") as folder:
        made = folder / "made"
        made.mkdir()
        yield made
        try:
            whole = _taken(spare, folder)
            merged = _merge(made, whole, place, standing, files or files_below(place))
            now = place.stat()
        except _OTHERWISE:
            raise Replaced from None
        if (now.st_dev, now.st_ino) != (before.st_dev, before.st_ino):
            raise Replaced
        swap(whole, place)
        _leave(whole, spare)
    if files is not None:
        files.clear()
        files.update(merged)


class Replaced(Exception):  # noqa: N818 - it is no error: whoever hears of it begins anew
    """A folder is not the one that it was."""


def _taken(spare: Path | None, folder: Path) -> Path:
    """Move the spare folder to where no other build takes it; make one where there is none, or on another disk.

    It is looked at where nobody exchanges it any more: a link is none, nor is the folder of another user.
    """
    taken, empty = folder / "taken", folder / "empty"
    if spare:
        with suppress(OSError):
            spare.rename(taken)
            if is_our_folder(taken):
                return taken
    empty.mkdir()
    return empty


def _leave(whole: Path, spare: Path | None) -> None:
    """Leave the folder that was replaced for the next time, unless another build has left one."""
    if spare:
        with suppress(OSError):
            spare.parent.mkdir(parents=True, exist_ok=True)
            whole.rename(spare)
            os.utime(spare)


def _merge(made: Path, whole: Path, old: Path, standing: Collection[str], files: Mapping[str, Seen]) -> dict[str, Seen]:
    """Have a folder hold what was made and what stands of the old one, whatever it held before; tell of its files."""
    new = files_below(made)
    fresh = {name for name in new if not _same(made / name, old / name)}
    staying = {*standing, *new} - fresh
    if not files.keys() >= staying:
        raise Replaced
    wanted = {name: files[name][1] for name in staying}
    _fill(whole, old, wanted)
    for name in fresh:
        (whole / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).rename(whole / name)
    return {name: new[name] if name in fresh else files[name] for name in (*staying, *fresh)}


def _fill(whole: Path, old: Path, wanted: Mapping[str, Inode]) -> None:
    """Have a folder hold those files of the old one that are wanted, and no others."""
    held = inodes_below(whole)
    for name, inode in held.items():
        if wanted.get(name) != inode:
            (whole / name).unlink()
            _prune(whole, name)
    missing = sorted(name for name, inode in wanted.items() if held.get(name) != inode)
    for folder in sorted({os.path.dirname(name) for name in missing}):  # noqa: PTH120 - half the time
        (whole / folder).mkdir(parents=True, exist_ok=True)
    for name in missing:
        _link(old / name, whole / name)


def _prune(top: Path, name: str) -> None:
    """Remove the folders that a file was the last in."""
    with suppress(OSError):
        for folder in (top / name).relative_to(top).parents:
            if folder.parts:
                (top / folder).rmdir()


def _link(old: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such thing."""
    try:
        os.link(old, new)
    except _OTHERWISE:
        raise
    except OSError:
        shutil.copy2(old, new)


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and not other.is_symlink() and filecmp.cmp(one, other, shallow=False)
