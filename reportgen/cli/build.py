"""``reportgen build``: a site from a folder of architecture files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cache.place import OFF
from reportgen.cli.progress import shown_progress

if TYPE_CHECKING:
    from reportgen.site.warm import Built

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Processes to work with. By default as many as help.",
)
NO_CACHE = click.option(
    "--no-cache", "cache", flag_value=OFF, default="", help="Make everything anew, and keep nothing for the next build."
)


@click.command()
@click.argument("folder", type=FOLDER, default=Path())
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes; by default 'site', or where the folder's mkdocs.yml says.",
)
@click.option("--baseline", metavar="REVISION", default="", help="Add pages of what changed since a revision in git.")
@NO_CACHE
@WORKERS
@click.option("--strict", is_flag=True, help="End with 1 where anything was warned of.")
def build(  # noqa: PLR0913 - click gives each option as an argument
    folder: Path, out: Path | None, baseline: str, cache: str, workers: int, *, strict: bool
) -> None:
    """Build the site of FOLDER (by default the current folder).

    FOLDER's own mkdocs.yml is used where there is one. Without it, the architecture files are those in
    FOLDER/architectures, or in FOLDER itself where there is no such folder.

    A file that cannot be read has a page that shows its errors; the rest is built, and the command ends
    with 2. The site replaces the one of an earlier build at once, or not at all.
    """
    from reportgen.site.config import Project  # noqa: PLC0415 - other commands do without
    from reportgen.site.warm import Order, build_site  # noqa: PLC0415 - same

    order = Order(project=Project(folder), out=out, baseline=baseline, cache=cache, workers=workers)
    with shown_progress() as progress:
        built = build_site(order, progress)
    for warning in built.warnings:
        click.echo(warning, err=True)
    click.echo(_summary(built))
    if built.broken:
        raise SystemExit(2)
    if built.warnings and (strict or built.strict):
        raise SystemExit(1)


def _summary(built: Built) -> str:
    """Give the last line: how much was built, and where to look."""
    networks, broken = built.networks, built.broken
    parts = [f"{networks} network{'' if networks == 1 else 's'}"]
    if broken:
        parts.append(f"{broken} file{'' if broken == 1 else 's'} that could not be read")
    home = (built.site / "index.html").absolute()
    shown = home.relative_to(Path.cwd()) if home.is_relative_to(Path.cwd()) else home
    return f"{' and '.join(parts)}: {shown}"
