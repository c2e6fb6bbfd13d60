"""``reportgen pages``: the same pages as a plain folder, for any site generator."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.build import FOLDER, NO_CACHE
from reportgen.cli.progress import shown_progress


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.argument("folder", type=FOLDER, default=Path())
@NO_CACHE
def pages(out: Path, folder: Path, cache: str) -> None:
    """Write the pages of FOLDER (by default the current folder) to OUT as Markdown, SVG, JSON and CSS.

    Files of an earlier run that are no more are removed from OUT, and no others. A file that cannot be read
    has a page that shows its errors, and the command ends with 2.
    """
    from reportgen.site.building import read_project  # noqa: PLC0415 - other commands do without MkDocs
    from reportgen.site.config import Project  # noqa: PLC0415 - same
    from reportgen.site.tree import write_tree  # noqa: PLC0415 - same

    catalogue, contents = read_project(Project(folder), cache=cache)
    with shown_progress() as progress:
        written = write_tree(contents, out, progress)
    for broken in catalogue.broken:
        for problem in broken.problems:
            click.echo(problem.explained(), err=True)
    click.echo(f"{len(contents.pages)} pages in {len(written.written)} files: {out}")
    if catalogue.broken:
        raise SystemExit(2)
