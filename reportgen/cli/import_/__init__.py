"""``reportgen import``: an architecture file from what somebody has."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from reportgen.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "onnx": "Read a model as ONNX keeps it, without its weights.",
        "architecture": "Find the structure of an architecture file, such as one that a script wrote flat.",
        "keras": "Read a model of Keras: a .keras archive, an HDF5 file, or JSON.",
        "torch": "Read a module of PyTorch that you name, or an archive of torch.export.",
    }
)
"""Every source with its line in the help; each is ``reportgen.cli.import_.<name>.<name>``."""


@click.command("import", cls=LazyGroup, package=__name__, members=SOURCES, what="source")
def import_() -> None:
    """Write an architecture file from a model.

    What is written is read again and held against the source, layer by layer: every shape, every parameter count.

    Ends with 0 where all could be expressed, with 1 where something became `custom`, and with 2 where nothing was
    written.
    """
