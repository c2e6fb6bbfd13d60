"""``reportgen init``: a catalogue to begin with."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Write a catalogue to begin with into FOLDER (by default the current folder).

    An example, a mkdocs.yml, settings, a hook for pre-commit, and workflows for GitHub that publish the site and
    review pull requests. A file that is there already is never overwritten: then nothing is written at all.
    """
    from reportgen.site.starting import write_start  # noqa: PLC0415 - other commands do without

    for path in write_start(folder):
        click.echo(path)
    inside = "" if folder == Path() else f"in {folder}: "
    click.echo(f"\nNow, {inside}reportgen check, and reportgen serve")
