"""A new catalogue: the files that a team begins with."""

from __future__ import annotations

from importlib import resources
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen.errors import Mark, Problem, ReportgenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

DOTTED: Final = frozenset({"github", "gitignore", "pre-commit-config.yaml"})
"""What is kept without the dot before its name, so that no tool takes it for this project's own."""


def starting_files() -> Mapping[PurePosixPath, str]:
    """Give the files of a new catalogue by their place in it."""
    found = dict(_files(resources.files("reportgen.site") / "starter", PurePosixPath()))
    return {_dotted(path): found[path] for path in sorted(found)}


def write_start(folder: Path) -> tuple[Path, ...]:
    """Write the files of a new catalogue: all of them, or none.

    Returns:
        The files, in order.

    Raises:
        ReportgenError: where one of them is there already, or cannot be written; then nothing has changed.
    """
    files = {folder / path: text for path, text in starting_files().items()}
    there = [path for path in files if path.exists() or path.is_symlink()]
    if there:
        message = "it is there already, and nothing was written; begin in another folder, or move it away"
        raise ReportgenError([Problem("exists", message, Mark(str(path))) for path in there])
    made: list[Path] = []
    try:
        for path, text in files.items():
            for around in _missing_folders(path):
                around.mkdir()
                made.append(around)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(text)
    except OSError as error:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        reason = f"{error.strerror or 'it cannot be written'}; nothing was written"
        raise ReportgenError([Problem("unwritable", reason.lower(), Mark(str(error.filename or folder)))]) from None
    return tuple(files)


def _files(folder: Traversable, place: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, place / entry.name)
        else:
            yield place / entry.name, entry.read_text(encoding="utf-8")


def _dotted(path: PurePosixPath) -> PurePosixPath:
    first, *rest = path.parts
    return PurePosixPath(f".{first}" if first in DOTTED else first, *rest)


def _missing_folders(path: Path) -> list[Path]:
    """List the folders that have to be made for a file, the outermost first."""
    return [folder for folder in reversed(path.parents) if not folder.exists()]
