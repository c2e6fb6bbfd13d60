"""Networks by what a user calls them: a file, one of its variants, an id, or a file of a revision."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportgen.analysis import analyse_all
from reportgen.cli.files import chosen, read_target, settings_for, within
from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.slugs import slug
from reportgen.spec import read_source
from reportgen.spec.source import FOLDER, list_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.limits import Limits
    from reportgen.report import NetworkReport
    from reportgen.settings import Settings
    from reportgen.spec.model import Architecture


def read_networks(target: str) -> tuple[NetworkReport, ...]:
    """Read and analyse what ``FILE``, ``FILE:variant``, an id, or ``REVISION:FILE`` names.

    Raises:
        ReportgenError: where nothing is called so, or it cannot be read.
    """
    return analyse_all(*_architectures(target))


def _architectures(target: str) -> tuple[tuple[Architecture, ...], Settings]:
    """Give the networks that are meant, and the settings that hold for them."""
    file, _, variant = target.partition("#")
    target = f"{file}:{variant}" if variant and Path(file).exists() else target
    if Path(target).exists() or Path(target.rpartition(":")[0]).is_file():
        return read_target(target)
    root = Path(FOLDER)
    settings = settings_for(root if root.is_dir() else Path())
    called = tuple(_by_id(target, root, settings.limits))
    if called:
        return called, settings_for(Path(called[0].source))
    if ":" in target:
        return _of_revision(target, settings.limits), settings_for(Path())
    message = f"there is no such file, nor a network of that id below '{FOLDER}'"
    raise ReportgenError([Problem("unknown-network", message, Mark(target))])


def _by_id(name: str, root: Path, limits: Limits) -> Iterator[Architecture]:
    """Find a network by its id; only files of the folder that it begins with are read."""
    folder = PurePosixPath(name).parent
    for path in list_files(root, limits) if root.is_dir() else ():
        if [slug(part) for part in path.relative_to(root).parent.parts] == list(folder.parts):
            try:
                found = read_source(within(root.absolute(), path), limits)
            except ReportgenError:
                continue  # another command tells of it
            yield from (architecture for architecture in found if architecture.id == name)


def _of_revision(target: str, limits: Limits) -> tuple[Architecture, ...]:
    """Read a file of a revision; its path is as seen from here, and a variant may follow it."""
    from reportgen.review.revisions import source_of  # noqa: PLC0415 - most targets are in no revision

    revision, _, name = target.partition(":")
    file, mark, variant = name.replace("#", ":").partition(":")
    return chosen(read_source(source_of(revision, Path(file), limits), limits), variant if mark else None)
