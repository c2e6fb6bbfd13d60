"""Text to a checked description of each network; it knows no shapes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.limits import Limits
from reportgen.spec.document import read
from reportgen.spec.source import SourceFile, single
from reportgen.spec.text import decode

if TYPE_CHECKING:
    from reportgen.spec.model import Architecture

DEFAULTS = Limits()


def load(path: str | Path, limits: Limits = DEFAULTS) -> tuple[Architecture, ...]:
    """Read one architecture file.

    Args:
        path: the file.
        limits: what a file may ask for.

    Returns:
        One architecture, or one for each of its variants, in order.

    Raises:
        ReportgenError: with everything that is wrong in the file.
    """
    return read_source(single(Path(path)), limits)


def read_source(source: SourceFile, limits: Limits = DEFAULTS) -> tuple[Architecture, ...]:
    """Read the networks of a file that was found already; raises like ``load``."""
    return read_data(source, source.read(limits), limits)


def read_data(source: SourceFile, data: bytes, limits: Limits = DEFAULTS) -> tuple[Architecture, ...]:
    """Read the networks of a file whose bytes are at hand; raises like ``load``."""
    return read(source, decode(data, source.path, limits), limits)
