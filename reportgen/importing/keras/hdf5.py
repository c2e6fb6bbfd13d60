"""HDF5 files, read by a process of its own.

A damaged file can crash the library that knows the format, or keep it busy for ever. Here that ends the reading
process, and is an error in words.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.importing.extras import library

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS: Final = 60
"""How long the reading may take."""
_READER: Final = Path(__file__).with_name("hdf5_reader.py")


@dataclass(frozen=True, slots=True)
class Stored:
    """What an HDF5 file tells of a model."""

    config: str
    """The configuration, as JSON."""
    version: str
    """Version of Keras that wrote it; empty where it does not say."""
    weights: Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]]
    """For each layer, name and shape of all that it stores; the values themselves are not read."""


def stored_in(path: Path, most_bytes: int) -> Stored:
    """Read the configuration of a model, and the shapes of its weights.

    Raises:
        ReportgenError: where the file holds no model, or is damaged.
    """
    library("h5py", "keras")
    command = [sys.executable, "-I", str(_READER), str(path.absolute()), str(most_bytes)]
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "HDF5_USE_FILE_LOCKING": "FALSE"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=alone)  # noqa: S603 - our own reader, by its path
    except subprocess.TimeoutExpired as error:
        raise _refused(path, f"reading it took more than {SECONDS} seconds, so it is damaged") from error
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()[:200]
        raise _refused(path, said or "it is damaged: reading it failed")
    found = json.loads(done.stdout)
    weights = {
        layer: tuple((name, tuple(shape)) for name, shape in entries) for layer, entries in found["weights"].items()
    }
    return Stored(found["config"], found["version"], weights)


def _refused(path: Path, why: str) -> ReportgenError:
    return ReportgenError([Problem("bad-hdf5", why, Mark(str(path)))])
