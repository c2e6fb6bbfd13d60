"""MkDocs' server, which shows an edited network before the pages of many networks that it changes too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mkdocs.livereload import LiveReloadServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

_LOOKS_EVERY: Final = 0.25
"""Seconds between two looks at what a site is made of: of a thousand files one look is a twentieth of that."""


class Server(LiveReloadServer):
    """Serves a site that is built in two rounds.

    A browser that asks for a page while the first runs waits for it, and while the second runs gets what stands by
    then. What the first wrote is as it is to be: a browser that shows it does not load it again after the second.
    """

    def __init__(self, build: Callable[[Server], None], host: str, port: int, root: Path, mount_path: str) -> None:
        super().__init__(
            lambda: build(self), host, port, str(root), mount_path=mount_path, polling_interval=_LOOKS_EVERY
        )
        self._finished: frozenset[int] = frozenset()
        """Hashes of what the pages hold that will be the same in the next version."""

    @property
    def is_overtaken(self) -> bool:
        """Whether something has changed since the build began."""
        return bool(self._want_rebuild)

    def show(self, finished: Iterable[bytes]) -> None:
        """Let browsers load what stands by now; what is built next is a version of its own.

        Args:
            finished: what the pages hold that will be the same in that version.
        """
        known = frozenset(map(hash, finished))
        with self._epoch_cond:
            self._finished = known
            self._visible_epoch = self._wanted_epoch
            self._epoch_cond.notify_all()

    def show_rest(self) -> None:
        """Have what stands be a new version once the build has returned."""
        with self._epoch_cond:
            self._finished = frozenset()
            self._wanted_epoch += 1

    def _serve_request(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes] | None:
        """Give what stands at an address; at one that no file can be called by nothing does."""
        if "\0" in environ["PATH_INFO"]:
            return None
        found: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        return found

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Have a page load itself again at the next version, or at the one after that if it has this one's content."""
        found: bytes = super()._inject_js_into_html(content, epoch + (hash(content) in self._finished))  # type: ignore[no-untyped-call]  # MkDocs gives it no types
        return found
