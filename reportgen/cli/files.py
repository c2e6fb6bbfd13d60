"""Which architecture files a command is about, and what they are called in a site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportgen.diagnostics.findings import RULES
from reportgen.errors import Mark, Problem, ReportgenError, did_you_mean
from reportgen.settings_file import read_settings
from reportgen.spec import read_source
from reportgen.spec.source import FOLDER, list_files, single

if TYPE_CHECKING:
    from reportgen.limits import Limits
    from reportgen.settings import Settings
    from reportgen.spec.model import Architecture
    from reportgen.spec.source import SourceFile


def read_target(target: str) -> tuple[tuple[Architecture, ...], Settings]:
    """Read what ``FILE`` or ``FILE:variant`` names: all networks of a file, or one; and the settings that hold for it.

    Raises:
        ReportgenError: where the file or its settings cannot be read, or it has no such variant.
    """
    path, variant = _split(target)
    if path.is_dir():
        message = "this is a folder; name a file in it, or use `reportgen check` for all of them"
        raise ReportgenError([Problem("is-a-folder", message, Mark(str(path)))])
    settings = settings_for(path)
    return chosen(
        read_source(replace(within(root_of(path.parent), path), root=None), settings.limits), variant
    ), settings


def read_one(target: str) -> Architecture:
    """Read the network that ``FILE`` or ``FILE:variant`` names; raise ``ReportgenError`` where there are several."""
    found, _ = read_target(target)
    if len(found) > 1:
        example = f"{target}:{found[0].variant}"
        message = f"the file has {len(found)} networks; name one of them, such as {example}"
        raise ReportgenError([Problem("several-networks", message, Mark(target))])
    return found[0]


def chosen(found: tuple[Architecture, ...], variant: str | None) -> tuple[Architecture, ...]:
    """Give one variant of a file's networks, or all; raise ``ReportgenError`` where none is called so."""
    if variant is None:
        return found
    one = tuple(architecture for architecture in found if architecture.variant == variant)
    if one:
        return one
    known = [architecture.variant for architecture in found if architecture.variant is not None]
    hint = did_you_mean(variant, known) or (f"; there are {', '.join(known)}" if known else "; the file has none")
    what = f"no variant is called '{variant}'{hint}"
    raise ReportgenError([Problem("unknown-variant", what, Mark(found[0].source))])


def _split(target: str) -> tuple[Path, str | None]:
    """Tell the file from the variant; a file whose own name has a colon comes first."""
    path, (head, colon, variant) = Path(target), target.rpartition(":")
    return (Path(head), variant) if colon and not path.exists() and Path(head).exists() else (path, None)


def settings_for(path: Path) -> Settings:
    """Read the settings that hold for a file or folder; raise ``ReportgenError`` where they are wrong."""
    return read_settings(path, [rule.name for rule in RULES])


def root_of(folder: Path) -> Path:
    """Give the folder that ids begin in: the nearest one around that is called ``architectures``, or else itself."""
    here = folder.absolute()
    return next((around for around in (here, *here.parents) if around.name == FOLDER), here)


def within(root: Path, path: Path) -> SourceFile:
    """Give a file with its place below a root, which it may not lead out of."""
    return replace(single(path), place=PurePosixPath(path.absolute().relative_to(root)), root=root)


def files_of(path: Path, limits: Limits) -> tuple[Path, tuple[Path, ...]]:
    """Give the files that a path names, and the root that their ids begin in.

    A folder stands for all files below it, or below its ``architectures`` where it has that.

    Raises:
        ReportgenError: where a folder has no architecture file at all, or too many.
    """
    if not path.is_dir():
        return root_of(path.parent), (path,)
    folder = path / FOLDER if (path / FOLDER).is_dir() else path
    files = list_files(folder, limits)
    if not files:
        message = "no architecture file (.yml or .yaml) lies below this folder; name the folder that has them"
        raise ReportgenError([Problem("no-files", message, Mark(str(path)))])
    return root_of(folder), files
