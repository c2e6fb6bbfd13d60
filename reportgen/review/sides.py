"""The two sides of a comparison: the files of a revision, or those of the working tree."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol

from reportgen.frozen import dataclass
from reportgen.review.git import Blob
from reportgen.settings_file import read_settings, settings_of
from reportgen.spec.source import SourceFile, held, is_shown, leads_out, list_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reportgen.limits import Limits
    from reportgen.review.git import Repository
    from reportgen.settings import Settings

WORKING_TREE: Final = "the working tree"


class Side(Protocol):
    """One side; all paths begin at the top of the repository."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    def files(self, folder: PurePosixPath, limits: Limits) -> Mapping[PurePosixPath, Blob]:
        """List the architecture files below a folder, each with the id of what it holds; none is read."""

    def contents(self, files: Mapping[PurePosixPath, Blob], limits: Limits) -> Mapping[PurePosixPath, bytes]:
        """Read some of those files."""

    def settings(self, folder: PurePosixPath, rules: Collection[str]) -> Settings:
        """Read the settings that hold for a folder; raise ``ReportgenError`` where they are wrong."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The files of a commit."""

    repository: Repository
    name: str
    commit: str

    @classmethod
    def named(cls, repository: Repository, name: str) -> Revision:
        """Find a revision; raise ``ReportgenError`` where there is none of that name."""
        return cls(repository, name, repository.commit(name))

    def files(self, folder: PurePosixPath, limits: Limits) -> Mapping[PurePosixPath, Blob]:
        """List the architecture files below a folder."""
        listed = self.repository.files(self.commit, folder)
        found = {path: blob for path, blob in listed.items() if is_shown(path.relative_to(folder))}
        return held(found, folder.as_posix(), limits)

    def contents(self, files: Mapping[PurePosixPath, Blob], limits: Limits) -> Mapping[PurePosixPath, bytes]:
        """Read files, those of one repository in one call."""
        names: dict[Repository, list[str]] = {}
        for blob in files.values():
            names.setdefault(blob.repository, []).append(blob.name)
        read = {repository: repository.blobs(wanted, limits.file_bytes) for repository, wanted in names.items()}
        return {path: read[blob.repository][blob.name] for path, blob in files.items()}

    def settings(self, folder: PurePosixPath, rules: Collection[str]) -> Settings:
        """Read the settings that this revision has."""
        folders = (folder, *folder.parents) if folder.parts else (folder,)
        return settings_of(folders, lambda path: self.repository.file(self.commit, PurePosixPath(path)), rules)


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """The files as they stand on the disk."""

    repository: Repository

    @property
    def name(self) -> str:
        """Say that no revision is meant."""
        return WORKING_TREE

    def files(self, folder: PurePosixPath, limits: Limits) -> Mapping[PurePosixPath, Blob]:
        """List the architecture files below a folder, whether or not git knows them.

        As in a commit, links that lead out of the folder stand for nothing.
        """
        top = self.repository.folder
        listed = list_files(top / folder, limits) if (top / folder).is_dir() else ()
        paths = [path for path in listed if not leads_out(path, top / folder)]
        names = self.repository.hashed(paths)
        return {
            PurePosixPath(path.relative_to(top).as_posix()): Blob(self.repository, name)
            for path, name in zip(paths, names, strict=True)
        }

    def contents(self, files: Mapping[PurePosixPath, Blob], limits: Limits) -> Mapping[PurePosixPath, bytes]:
        """Read files from the disk."""
        top = self.repository.folder
        return {path: SourceFile(str(path), path, top / path).read(limits) for path in files}

    def settings(self, folder: PurePosixPath, rules: Collection[str]) -> Settings:
        """Read the settings on the disk."""
        return read_settings(self.repository.folder / folder, rules)


@dataclass(frozen=True, slots=True)
class KeptFile(SourceFile):
    """An architecture file whose bytes are at hand, wherever they came from."""

    content: bytes

    def read(self, limits: Limits) -> bytes:  # noqa: ARG002 - they were read by them
        """Give its bytes."""
        return self.content

    def introduction(self, limits: Limits) -> str:  # noqa: ARG002 - there is none
        """Give nothing: what introduces a family is no part of a comparison."""
        return ""


def kept(path: PurePosixPath, place: PurePosixPath, content: bytes, repository: Repository) -> KeptFile:
    """Give a file of a side.

    Args:
        path: from the top of the repository.
        place: inside the folder of architectures.
        content: what it holds.
        repository: where it is; the file is shown as seen from the current folder, where that is in the repository.
    """
    shown = str(path) if repository.bare else Path(os.path.relpath(repository.folder / path)).as_posix()
    return KeptFile(shown, place, Path(shown), content)
