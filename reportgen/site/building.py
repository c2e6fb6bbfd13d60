"""A whole site from a folder: MkDocs runs in this process, and its output replaces the old site at once."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.exceptions import Abort

from reportgen.errors import ReportgenError
from reportgen.site.account import Account
from reportgen.site.config import Project, bad_settings
from reportgen.site.folders import replacing
from reportgen.site.ledger import files_below, stamps
from reportgen.site.patching import Replaced, patching
from reportgen.site.progress import Progress, silent
from reportgen.site.reuse import Reuse
from reportgen.site.session import Session, opened
from reportgen.site.warm import Built, Last, Order, built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.report import Catalogue
    from reportgen.site.contents import Contents


def build_anew(order: Order, progress: Progress = silent, last: Last | None = None) -> Built:
    """Build a site, of what stands of the last one as far as it does; raises as ``build_site`` does."""
    try:
        return _build(order, progress, last, reuse=True)
    except Replaced:
        return _build(order, progress, last, reuse=False)


def read_project(project: Project, *, cache: str = "") -> tuple[Catalogue, Contents]:
    """Read what a project's configuration names, as its site would show it.

    Args:
        project: The folder to read.
        cache: Folder of the cache, or ``off``, instead of what is configured.

    Raises:
        ReportgenError: The configuration is wrong.
    """
    with opened(project) as session:
        session.plugin.config.cache = cache or session.plugin.config.cache
        return session.plugin.read(session.config)


def _build(order: Order, progress: Progress, last: Last | None, *, reuse: bool) -> Built:
    with opened(order.project) as session:
        target, plugin = _target(order, session), session.plugin
        plugin.progress = progress
        plugin.memory = order.memory or plugin.memory
        plugin.config.baseline = order.baseline or plugin.config.baseline
        plugin.config.cache = order.cache or plugin.config.cache
        plugin.config.workers = order.workers or plugin.config.workers
        if order.served_at:
            if plugin.config.published_at is None:
                plugin.config.published_at = session.config.site_url or ""
            session.config.site_url = order.served_at
        strict, session.config.strict = session.config.strict, False
        account = Account(order, session, target, last)
        ledger = account.ledger() if reuse else None
        files = account.files() if ledger else {}
        plugin.reuse = Reuse(ledger, stamps(files), order.turn if ledger else None)
        spare = order.spare or account.spare
        with patching(target, plugin.reuse.standing, spare, files) if ledger else replacing(target) as fresh:
            session.config.site_dir = str(fresh)
            _run(session, serving=bool(order.served_at), reuse=ledger is not None)
    files = files or files_below(target)
    changed = order.memory.changed(files) if order.memory else frozenset()
    return replace(built(account.keep(files, strict=strict)), due=plugin.reuse.due, changed=changed)


def _target(order: Order, session: Session) -> Path:
    """Give the folder that the site is to replace, if it may be replaced."""
    project = session.project
    target = order.out or (Path(session.config.site_dir) if project.own_config else Path("site"))
    sources = (project.folder, project.source.folder, Path(session.config.docs_dir), Path.cwd())
    if any(source.resolve().is_relative_to(target.resolve()) for source in sources):
        raise bad_settings(target, "the site would replace its own sources; name another folder with --out")
    if target.exists() and not _is_site(target):
        raise bad_settings(target, "it holds something else than a site; name another folder with --out, or empty it")
    return target


def _is_site(folder: Path) -> bool:
    """Tell whether a folder is a site, or empty."""
    return folder.is_dir() and ((folder / "sitemap.xml").is_file() or not any(folder.iterdir()))


def _run(session: Session, *, serving: bool, reuse: bool) -> None:
    """Build into the configuration's site folder, where that is wanted without the pages that stand."""
    plugins = session.config.plugins
    plugins.on_startup(command="serve" if serving else "build", dirty=False)
    try:
        with _no_warning_of_dirt():
            build(session.config, dirty=reuse)
    except Abort as abort:
        raise _reason(abort) or bad_settings(session.project.named, "; ".join(session.warnings)) from abort
    finally:
        plugins.on_shutdown()


@contextmanager
def _no_warning_of_dirt() -> Iterator[None]:
    """Leave out that a build may be inaccurate which leaves out pages: that goes for those that go by dates."""

    def other(record: logging.LogRecord) -> bool:
        return not record.getMessage().startswith("A 'dirty' build")

    logger = logging.getLogger("mkdocs.commands.build")
    logger.addFilter(other)
    try:
        yield
    finally:
        logger.removeFilter(other)


def _reason(error: BaseException) -> ReportgenError | None:
    """Find the error of ours that made MkDocs stop, if one did."""
    before = error.__cause__ or error.__context__
    if before is None or isinstance(before, ReportgenError):
        return before
    return _reason(before)
