"""What a file holds: the configuration of a model, as plain values. Nothing else in it is looked at.

A ``.keras`` archive is a ZIP of which two members are read, by name and up to a size; nothing is unpacked. An HDF5 file
is read by a process of its own (``hdf5``). All that comes out is JSON, which cannot hold code that would run.
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.importing.keras.hdf5 import Stored, stored_in

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 16 << 20
"""Bytes of a configuration; those of Keras Applications have 1 MB at most."""
MOST_DIRECTORY: Final = 1 << 20
"""Bytes of the list of what an archive holds; Keras puts a handful of files into one."""
MOST_DEPTH: Final = 200
"""Levels of lists and mappings within each other."""

_ZIP: Final = b"PK"
_HDF5: Final = b"\x89HDF\r\n\x1a\n"
_CONFIG, _METADATA = "config.json", "metadata.json"
_KINDS: Final = "a .keras archive, an HDF5 file, or the JSON of model.to_json()"


@dataclass(frozen=True, slots=True)
class Configuration:
    """A model as its file has it."""

    model: Any
    """What ``json`` made of it."""
    old: bool
    """Whether Keras 2 wrote it."""
    weights: Stored | None = None
    """Shapes of all stored values, where the file tells them by layer."""


def configuration(path: Path) -> Configuration:
    """Read the configuration of a model.

    Raises:
        ReportgenError: where the file is none of the three kinds, is damaged, or is past a limit.
    """
    if path.is_dir():
        why = "it is a folder, perhaps a SavedModel, which only TensorFlow can read; save the model as model.keras"
        raise refusal(path, "not-keras", why)
    try:
        with path.open("rb") as file:
            return _read(path, file)
    except OSError as error:
        raise refusal(path, "unreadable", f"it cannot be read: {error.strerror or error}") from error


def refusal(path: Path, name: str, message: str) -> ReportgenError:
    """Say what is wrong with a file as a whole."""
    return ReportgenError([Problem(name, message, Mark(str(path)))])


def _read(path: Path, file: BinaryIO) -> Configuration:
    first = file.read(len(_HDF5))
    file.seek(0)
    if first.startswith(_ZIP):
        return _archive(path, file)
    if first == _HDF5:
        stored = stored_in(path, MOST_BYTES)
        model = _json(path, stored.config.encode(), "model_config")
        return Configuration(model, _is_old(model, stored.version), stored)
    text = file.read(MOST_BYTES + 1)
    if not text.lstrip().startswith(b"{"):
        raise refusal(path, "not-keras", f"it is no model of Keras; expected {_KINDS}")
    model = _json(path, text, "it")
    return Configuration(model, _is_old(model, ""))


def _is_old(model: Any, version: str) -> bool:  # noqa: ANN401 - whatever a file holds
    """Say whether Keras 2 wrote a model: by its version, or else because it names no modules."""
    said = version or (model.get("keras_version") if isinstance(model, dict) else "")
    if isinstance(said, str) and said:
        return said.startswith(("1.", "2."))
    return not (isinstance(model, dict) and "module" in model)


# Archives


def _archive(path: Path, file: BinaryIO) -> Configuration:
    try:
        _refuse_long_directory(path, file)
        with zipfile.ZipFile(file) as archive:
            if _CONFIG not in archive.namelist():
                why = f"the archive holds no {_CONFIG}; was it saved by model.save('model.keras')?"
                raise refusal(path, "not-keras", why)
            model = _json(path, _member(archive, _CONFIG), _CONFIG)
            told = _json(path, _member(archive, _METADATA), _METADATA) if _METADATA in archive.namelist() else {}
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError, OverflowError) as error:
        # RuntimeError: encrypted, or packed in a way that Python has not.
        raise refusal(path, "bad-archive", f"the archive is damaged, or packed in an unknown way: {error}") from error
    version = told.get("keras_version") if isinstance(told, dict) else ""
    return Configuration(model, _is_old(model, version if isinstance(version, str) else ""))


def _refuse_long_directory(path: Path, file: BinaryIO) -> None:
    """Hold the list of members below a size, before it is read: each takes far more room than it takes in the file."""
    size = file.seek(0, 2)
    file.seek(max(size - (1 << 16) - 22, 0))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if 0 <= end <= len(tail) - 22 and struct.unpack_from("<L", tail, end + 12)[0] > MOST_DIRECTORY:
        raise refusal(path, "too-large", f"the archive's list of files has more than {MOST_DIRECTORY} bytes")
    file.seek(0)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read a member, but no more of it than a configuration may have, whatever the archive says of its size."""
    with archive.open(name) as file:
        return file.read(MOST_BYTES + 1)


# JSON


def _json(path: Path, text: bytes, what: str) -> Any:  # noqa: ANN401 - whatever a file holds
    if len(text) > MOST_BYTES:
        raise refusal(path, "too-large", f"{what} has more than {MOST_BYTES >> 20} MB")
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise refusal(path, "too-deep", f"{what} nests lists and mappings past {MOST_DEPTH} levels") from error
    except ValueError as error:  # not JSON, not UTF-8, or a number of thousands of digits
        raise refusal(path, "bad-json", f"{what} is no JSON: {str(error)[:200]}") from error
    if _depth(data) > MOST_DEPTH:
        raise refusal(path, "too-deep", f"{what} nests lists and mappings past {MOST_DEPTH} levels")
    return data


def _depth(data: object) -> int:
    """Count the levels of lists and mappings within each other."""
    level, depth = [data], 0
    while level and depth <= MOST_DEPTH:
        parts = [value for value in level if isinstance(value, list | dict)]
        level = [inner for value in parts for inner in (value.values() if isinstance(value, dict) else value)]
        depth += bool(parts)
    return depth
