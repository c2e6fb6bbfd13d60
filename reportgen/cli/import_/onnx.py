"""``reportgen import onnx``: a model as ONNX keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportgen.cli.import_.sizes import by_name, open_sizes
from reportgen.cli.import_.wanted import importer
from reportgen.importing.extras import library

if TYPE_CHECKING:
    from reportgen.importing.source import SourceNetwork


@click.command()
@click.argument("file")
@open_sizes("without the batch")
@importer
def onnx(file: str, inputs: tuple[tuple[str, tuple[int, ...]], ...]) -> SourceNetwork:
    """Read the network of FILE, an ONNX model, without its weights.

    Nothing in the file is run, and no other file is opened.
    """
    library("onnx", "onnx")
    from reportgen.importing.onnx.read import read  # noqa: PLC0415 - it needs the library

    return read(file, by_name(inputs))
