"""``reportgen expand``: the flat graph of a network as an architecture file."""

from __future__ import annotations

import click

from reportgen.cli.files import read_target
from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.graph.expand import expand as expanded


@click.command()
@click.argument("file")
def expand(file: str) -> None:
    """Write the network of FILE out flat: every layer with its id, its options and its shape.

    What is printed is an architecture file that describes the same graph. FILE:variant chooses one network of a
    file that has several.
    """
    architectures = read_target(file)
    if len(architectures) > 1:
        example = f"{file}:{architectures[0].variant}"
        message = f"the file has {len(architectures)} networks; name one of them, such as {example}"
        raise ReportgenError([Problem("several-networks", message, Mark(file))])
    click.echo(expanded(architectures[0]), nl=False)
