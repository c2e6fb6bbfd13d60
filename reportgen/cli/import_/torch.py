"""``reportgen import torch``: a module of PyTorch, or an archive of an exported one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.import_.sizes import Sizes
from reportgen.cli.import_.wanted import importer
from reportgen.importing.pytorch.live import argument
from reportgen.importing.pytorch.read import from_callable, from_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.importing.source import SourceNetwork

ARCHIVE = ".pt2"


@click.command()
@click.argument("target", metavar="PACKAGE.MODULE:CALLABLE|FILE.pt2")
@click.option(
    "--input",
    "inputs",
    type=Sizes(),
    multiple=True,
    help="Sizes of an input, channels first, without the batch: 3,224,224; once for each, in order or by NAME=.",
)
@click.option("--arg", "arguments", metavar="NAME=VALUE", multiple=True, help="What the callable is given, by name.")
@importer
def torch(target: str, inputs: tuple[tuple[str, tuple[int, ...]], ...], arguments: tuple[str, ...]) -> SourceNetwork:
    """Read the network that CALLABLE gives, or that FILE.pt2 holds.

    CALLABLE is a class of modules or a function that gives one. It is imported and run: only name code that you trust.
    An archive is only read.
    """
    if target.endswith(ARCHIVE):
        if inputs or arguments:
            raise click.UsageError("an archive has its sizes and options already; leave --input and --arg out")
        return from_file(Path(target))
    if not inputs:
        raise click.UsageError("give the sizes of its input: --input 3,224,224")
    given = _arguments(arguments)
    shown = ", ".join(f"{name}={value!r}" for name, value in given.items())
    click.echo(f"Running {target}({shown}), on tensors without values.", err=True)
    return from_callable(target, inputs, given)


def _arguments(texts: tuple[str, ...]) -> Mapping[str, object]:
    """Read ``NAME=VALUE`` one by one."""
    found: dict[str, object] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.isidentifier() or name in found:
            raise click.BadParameter(f"'{text}' is no NAME=VALUE with a name of its own", param_hint="--arg")
        found[name] = argument(value)
    return found
