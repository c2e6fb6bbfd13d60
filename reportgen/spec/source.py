"""Where files come from: a folder of architectures, or one file."""

from __future__ import annotations

import os
from dataclasses import field
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass
from reportgen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reportgen.limits import Limits

F = TypeVar("F", bound="Collection[object]")

FOLDER = "architectures"
"""The folder that holds a project's files; a network's id is its path inside it."""
SUFFIXES = (".yml", ".yaml")
_USUAL = 1 << 16
"""Bytes that hold nearly every file."""
INTRODUCTION = "family.md"
"""Markdown beside architecture files that introduces their family."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One architecture file: where it is, and what its place says about its networks."""

    path: str
    """As the user would write it; it stands in errors and reports."""
    place: PurePosixPath
    """Path inside the folder of architectures."""
    location: Path
    """Where its bytes are."""
    root: Path | None = field(default=None, kw_only=True)
    """Folder that it must lie in, links followed; ``None`` where the user named the file itself."""

    def read(self, limits: Limits) -> bytes:
        """Give its bytes, of a file that is too large only one more than it may have.

        Raises:
            ReportgenError: It cannot be read, or is a link that leads out of its folder.

        """
        if leads_out(self.location, self.root):
            message = "it is a link that leads out of the folder of architectures; put the file itself there"
            raise ReportgenError([Problem("outside-folder", message, Mark(self.path))])
        try:
            with self.location.open("rb") as file:
                most = limits.file_bytes + 1
                held = file.read(min(_USUAL, most))  # room is made for all that is asked for
                return held if len(held) < _USUAL else held + file.read(most - len(held))
        except OSError as error:
            reason = (error.strerror or "it cannot be read").lower()
            raise ReportgenError([Problem("unreadable", f"{reason}; check the path", Mark(self.path))]) from error

    def size(self) -> int:
        """Count its bytes; 0 where nobody can tell."""
        try:
            return self.location.stat().st_size
        except OSError:
            return 0

    def introduction(self, limits: Limits) -> str:
        """Give what stands beside the file about its family (``family.md``), up to the length of a text."""
        path = self.location.parent / INTRODUCTION
        if leads_out(path, self.root) or not path.is_file():
            return ""
        try:
            with path.open(encoding="utf-8") as file:
                return file.read(limits.text_length)
        except (OSError, UnicodeDecodeError):
            return ""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.place.stem

    @property
    def family(self) -> str:
        """The default family: the folder's name, else ``Other``."""
        return self.place.parent.name or "Other"

    def id_of(self, variant: str | None) -> str:
        """Give a network's id: the path inside the folder as slugs; a variant's own id replaces the file's name."""
        return "/".join(slug(part) for part in (*self.place.parts[:-1], variant or self.stem))


def single(path: Path) -> SourceFile:
    """Give a file that stands for itself."""
    return SourceFile(as_text(str(path)), PurePosixPath(as_text(path.name)), path)


def list_files(folder: Path, limits: Limits) -> tuple[Path, ...]:
    """List the architecture files below a folder by path, hidden ones left out.

    Raises:
        ReportgenError: There is no such folder, or it has more files than ``limits.files``.

    """
    return tuple(folder / place for place in list_places(folder, limits))


def list_places(folder: Path, limits: Limits) -> list[str]:
    """List the same by their paths inside the folder, with ``/`` between parts; raises as ``list_files`` does."""
    if not folder.is_dir():
        raise ReportgenError([Problem("no-folder", "there is no such folder of architectures", Mark(str(folder)))])
    return sorted(held(list(islice(_places(str(folder), ""), limits.files + 1)), str(folder), limits))


def _places(folder: str, under: str) -> Iterator[str]:
    """Find architecture files; a link to a folder is not followed, nor a folder entered that may not be read."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _places(entry.path, f"{under}{entry.name}/")
        elif entry.name.endswith(SUFFIXES) and os.path.isfile(entry.path):  # noqa: PTH113 - a path for each takes its time
            yield under + entry.name


def held(files: F, folder: str, limits: Limits) -> F:
    """Give the files of a folder; raise ``ReportgenError`` where they are more than ``limits.files``."""
    if len(files) > limits.files:
        message = (
            f"more than {limits.files:,} architecture files lie below this folder (files); name a folder inside it"
        )
        raise ReportgenError([Problem("too-many-files", message, Mark(folder))])
    return files


def leads_out(path: Path, root: Path | None) -> bool:
    """Tell whether a path is a link to what lies outside a folder, and so is not the folder's to show."""
    if root is None or not path.is_symlink():
        return False
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def is_shown(path: PurePath) -> bool:
    """Say whether a file is one of architecture by its name: its path inside the folder is not hidden."""
    return path.suffix in SUFFIXES and not any(part.startswith(".") for part in path.parts)


def member(folder: Path, path: Path) -> SourceFile:
    """Give a file of a folder of architectures."""
    place = PurePosixPath(as_text(path.relative_to(folder).as_posix()))
    return SourceFile(as_text(path.as_posix()), place, path, root=folder)


def as_text(path: str) -> str:
    """Give a path that can be written down: bytes of a name that are no text stand as U+FFFD."""
    return path if path.isascii() else os.fsencode(path).decode(errors="replace")
