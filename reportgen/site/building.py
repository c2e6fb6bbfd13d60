"""A whole site from a folder: MkDocs runs in this process, and its output replaces the old site at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.exceptions import Abort

from reportgen.errors import ReportgenError
from reportgen.site.config import Project, bad_settings
from reportgen.site.folders import replacing
from reportgen.site.progress import Progress, silent
from reportgen.site.session import Session, opened

if TYPE_CHECKING:
    from reportgen.report import Catalogue
    from reportgen.site.contents import Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A site that was built."""

    site: Path
    """Its folder."""
    catalogue: Catalogue
    warnings: tuple[str, ...]
    """What MkDocs and its plugins warned of, broken files included."""
    strict: bool
    """Whether its configuration asks that warnings fail the build."""


def build_site(
    project: Project, out: Path | None = None, progress: Progress = silent, *, baseline: str = "", cache: str = ""
) -> Built:
    """Build a project's site whole, or leave what was there as it was.

    Args:
        project: The folder to build from.
        out: Where the site goes; by default where the project's own configuration says, else ``site``.
        progress: Hears how far it is.
        baseline: Revision that the catalogue is compared with, instead of the one that is configured.
        cache: Folder of the cache, or ``off``, instead of what is configured.

    Raises:
        ReportgenError: The configuration is wrong, or the site would replace something that is none.
    """
    with opened(project) as session:
        target = _target(out, session)
        session.plugin.progress = progress
        session.plugin.config.baseline = baseline or session.plugin.config.baseline
        session.plugin.config.cache = cache or session.plugin.config.cache
        strict, session.config.strict = session.config.strict, False
        with replacing(target) as fresh:
            session.config.site_dir = str(fresh)
            _run(session)
    catalogue, warnings = session.plugin.catalogue, tuple(session.warnings)
    return Built(site=target, catalogue=catalogue, warnings=warnings, strict=strict)


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


def _target(out: Path | None, session: Session) -> Path:
    """Give the folder that the site is to replace, if it may be replaced."""
    project = session.project
    target = out or (Path(session.config.site_dir) if project.own_config else Path("site"))
    sources = (project.folder, project.source.folder, Path(session.config.docs_dir), Path.cwd())
    if any(source.resolve().is_relative_to(target.resolve()) for source in sources):
        raise bad_settings(target, "the site would replace its own sources; name another folder with --out")
    if target.exists() and not _is_site(target):
        raise bad_settings(target, "it holds something else than a site; name another folder with --out, or empty it")
    return target


def _is_site(folder: Path) -> bool:
    """Tell whether a folder is a site, or empty."""
    return folder.is_dir() and ((folder / "sitemap.xml").is_file() or not any(folder.iterdir()))


def _run(session: Session) -> None:
    """Build into the configuration's site folder."""
    plugins = session.config.plugins
    plugins.on_startup(command="build", dirty=False)
    try:
        build(session.config)
    except Abort as abort:
        raise _reason(abort) or bad_settings(session.project.named, "; ".join(session.warnings)) from abort
    finally:
        plugins.on_shutdown()


def _reason(error: BaseException) -> ReportgenError | None:
    """Find the error of ours that made MkDocs stop, if one did."""
    before = error.__cause__ or error.__context__
    if before is None or isinstance(before, ReportgenError):
        return before
    return _reason(before)
