"""From two revisions to a review: what did not change is not even read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen.analysis import catalogue
from reportgen.diagnostics.findings import RULES
from reportgen.errors import ReportgenError
from reportgen.frozen import dataclass
from reportgen.review.catalogues import Review, by_importance, compare_catalogues
from reportgen.review.git import Repository, problem
from reportgen.review.sides import KeptFile, Revision, WorkingTree, kept
from reportgen.spec.source import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.limits import Limits
    from reportgen.report import Catalogue
    from reportgen.review.git import Blob
    from reportgen.review.sides import Side
    from reportgen.settings import Settings

RULE_NAMES: Final = tuple(rule.name for rule in RULES)


def review_revisions(base: str, head: str | None, folder: Path, *, exact: bool = False) -> Review:
    """Compare the catalogues of two revisions.

    A file of which both sides hold the same bytes, by its id as a git object, is not read: one program with one set
    of settings, the head's, judges both sides, and would tell the same of it twice. Where the settings themselves
    changed, such files are judged by either side's, and what that alters is told too.

    Args:
        base: a revision, as git understands it.
        head: another; ``None`` for the working tree.
        folder: the architecture files, or what holds their folder; on the disk it need not be.
        exact: whether the files are those of just that folder, in which their networks' ids begin.

    Raises:
        ReportgenError: Git cannot answer, neither side has any architecture file, or the head's settings are wrong.
    """
    repository = around(folder)
    if head is None and repository.bare:
        raise problem("no-working-tree", "a bare repository has no working tree; name the head's revision too", folder)
    sides = (
        Revision.named(repository, base),
        WorkingTree(repository) if head is None else Revision.named(repository, head),
    )
    top = from_top(repository, folder)
    return _Comparison.of(repository, *sides, top if exact else None, top).review()


def source_of(revision: str, file: Path, limits: Limits) -> KeptFile:
    """Give one file of a revision; raise ``ReportgenError`` where there is none."""
    repository = around(file.parent)
    path = from_top(repository, file)
    content = repository.file(repository.commit(revision), path, limits.file_bytes)
    if content is None:
        raise problem("no-file", f"{revision} has no such file", file)
    return replace(kept(path, PurePosixPath(path.name), content, repository), path=f"{revision}:{file.as_posix()}")


def around(folder: Path) -> Repository:
    """Find the repository that revisions are named in: the one around the user, so that it may be a submodule's owner.

    For a folder elsewhere it is the one around that, as far as it is on the disk.
    """
    here, there = Path.cwd(), folder.absolute()
    nearest = next(around for around in (there, *there.parents) if around.is_dir())
    return Repository.around(here if there.is_relative_to(here) and Repository.holds(here) else nearest)


def from_top(repository: Repository, folder: Path) -> PurePosixPath:
    """Give the path of a folder or a file inside its repository."""
    if repository.bare:
        return PurePosixPath() if folder.is_dir() else PurePosixPath(folder.as_posix())
    return PurePosixPath(folder.resolve().relative_to(repository.folder.resolve()).as_posix())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """Two sides of one folder, listed and not yet read."""

    repository: Repository
    base: Side
    head: Side
    folder: PurePosixPath
    root: PurePosixPath
    """Where the ids of networks begin."""
    was: Mapping[PurePosixPath, Blob]
    there: Mapping[PurePosixPath, Blob]

    @classmethod
    def of(
        cls, repository: Repository, base: Side, head: Side, root: PurePosixPath | None, folder: PurePosixPath
    ) -> _Comparison:
        """List both sides: of the folder of that name inside, or else of the folder itself; or of just the root."""
        for inside in (root,) if root is not None else (folder / FOLDER, folder):
            limits = head.settings(inside, RULE_NAMES).limits
            was, there = base.files(inside, limits), head.files(inside, limits)
            if was or there:
                ids = root if root is not None else _root(inside)
                return cls(repository=repository, base=base, head=head, folder=inside, root=ids, was=was, there=there)
        message = f"neither {base.name} nor {head.name} has an architecture file (.yml or .yaml) in this folder"
        raise problem("no-files", message, folder)

    def review(self) -> Review:
        """Analyse what differs, and compare it."""
        settings = self.head.settings(self.folder, RULE_NAMES)
        kept_ids = {
            path for path, blob in self.was.items() if path in self.there and self.there[path].name == blob.name
        }
        was = {path: blob for path, blob in self.was.items() if path not in kept_ids}
        there = {path: blob for path, blob in self.there.items() if path not in kept_ids}
        found = compare_catalogues(
            self._catalogue(self.base, was, settings),
            self._catalogue(self.head, there, settings),
            self.base.name,
            self.head.name,
        )
        same = {path: self.there[path] for path in kept_ids}
        return replace(self._judged_anew(found, same, settings), unread=len(same), notes=tuple(self._notes()))

    def _judged_anew(self, found: Review, same: Mapping[PurePosixPath, Blob], settings: Settings) -> Review:
        """Add what other settings make of files that did not change."""
        try:
            former = self.base.settings(self.folder, RULE_NAMES)
        except ReportgenError:
            return found
        if _judging(former) == _judging(settings):
            return found
        before, after = (self._catalogue(self.head, same, judge) for judge in (former, settings))
        anew = compare_catalogues(before, after, found.base, found.head)
        return replace(found, networks=by_importance((*found.networks, *anew.networks)), settings=True)

    def _catalogue(self, side: Side, files: Mapping[PurePosixPath, Blob], settings: Settings) -> Catalogue:
        held = side.contents(files, settings.limits)
        sources = (kept(path, path.relative_to(self.root), held[path], self.repository) for path in sorted(files))
        return catalogue(sources, settings)

    def _notes(self) -> Iterator[str]:
        for side, files, what in ((self.base, self.was, "new"), (self.head, self.there, "gone")):
            if not files:
                yield f"There is no architecture file in {side.name}, so that everything is {what}."


def _judging(settings: Settings) -> Settings:
    """Give what of some settings can judge a network otherwise: not the lines that budgets stand on."""
    budgets = tuple(replace(budget, place="") for budget in settings.budgets)
    return replace(settings, baseline="", budgets=budgets)


def _root(folder: PurePosixPath) -> PurePosixPath:
    """Give the folder that ids begin in: the nearest one around of that name, or else the folder itself."""
    return next((path for path in (folder, *folder.parents) if path.name == FOLDER), folder)
