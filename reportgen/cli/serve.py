"""``reportgen serve``: the site on this machine, built again whenever a file changes."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from reportgen.cli.build import FOLDER


@click.command()
@click.argument("folder", type=FOLDER, default=Path())
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port to listen on.")
def serve(folder: Path, address: str) -> None:
    """Serve the site of FOLDER (by default the current folder), and reload the page on every change.

    What is built is what `reportgen build` would build, in a temporary folder.
    """
    from reportgen.site.config import Project  # noqa: PLC0415 - other commands do without MkDocs
    from reportgen.site.serving import serve_site  # noqa: PLC0415 - same

    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    serve_site(Project(folder), address)
