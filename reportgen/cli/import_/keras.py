"""``reportgen import keras``: a model as Keras keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.import_.sizes import by_name, open_sizes
from reportgen.cli.import_.wanted import importer
from reportgen.importing.keras.reading import read_keras

if TYPE_CHECKING:
    from reportgen.importing.source import SourceNetwork


@click.command()
@click.argument("file")
@open_sizes("channels first")
@importer
def keras(file: str, inputs: tuple[tuple[str, tuple[int, ...]], ...]) -> SourceNetwork:
    """Read the network of FILE: a .keras archive, an HDF5 file, or the JSON of model.to_json().

    Keras need not be installed, and nothing in the file is run.
    """
    return read_keras(Path(file), by_name(inputs))
