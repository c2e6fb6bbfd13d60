"""``reportgen expand``: the flat graph of a network as an architecture file."""

from __future__ import annotations

import click

from reportgen.cli.files import read_one
from reportgen.graph.expand import expand as expanded


@click.command()
@click.argument("file")
def expand(file: str) -> None:
    """Write the network of FILE out flat: every layer with its id, its options and its shape.

    What is printed is an architecture file that describes the same graph. FILE:variant chooses one network of a
    file that has several.
    """
    click.echo(expanded(read_one(file)), nl=False)
