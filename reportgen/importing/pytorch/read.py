"""Networks of PyTorch as sources: from an archive, or from code that the user names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.importing.pytorch.archive import read_file
from reportgen.importing.pytorch.exported import exported
from reportgen.importing.pytorch.live import Inputs, export
from reportgen.importing.pytorch.translate import translate
from reportgen.importing.tensors.recognise import recognise
from reportgen.importing.tensors.sound import sound

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportgen.importing.pytorch.archive import Json
    from reportgen.importing.source import SourceNetwork


def from_file(path: Path) -> SourceNetwork:
    """Read a network from a ``.pt2`` archive, of which nothing is run."""
    return source_of(read_file(path), str(path), path.stem)


def from_callable(target: str, inputs: Inputs, arguments: Mapping[str, Any]) -> SourceNetwork:
    """Run ``PACKAGE.MODULE:CALLABLE`` and read the network that it gives."""
    return source_of(export(target, inputs, arguments), target, target.rpartition(":")[2])


def source_of(document: Json, origin: str, name: str) -> SourceNetwork:
    """Give the network of a graph in PyTorch's JSON; all inputs hold as many samples as the first."""
    graph = exported(document, origin)
    first = next((graph.shapes[one] for one in graph.inputs), ())
    return recognise(sound(translate(graph, name)), batch=first[0] if first else 1)
