"""The stage of the site alone, of what ``prepared.py`` made: ``site_stage.py PREPARED SITE``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.config import load_config
from prepared import read_prepared

from reportgen.cli.collecting import collecting_seldom
from reportgen.report import Catalogue
from reportgen.site.config import Project, configuration
from reportgen.site.plugin import ReportgenPlugin

if TYPE_CHECKING:
    from reportgen.site.contents import Contents


def main(prepared: Path, site: Path) -> None:
    """Build a site of pages whose slots and charts are made already."""

    def read(_plugin: ReportgenPlugin, _config: object) -> tuple[Catalogue, Contents]:
        return Catalogue(networks=()), read_prepared(prepared)

    ReportgenPlugin.read = read  # type: ignore[method-assign]  # what it would read is made already
    with collecting_seldom(), configuration(Project(prepared)) as file:  # as the command does
        config = load_config(str(file), site_dir=str(site))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]).absolute())
