"""Reads a repository's objects through git itself: no checkout, nothing written."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FILES: Final = ("100644", "100755")
_LINK: Final = "120000"
_MODULE: Final = "160000"
LARGEST: Final = 1 << 30
"""Bytes of an object that is read unless its reader allows fewer."""
_VERIFY: Final = ("rev-parse", "--verify", "--quiet", "--end-of-options")


@dataclass(frozen=True, slots=True)
class Repository:
    """One repository, found from a folder in it."""

    folder: Path
    """Where git is run: the top of the working tree, or a bare repository."""
    bare: bool

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """Find the repository that a folder is part of.

        Raises:
            ReportgenError: There is none, or no git.
        """
        if shutil.which("git") is None:
            raise problem("no-git", "git is not installed or not on the PATH; revisions are read through it", "git")
        told = _git(folder, "rev-parse", "--is-bare-repository", "--show-prefix")
        if told.returncode:
            raise problem("no-repository", _reason(told, "this is not in a git repository; revisions need one"), folder)
        if told.stdout.startswith(b"true"):
            return cls(folder, bare=True)
        top = _git(folder, "rev-parse", "--show-toplevel")
        if top.returncode:
            raise problem("no-repository", _reason(top, "git tells no working tree here"), folder)
        return cls(Path(os.fsdecode(top.stdout.rstrip(b"\n"))), bare=False)

    @classmethod
    def holds(cls, folder: Path) -> bool:
        """Tell whether a folder is in a repository at all."""
        return shutil.which("git") is not None and _git(folder, "rev-parse").returncode == 0

    def commit(self, revision: str) -> str:
        """Give the id of the commit that a revision names.

        Raises:
            ReportgenError: There is no such revision, or it is not in this clone.
        """
        told = _git(self.folder, *_VERIFY, f"{revision}^{{commit}}")
        if told.returncode == 0:
            return told.stdout.decode().strip()
        raise problem("unknown-revision", self._unknown(revision), revision)

    def _unknown(self, revision: str) -> str:
        what = "no commit, branch or tag of this repository is called so"
        if self._shallow():
            return f"{what}; this clone is shallow, and `git fetch --unshallow` brings what was left out of it"
        tracked = next((f"{one}/{revision}" for one in self._remotes() if self._has(f"{one}/{revision}")), "")
        return f"{what}; did you mean '{tracked}'?" if tracked else f"{what}; `git fetch` brings what others have"

    def _has(self, revision: str) -> bool:
        return _git(self.folder, *_VERIFY, f"{revision}^{{commit}}").returncode == 0

    def _remotes(self) -> list[str]:
        return os.fsdecode(self.output("remote")).splitlines()

    def _shallow(self) -> bool:
        return self.output("rev-parse", "--is-shallow-repository").strip() == b"true"

    def tags(self) -> list[str]:
        """List the tags that lead to the current commit, the oldest first."""
        told = self.output(
            "for-each-ref", "--merged=HEAD", "--sort=creatordate", "--format=%(refname:strip=2)", "refs/tags"
        )
        return os.fsdecode(told).splitlines()

    def output(self, *arguments: str, given: bytes = b"") -> bytes:
        """Give what git prints; raise ``ReportgenError`` with its own words where it fails."""
        told = _git(self.folder, *arguments, given=given)
        if told.returncode:
            raise problem("git-failed", _reason(told, f"git {arguments[0]} failed"), self.folder)
        return told.stdout

    def files(self, commit: str, folder: PurePosixPath) -> Mapping[PurePosixPath, Blob]:
        """List the files below a folder of a commit, those of submodules among them, by their path from the top.

        Raises:
            ReportgenError: A submodule is not there.
        """
        found: dict[PurePosixPath, Blob] = {}
        links: dict[PurePosixPath, str] = {}
        inside = next(self._modules_above(commit, folder), None)
        if inside:
            module, pinned = inside
            below = self._module(module).files(pinned, folder.relative_to(module))
            return {module / path: blob for path, blob in below.items()}
        for mode, name, path in self._entries("-r", commit, "--", _pathspec(folder)):
            if mode in _FILES:
                found[path] = Blob(self, name)
            elif mode == _LINK:
                links[path] = name
            elif mode == _MODULE:
                below = self._module(path).files(name, PurePosixPath())
                found |= {path / inner: blob for inner, blob in below.items()}
        return found | dict(self._linked(links, found))

    def _linked(
        self, links: Mapping[PurePosixPath, str], files: Mapping[PurePosixPath, Blob]
    ) -> Iterator[tuple[PurePosixPath, Blob]]:
        """Follow links to files of the same list; those that lead elsewhere stand for nothing."""
        targets = self.blobs(links.values()) if links else {}
        for path, name in links.items():
            target = PurePosixPath(os.path.normpath(path.parent / os.fsdecode(targets[name])))
            if target in files:
                yield path, files[target]

    def file(self, commit: str, path: PurePosixPath, most: int = LARGEST) -> bytes | None:
        """Read one file of a commit, as ``blobs`` does; ``None`` where there is none."""
        for mode, name, _ in self._entries(commit, "--", str(path)):
            if mode in _FILES:
                return self.blobs([name], most)[name]
        return None

    def _modules_above(self, commit: str, folder: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
        """Give the submodule that a folder is or lies in, with the commit that is pinned."""
        for path in (folder, *folder.parents) if folder.parts else ():
            entries = self._entries(commit, "--", str(path)) if path.parts else ()
            yield from ((path, name) for mode, name, _ in entries if mode == _MODULE)

    def _entries(self, *arguments: str) -> Iterator[tuple[str, str, PurePosixPath]]:
        """Give mode, object and path of the entries of a tree."""
        listed = self.output("ls-tree", "-z", "--full-tree", *arguments)
        for entry in filter(None, listed.split(b"\0")):
            head, _, path = entry.partition(b"\t")
            mode, _, name = head.decode().split(" ")
            yield mode, name, PurePosixPath(os.fsdecode(path))

    def _module(self, path: PurePosixPath) -> Repository:
        place = self.folder / path
        if self.bare or not (place / ".git").exists():
            how = "a bare repository has none" if self.bare else f"`git submodule update --init {path}` brings it"
            raise problem("no-submodule", f"this folder is a submodule that is not here; {how}", str(path))
        return Repository(place, bare=False)

    def blobs(self, names: Iterable[str], most: int = LARGEST) -> Mapping[str, bytes]:
        """Read objects by their ids, two calls for all; of one with more than so many bytes, one more of its bytes."""
        wanted = list(dict.fromkeys(names))
        large = self._larger(wanted, most)
        return self._read([name for name in wanted if name not in large]) | dict.fromkeys(large, bytes(most + 1))

    def _larger(self, names: Sequence[str], most: int) -> set[str]:
        """Give the objects with more than so many bytes, without reading any."""
        told = self.output("cat-file", "--batch-check", given="".join(f"{name}\n" for name in names).encode())
        sizes = ((name, line.split()[-1]) for name, line in zip(names, told.decode().splitlines(), strict=True))
        return {name for name, size in sizes if size.isdigit() and int(size) > most}

    def _read(self, wanted: Sequence[str]) -> dict[str, bytes]:
        stream = self.output("cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode())
        found, start = {}, 0
        for name in wanted:
            end = stream.index(b"\n", start)
            head = stream[start:end].split(b" ")
            if head[-1] == b"missing":
                raise problem("git-failed", "the object is missing from this clone; `git fetch` brings it", name)
            size = int(head[-1])
            found[name] = stream[end + 1 : end + 1 + size]
            start = end + size + 2
        return found

    def hashed(self, paths: Sequence[Path]) -> list[str]:
        """Give the ids that files on the disk would have as objects."""
        given = b"".join(_quoted(os.fsencode(path)) + b"\n" for path in paths)
        return self.output("hash-object", "--stdin-paths", given=given).decode().split() if paths else []


@dataclass(frozen=True, slots=True)
class Blob:
    """One file's content, by its id."""

    repository: Repository
    name: str


def problem(name: str, message: str, place: object) -> ReportgenError:
    """Give the error that says what git cannot do."""
    return ReportgenError([Problem(name, message, Mark(str(place)))])


def _pathspec(folder: PurePosixPath) -> str:
    return f"{folder}/" if folder.parts else "."


def _quoted(path: bytes) -> bytes:
    """Write a path on a line of its own, as git reads it."""
    escapes = {b"\\": b"\\\\", b'"': b'\\"', b"\n": b"\\n"}
    return b'"' + b"".join(escapes.get(bytes([byte]), bytes([byte])) for byte in path) + b'"'


def _git(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    settled = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    return subprocess.run(  # noqa: S603 - git itself; a revision never begins the line of its options
        ["git", "-C", str(folder), *arguments],  # noqa: S607 - the one that the user has
        input=given,
        capture_output=True,
        env=os.environ | settled,
        check=False,
    )


def _reason(told: subprocess.CompletedProcess[bytes], otherwise: str) -> str:
    said = told.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
    return f"{otherwise}: git says: {' '.join(said.split())}" if said else otherwise
