"""``reportgen import architecture``: an architecture file written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportgen.cli.files import read_one
from reportgen.cli.import_.wanted import importer
from reportgen.importing.architecture import source_of

if TYPE_CHECKING:
    from reportgen.importing.source import SourceNetwork


@click.command()
@click.argument("file")
@importer
def architecture(file: str) -> SourceNetwork:
    """Find the structure of the network of FILE, an architecture file, such as one that a script wrote flat.

    FILE:variant chooses one network of a file that has several.
    """
    return source_of(read_one(file))
