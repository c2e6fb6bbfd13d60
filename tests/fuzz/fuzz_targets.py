"""What is fuzzed: each target takes any bytes, and ends, or raises an error of ours; a new reader is one entry more."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.analysis import analyse_all, catalogue
from reportgen.diagnostics.findings import RULES
from reportgen.frozen import dataclass
from reportgen.graph.expand import expand
from reportgen.importing.keras.reading import read_keras
from reportgen.importing.onnx.read import read as read_onnx
from reportgen.importing.pytorch.read import from_file
from reportgen.importing.write import write
from reportgen.limits import Limits
from reportgen.review.catalogues import compare_catalogues
from reportgen.review.text import review_lines
from reportgen.settings import Settings
from reportgen.settings_file import settings_of
from reportgen.spec import read_data
from reportgen.spec.expressions import Expression, ExpressionError, evaluate, parse
from reportgen.spec.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.importing.source import SourceNetwork

LIMITS: Final = Limits(layers=2_000, repeats=500, reads=10_000, spans=20_000, variants=20)
"""So small that a case is done soon; the paths through the code are those of any limits."""
SETTINGS: Final = Settings(limits=LIMITS)
NAMES: Final = MappingProxyType({"channels": 64, "filters": 3, "depths": [2, 3], "flag": True, "word": "relu"})
BETWEEN: Final = b"\n%%%%\n"
"""What parts the two sides of a comparison."""


@dataclass(frozen=True, slots=True)
class Held(SourceFile):
    """A file whose bytes are at hand."""

    data: bytes

    def read(self, limits: Limits) -> bytes:  # noqa: ARG002 - nothing is on a disk
        return self.data


def held(data: bytes) -> Held:
    return Held("net.yml", PurePosixPath("net.yml"), Path("net.yml"), data)


def reader(data: bytes) -> None:
    """Bytes to descriptions."""
    read_data(held(data), data, LIMITS)


def analysis(data: bytes) -> None:
    """Bytes to reports."""
    analyse_all(read_data(held(data), data, LIMITS), SETTINGS)


def expansion(data: bytes) -> None:
    """Bytes to the flat file, which must read back."""
    for architecture in read_data(held(data), data, LIMITS):
        flat = expand(architecture).encode()
        read_data(held(flat), flat, Limits())


def expressions(data: bytes) -> None:
    """Text to a value."""
    try:
        found = parse(data.decode(errors="replace"), LIMITS)
        if isinstance(found, Expression):
            evaluate(found, NAMES, LIMITS)
    except ExpressionError:
        pass


def diff(data: bytes) -> None:
    """Two files to what differs."""
    before, _, after = data.partition(BETWEEN)
    review = compare_catalogues(catalogue([held(before)], SETTINGS), catalogue([held(after)], SETTINGS), "a", "b")
    list(review_lines(review, ()))


def settings(data: bytes) -> None:
    """Bytes to settings."""
    settings_of([Path()], lambda path: data if path.name == "reportgen.toml" else None, [rule.name for rule in RULES])


def onnx(data: bytes) -> None:
    """Bytes to the network of an ONNX model."""
    imported(data, lambda path: read_onnx(str(path), {}))


def keras(data: bytes) -> None:
    """Bytes to the network of a Keras model."""
    imported(data, read_keras)


def torch(data: bytes) -> None:
    """Bytes to the network of a graph in PyTorch's JSON, in the archive that holds it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("net/models/model.json", data)
    imported(archive.getvalue(), from_file)


def imported(data: bytes, read: Callable[[Path], SourceNetwork]) -> None:
    """Put bytes where an importer finds them, and write what it reads."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        path.write_bytes(data)
        write(read(path))


IMPORTERS: Final = (onnx, keras, torch)
TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType(
    {one.__name__: one for one in (reader, analysis, expansion, expressions, diff, settings, *IMPORTERS)}
)
