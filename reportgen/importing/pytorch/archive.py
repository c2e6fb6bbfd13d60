"""The graph in a ``.pt2`` archive, as plain JSON: nothing is unpacked to disk, unpickled or run.

Such an archive also holds weights and the inputs that it was exported with, which Python would unpickle. Neither is
needed: shapes, parameters and layers all stand in ``models/<name>.json``.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

from reportgen.errors import Mark, Problem, ReportgenError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 256 * 1024 * 1024
"""Bytes of JSON that are read; the graph of a network of ten thousand layers takes about twenty million."""
MOST_MEMBERS: Final = 100_000
"""Files in an archive: one for each weight, and a few."""
CHUNK: Final = 1024 * 1024
MAJOR: Final = 8
"""Version of PyTorch's schema that is read; a new minor version only adds to it."""

Json = dict[str, Any]


def refuse(origin: str, name: str, message: str) -> NoReturn:
    """Raise what is wrong with an archive."""
    raise ReportgenError([Problem(name, message, Mark(origin))])


def read_file(path: Path) -> Json:
    """Give the graph of an archive on disk; raise ``ReportgenError`` where it is none that can be read."""
    try:
        with path.open("rb") as file:
            return read_archive(file, str(path))
    except OSError as error:
        refuse(str(path), "no-file", f"it cannot be read: {error.strerror or error}")


def read_archive(file: IO[bytes], origin: str) -> Json:
    """Give the graph of an archive; ``origin`` names it in errors."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _parsed(_content(archive, _member(archive, origin), origin), origin)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        refuse(origin, "bad-archive", f"it is no whole archive of torch.export.save: {error}")


def _member(archive: zipfile.ZipFile, origin: str) -> zipfile.ZipInfo:
    """Find the one graph; other models in an archive are asked to stand alone."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        refuse(origin, "too-large", f"it holds {len(members):,} files, and more than {MOST_MEMBERS:,} are not read")
    found = [member for member in members if _is_graph(member.filename)]
    if len(found) != 1:
        told = f"{len(found)} graphs" if found else "no graph"
        refuse(
            origin,
            "bad-archive",
            f"it holds {told} (models/*.json), and must hold one; save it with torch.export.save, in PyTorch 2.8 "
            "or later",
        )
    return found[0]


def _is_graph(name: str) -> bool:
    parts = name.split("/")
    return len(parts) > 1 and parts[-2] == "models" and parts[-1].endswith(".json")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, origin: str) -> bytes:
    """Read a file of an archive, no further than the limit whatever it says of itself."""
    if member.flag_bits & 1:
        refuse(origin, "bad-archive", "its graph is encrypted; save it without")
    found = bytearray()
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            found += chunk
            if len(found) > MOST_BYTES:
                refuse(origin, "too-large", f"its graph takes more than {MOST_BYTES:,} bytes, which are not read")
    return bytes(found)


def _parsed(content: bytes, origin: str) -> Json:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        refuse(origin, "bad-archive", f"its graph is no JSON that can be read: {error}")
    if not isinstance(document, dict) or not isinstance(document.get("schema_version"), dict):
        refuse(origin, "bad-archive", "its graph is none of torch.export.save: it has no schema_version")
    major = document["schema_version"].get("major")
    if major != MAJOR:
        refuse(origin, "unknown-version", f"its schema has version {major}, and {MAJOR} is read; export it anew")
    return document
