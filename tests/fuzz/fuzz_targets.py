"""What is fuzzed: each target takes any bytes, and ends, or raises an error of ours; a new reader is one entry more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.analysis import analyse_all, catalogue
from reportgen.diagnostics.findings import RULES
from reportgen.graph.expand import expand
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


TARGETS: Final[Mapping[str, Callable[[bytes], None]]] = MappingProxyType(
    {one.__name__: one for one in (reader, analysis, expansion, expressions, diff, settings)}
)
