"""A whole site from a folder: MkDocs runs in this process, and its output replaces the old site at once."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from reportgen.errors import ReportgenError
from reportgen.site.config import Project, bad_settings, configuration
from reportgen.site.folders import replacing
from reportgen.site.plugin import ReportgenPlugin
from reportgen.site.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

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


def build_site(project: Project, out: Path | None = None, progress: Progress = silent) -> Built:
    """Build a project's site whole, or leave what was there as it was.

    Args:
        project: The folder to build from.
        out: Where the site goes; by default where the project's own configuration says, else ``site``.
        progress: Hears how far it is.

    Raises:
        ReportgenError: The configuration is wrong, or the site would replace something that is none.
    """
    with _warnings() as warnings, configuration(project) as config_file:
        config = _loaded(config_file, warnings)
        target = _target(out, project, config)
        plugin = _plugin(config)
        plugin.progress = progress
        strict, config.strict = config.strict, False
        with replacing(target) as fresh:
            config.site_dir = str(fresh)
            _run(config, warnings)
    return Built(site=target, catalogue=plugin.catalogue, warnings=tuple(warnings), strict=strict)


def serve_site(project: Project, address: str) -> None:
    """Serve a project's site from a temporary folder until interrupted, built again on every change.

    Args:
        project: The folder to build from.
        address: Host and port, as ``127.0.0.1:8000``.

    Raises:
        ReportgenError: The configuration is wrong.
    """
    with configuration(project) as config_file:
        with _warnings() as warnings:
            _plugin(_loaded(config_file, warnings))
        try:
            serve(config_file=str(config_file), dev_addr=address)
        except Abort as error:
            raise bad_settings(config_file, str(error)) from error


def read_project(project: Project) -> tuple[Catalogue, Contents]:
    """Read what a project's configuration names, as its site would show it.

    Raises:
        ReportgenError: The configuration is wrong.
    """
    with _warnings() as warnings, configuration(project) as config_file:
        config = _loaded(config_file, warnings)
        return _plugin(config).read(config)


class _Collector(logging.Handler):
    """Keeps the messages of warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message, without the name that our own logger puts before it."""
        self.messages.append(record.getMessage().removeprefix("reportgen: "))


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Give the list that MkDocs' warnings are added to while the block runs."""
    collector = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)


def _loaded(file: Path, warnings: list[str]) -> MkDocsConfig:
    try:
        return load_config(str(file))
    except (Abort, ConfigurationError) as error:
        raise bad_settings(file, "; ".join(warnings) or str(error)) from error


def _plugin(config: MkDocsConfig) -> ReportgenPlugin:
    """Give the plugin of ours that the configuration switches on."""
    found = next((each for each in config.plugins.values() if isinstance(each, ReportgenPlugin)), None)
    if found is None:
        raise bad_settings(
            Path(config.config_file_path),
            "the plugin is missing; add 'reportgen' to the list under 'plugins'",
        )
    return found


def _target(out: Path | None, project: Project, config: MkDocsConfig) -> Path:
    """Give the folder that the site is to replace, if it may be replaced."""
    target = out or (Path(config.site_dir) if project.own_config else Path("site"))
    sources = (project.folder, project.source.folder, Path(config.docs_dir), Path.cwd())
    if any(source.resolve().is_relative_to(target.resolve()) for source in sources):
        raise bad_settings(target, "the site would replace its own sources; name another folder with --out")
    if target.exists() and not _is_site(target):
        raise bad_settings(target, "it holds something else than a site; name another folder with --out, or empty it")
    return target


def _is_site(folder: Path) -> bool:
    """Tell whether a folder is a site, or empty."""
    return folder.is_dir() and ((folder / "sitemap.xml").is_file() or not any(folder.iterdir()))


def _run(config: MkDocsConfig, warnings: list[str]) -> None:
    """Build into the configuration's site folder."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort as abort:
        raise _reason(abort) or bad_settings(Path(config.config_file_path), "; ".join(warnings)) from abort
    finally:
        config.plugins.on_shutdown()


def _reason(error: BaseException) -> ReportgenError | None:
    """Find the error of ours that made MkDocs stop, if one did."""
    before = error.__cause__ or error.__context__
    if before is None or isinstance(before, ReportgenError):
        return before
    return _reason(before)
