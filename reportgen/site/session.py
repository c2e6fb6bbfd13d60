"""A project's configuration, loaded: what building, serving and writing a folder all begin with."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from reportgen.frozen import dataclass
from reportgen.site.config import Project, bad_settings, configuration
from reportgen.site.plugin import ReportgenPlugin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig


@dataclass(frozen=True, slots=True)
class Session:
    """A project with its configuration, valid and with our plugin in it."""

    project: Project
    file: Path
    """The configuration's file; a temporary one where the project has none of its own."""
    config: MkDocsConfig
    plugin: ReportgenPlugin
    warnings: list[str]
    """What MkDocs and its plugins warn of, as long as the session lasts."""


@contextmanager
def opened(project: Project) -> Iterator[Session]:
    """Load a project's configuration for as long as the block runs.

    Raises:
        ReportgenError: The configuration is wrong, or lacks our plugin.
    """
    with _warnings() as warnings, configuration(project) as file:
        try:
            config = load_config(str(file))
        except (Abort, ConfigurationError) as error:
            raise bad_settings(project.named, "; ".join(warnings) or str(error)) from error
        plugin = next((each for each in config.plugins.values() if isinstance(each, ReportgenPlugin)), None)
        if plugin is None:
            raise bad_settings(project.named, "the plugin is missing; add 'reportgen' to the list under 'plugins'")
        yield Session(project, file, config, plugin, warnings)


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
