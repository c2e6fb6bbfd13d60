"""A site on this machine, brought up to date whenever something that it is made of changes."""

from __future__ import annotations

import gc
import logging
import socket
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.commands.serve import serve
from mkdocs.exceptions import Abort

from reportgen.cache.place import store_at
from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.pages import Turn
from reportgen.settings_file import NAMES
from reportgen.site.building import build_anew
from reportgen.site.config import bad_settings
from reportgen.site.progress import silent
from reportgen.site.remembered import Remembered
from reportgen.site.server import Server
from reportgen.site.session import opened
from reportgen.site.surroundings import allow_reuse
from reportgen.site.warm import Order

if TYPE_CHECKING:
    from reportgen.site.config import Project
    from reportgen.site.session import Session

log = logging.getLogger("mkdocs.plugins.reportgen")


def serve_site(project: Project, address: str) -> None:
    """Serve a project's site from a temporary folder until interrupted.

    A site whose plugins may make one page of another is left to MkDocs' own server, which makes all of it each time.

    Args:
        project: The folder to build from.
        address: Host and port, as ``127.0.0.1:8000``.

    Raises:
        ReportgenError: The configuration is wrong, or nobody can listen at the address.
    """
    host, port = _listen_once(address)
    with opened(project) as session:
        if not allow_reuse(session.config):
            try:
                serve(config_file=str(session.file), dev_addr=address)
            except Abort as error:
                raise bad_settings(project.named, str(error)) from error
            return
        mount = urlsplit(session.config.site_url or "/").path
        watched = _watched(session)
    with TemporaryDirectory(prefix="reportgen-") as folder:
        kept = "" if store_at("", settings=True) else str(Path(folder, "cache"))
        site, spare = Path(folder, "site"), Path(folder, "spare")
        order = Order(project=project, out=site, spare=spare, cache=kept, memory=Remembered())
        server = Server(partial(build_in_turns, order), host, port, site, mount)
        server.error_handler = lambda code: _error_page(site / f"{code}.html")
        log.info("Building documentation...")
        build_anew(replace(order, served_at=server.url))
        gc.collect()
        gc.freeze()  # what is left is known of all networks, and lives as long as the server: none need look through it
        Thread(target=import_module, args=("reportgen.charts.canvas",), daemon=True).start()  # or the first edit waits
        _run(server, watched)


def _run(server: Server, watched: tuple[tuple[Path, bool], ...]) -> None:
    for path, recursive in watched:
        server.watch(str(path), recursive=recursive)
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs gives it no types
    except KeyboardInterrupt:
        log.info("Shutting down...")
    finally:
        server.shutdown()


def build_in_turns(order: Order, server: Server) -> None:
    """Bring a site up to date: edited networks first, then pages of many, unless something changes meanwhile.

    Where that fails the site stays as it was; the log says why.

    Args:
        order: The site.
        server: Where it is shown.
    """
    log.info("Building documentation...")
    turn: Turn | None = Turn.OWN
    try:
        while turn is not None:
            progress = silent if turn is Turn.OWN else partial(_go_on, server)
            built = build_anew(replace(order, served_at=server.url, turn=turn), progress)
            server.show(built.changed)
            turn = built.due
    except _Overtaken:
        log.info("A file has changed meanwhile")
    except ReportgenError as error:
        for problem in error.problems:
            log.error("%s", problem.explained())  # noqa: TRY400 - what a user did wrong has no traceback


class _Overtaken(Exception):  # noqa: N818 - it is no error: what is built would be built again at once
    """Something has changed since a build began."""


def _go_on(server: Server, _stage: str, _done: int, _total: int) -> None:
    """Give up a build as soon as another is wanted."""
    if server.is_overtaken:
        raise _Overtaken


def _watched(session: Session) -> tuple[tuple[Path, bool], ...]:
    """Give what a site is made of, and whether all below counts; settings may lie in any folder above."""
    source, config, project = session.plugin.source.folder, session.config, session.project
    docs = [config.docs_dir] if project.own_config else []
    custom = [config.theme.custom_dir] if config.theme.custom_dir else []
    folders = (source, *map(Path, (*docs, *custom, *config.watch)))
    files = (folder / name for folder in source.resolve().parents for name in NAMES)
    return (
        *((path, True) for path in folders if path.exists()),
        (project.folder, False),
        *((path, False) for path in files if path.is_file()),
    )


def _error_page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _listen_once(address: str) -> tuple[str, int]:
    """Find out whether an address can be listened at before anything is built for it; give its host and port."""
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host.strip("[]"), int(port)), family=family).close()
    except (OSError, ValueError, OverflowError) as error:
        reason = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "it is no host and port"
        message = f"{reason}; give another with --address, such as 127.0.0.1:8001"
        raise ReportgenError([Problem("bad-address", message, Mark(address))]) from error
    return host.strip("[]"), int(port)
