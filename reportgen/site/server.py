"""MkDocs' server, which shows an edited network before the pages of many networks that it changes too."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from mkdocs.livereload import LiveReloadServer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

_LOOKS_EVERY: Final = 0.25
"""Seconds between two looks at what a site is made of: of a thousand files one look is a twentieth of that."""
_ASKED: Final = re.compile(r"/livereload/([0-9]+)/[0-9]+")
"""Where a page asks whether there is anything later than the version that it is of."""
_LOADED: Final = re.compile(r"""(?:\ssrc(?:set)?|<link\b(?![^<>]*\srel="(?:next|prev)")[^<>]*\shref)="([^"#?\s,]+)""")
"""A file that a page loads; to others it only leads."""
_INDEX: Final = "index.html"


class Server(LiveReloadServer):
    """Serves a site that is built in several turns, each of which is a version of its own.

    A browser that asks for a page while the first turn runs waits for it, and while another runs gets what stands by
    then. A page loads itself again when it has changed, or anything that it shows, and not at every version.
    """

    def __init__(self, build: Callable[[Server], None], host: str, port: int, root: Path, mount_path: str) -> None:
        super().__init__(
            lambda: build(self), host, port, str(root), mount_path=mount_path, polling_interval=_LOOKS_EVERY
        )
        self._first = self._visible_epoch
        self._changed: dict[str, int] = {}
        """The version in which a file of the site last came, went or changed, by its path there."""

    @property
    def is_overtaken(self) -> bool:
        """Whether something has changed since the build began."""
        return bool(self._want_rebuild)

    def show(self, changed: Collection[str]) -> None:
        """Let browsers load what stands by now.

        Args:
            changed: files of the site that are not what they were in the version before, by their paths there.
        """
        pages = {page for path in changed for page in self._beside(path)}
        with self._epoch_cond:
            if self._visible_epoch == self._wanted_epoch:  # by an earlier turn of the same build
                self._wanted_epoch += 1
            self._visible_epoch = self._wanted_epoch
            self._changed |= dict.fromkeys((*changed, *pages), self._visible_epoch)
            self._epoch_cond.notify_all()

    def _beside(self, path: str) -> Iterator[str]:
        """Give the page in whose folder a file lies that is none, as the page may ask for it; Home shows no others'."""
        folder = "" if path.endswith(".html") else posixpath.dirname(path)
        while folder and not Path(self.root, folder, _INDEX).is_file():
            folder = posixpath.dirname(folder)
        if folder:
            yield f"{folder}/{_INDEX}"

    def _serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        """Give what stands at an address; at one that no file can be called by nothing does."""
        path = environ["PATH_INFO"]
        if "\0" in path:
            return None
        asked, page = _ASKED.fullmatch(path), environ.get("HTTP_REFERER", "")
        files = self._shown(page) if asked else ()
        if asked and files:
            self._log_poll_request(page, request_id=path)
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [b"%d" % self._later(int(asked[1]), files)]
        found: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        return found

    def _later(self, known: int, files: Collection[str]) -> int:
        """Wait for a version in which one of some files has changed, as long as browsers do; give the last such."""

        def last() -> int:
            return max(self._changed.get(path, self._first) for path in files)

        with self._epoch_cond:
            self._epoch_cond.wait_for(lambda: last() > known, timeout=self.poll_response_timeout)
            return last()

    def _shown(self, address: str) -> frozenset[str]:
        """Name the files that the page at an address is made of; none where it is not known which page that is."""
        path = unquote(urlsplit(address).path)
        page = self._inside(f"{path}{_INDEX}" if path.endswith("/") else path)
        try:
            text = Path(self.root, page).read_text("utf-8")
        except (OSError, ValueError):
            return frozenset()
        folder = posixpath.dirname(f"{self.mount_path}{page}")
        links = (unquote(unescape(link)) for link in _LOADED.findall(text))
        return frozenset((page, *(self._inside(posixpath.join(folder, link)) for link in links)))

    def _inside(self, path: str) -> str:
        """Give a path in the site of one on the server; nothing where it leads to another place."""
        whole = posixpath.normpath(path)
        return whole.removeprefix(self.mount_path) if whole.startswith(self.mount_path) else ""
