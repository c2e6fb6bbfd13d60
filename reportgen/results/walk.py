"""The files below a folder in one order, folder by folder, so that no list of all of them is held."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.spec.source import SUFFIXES, member

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.spec.source import SourceFile


def walk(folder: Path) -> Iterator[SourceFile]:
    """Give the architecture files below a folder, ordered by the parts of their paths; hidden ones are left out.

    Raises:
        ReportgenError: where there is no such folder, or one of those below it cannot be listed.
    """
    if not folder.is_dir():
        raise ReportgenError([Problem("no-folder", "there is no such folder of architectures", Mark(str(folder)))])
    # Whoever reads a file may work in another folder.
    here = folder.absolute()
    yield from (replace(member(folder, path), location=path.absolute(), root=here) for path in _below(folder))


def _below(folder: Path) -> Iterator[Path]:
    try:
        shown = sorted((e for e in folder.iterdir() if not e.name.startswith(".")), key=attrgetter("name"))
    except OSError as error:
        reason = (error.strerror or "it cannot be listed").lower()
        raise ReportgenError([Problem("unreadable", f"{reason}; check the path", Mark(str(folder)))]) from error
    for entry in shown:
        if entry.is_dir() and not entry.is_symlink():
            yield from _below(entry)
        elif entry.suffix in SUFFIXES and entry.is_file():
            yield entry
