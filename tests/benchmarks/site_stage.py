"""The stage of the site alone, of what ``prepared.py`` made: ``site_stage.py PREPARED SITE``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from prepared import read_prepared

from reportgen.report import Catalogue
from reportgen.site.building import build_site
from reportgen.site.config import Project
from reportgen.site.plugin import ReportgenPlugin

if TYPE_CHECKING:
    from reportgen.site.contents import Contents


def main(prepared: Path, site: Path) -> None:
    """Build a site of pages whose slots and charts are made already."""

    def read(_plugin: ReportgenPlugin, _config: object) -> tuple[Catalogue, Contents]:
        return Catalogue(networks=()), read_prepared(prepared)

    ReportgenPlugin.read = read  # type: ignore[method-assign]  # what it would read is made already
    empty = prepared / "architectures"
    empty.mkdir(exist_ok=True)
    built = build_site(Project(prepared), site)
    assert built.site == site


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
