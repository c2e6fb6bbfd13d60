"""Pages and files of the last build that stand as they are, and what this build comes to for the next one."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.pages import Page as MkDocsPage

from reportgen.site.ledger import KeptPage, seen
from reportgen.site.patching import Replaced
from reportgen.site.splicing import splice
from reportgen.site.standing import SiteFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from reportgen.pages.page import Piece, Turn
    from reportgen.site.contents import Contents
    from reportgen.site.ledger import Ledger, Stamp
    from reportgen.site.splicing import Pieces


class Reuse:
    """What stands of the last build of a site, and the account of this one."""

    def __init__(self, ledger: Ledger | None, found: Mapping[str, Stamp], turn: Turn | None = None) -> None:
        self._ledger, self._stamps = ledger, found
        self.turn = turn
        """What is to be made for now of what a server's edit changes; ``None`` for all of it."""
        self.due: Turn | None = None
        """The next turn, if it was left something to make."""
        self.surroundings: Callable[[], str] = str
        """Gives the digest of what all pages share; asked once, when the hand-written pages have been read."""
        self.standing: set[str] = set()
        """Files of the site that stay, by their path there."""
        self.kept: dict[str, KeptPage] = {}
        """Pages that stay, by their path under the docs folder."""
        self.pages: dict[str, KeptPage] = {}
        self.made_of: dict[str, tuple[str, ...]] = {}
        """Paths of files by what they were made of."""
        self.pieces: dict[str, Pieces] = {}
        self.shared = ""
        self._targets: dict[str, set[str]] = {}

    def parts(self, folder: str) -> dict[str, tuple[str, ...]]:
        """Give the files in a folder of the site that are as the last build left them, by what they were made of.

        Args:
            folder: its path in the site, with ``/`` at its end; empty for the site itself.
        """
        if self._ledger is None:
            return {}
        known = self._ledger.parts.items()
        found = {key: paths for key, paths in known if all(map(self._whole, paths))}
        if not folder:
            return found
        inside = {key: paths for key, paths in found.items() if all(path.startswith(folder) for path in paths)}
        return {key: tuple(path[len(folder) :] for path in paths) for key, paths in inside.items()}

    def leave(self, contents: Contents, files: Files, config: MkDocsConfig) -> Files:
        """Have files of the site stay, and keep account of all, but for those that the docs folder has too.

        Args:
            contents: what the site is to have besides.
            files: what it has of the docs folder and the theme.
            config: its configuration.

        Returns:
            What MkDocs is to go by.
        """
        self.due = contents.due
        written = files.src_uris.keys()
        self.made_of = {key: paths for key, paths in contents.parts.items() if written.isdisjoint(paths)}
        if self._ledger is None or not contents.standing:
            return files
        standing = contents.standing - written
        self.standing |= standing
        return SiteFiles(files, standing, Path(self._ledger.site), config)

    def splice(self, path: str, target: Path, pieces: Iterable[Piece]) -> None:
        """Write a file, of what stands of the last one as far as it does, unless it stands whole; keeps account of it.

        Raises:
            Replaced: the last one is no more what it was when the build began.
        """
        if not self._ledger or not self._whole(path):
            self.pieces[path] = splice(target, pieces)
            return
        before, held, wanted = Path(self._ledger.site, path), self._ledger.pieces.get(path, ()), tuple(pieces)
        keys = [piece.key for piece in wanted]
        if all(keys) and keys == [key for key, _ in held]:
            self.standing.add(path)
            self.pieces[path] = held
            return
        try:
            self.pieces[path] = splice(target, wanted, before, held)
            now, _ = seen(before.lstat())
        except (EOFError, FileNotFoundError):
            raise Replaced from None
        if now != self._stamps[path]:
            raise Replaced

    def page(self, file: File, title: str, key: str, config: MkDocsConfig, files: Files) -> None:
        """Have a page stay as it is, if it was made of the same and what all pages share turns out to be the same."""
        kept = self._ledger.pages.get(file.src_uri) if self._ledger and key else None
        if kept and kept.key == key and self._whole(file.dest_uri):
            StandingPage(file, config, title, kept, partial(self.keeps, file, kept, files))

    def settle(self) -> None:
        """Find out what all pages share, unless that is known: before one is written, which changes it."""
        self.shared = self.shared or self.surroundings()

    def keeps(self, file: File, kept: KeptPage, files: Files) -> bool:
        """Decide whether a page stays, and keep account of it."""
        self.settle()
        if (
            self._ledger is None
            or self.shared != self._ledger.surroundings
            or not all(path in self.standing or path in files.src_uris for path in kept.targets)
        ):
            return False
        self.standing.add(file.dest_uri)
        self.pages[file.src_uri] = self.kept[file.src_uri] = kept
        return True

    def leads(self, page: str, target: str) -> None:
        """Keep account of a link."""
        self._targets.setdefault(page, set()).add(target)

    def made(self, page: MkDocsPage, key: str, entries: Sequence[Any]) -> None:
        """Keep account of a page that was made."""
        path = page.file.src_uri
        if key:
            self.pages[path] = KeptPage(
                key=key,
                anchors=tuple(sorted(page.present_anchor_ids or ())),
                targets=(),
                search=tuple(entries),
            )

    def told(self) -> dict[str, KeptPage]:
        """Give the account of all pages, with what they lead to."""
        return {path: self._with_targets(path, page) for path, page in self.pages.items()}

    def _with_targets(self, path: str, page: KeptPage) -> KeptPage:
        if path not in self._targets:
            return page
        # What was made of the same as the page is there whenever the page may stay.
        others = self._targets[path].difference(self.made_of.get(page.key, ()))
        return KeptPage(key=page.key, anchors=page.anchors, targets=tuple(sorted(others)), search=page.search)

    def _whole(self, path: str) -> bool:
        """Whether a file of the site is as the last build left it."""
        return self._ledger is not None and path in self._stamps and self._stamps[path] == self._ledger.stamps.get(path)


class StandingPage(MkDocsPage):
    """A page that MkDocs knows of and does not make, if it may stay as it is; else one like any other."""

    def __init__(self, file: File, config: MkDocsConfig, title: str, kept: KeptPage, keeps: Callable[[], bool]) -> None:
        # Known before it is read: the navigation shows it on others, which must not look changed for that.
        super().__init__(title, file, config)
        self.meta = {"title": title}
        self.present_anchor_ids = set(kept.anchors)
        self._keeps = keeps

    @cached_property
    def stands(self) -> bool:
        """Whether it stays; found out when MkDocs would read it, and so has read all that is written by hand."""
        return self._keeps()
