"""What one file comes to: its lines of JSON, each with the file's place, digest and number of networks."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportgen.analysis import analyse_all
from reportgen.cache import versions
from reportgen.cache.store import digest
from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass
from reportgen.spec import read_source
from reportgen.to_json import SCHEMA, network_json, problem_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.settings import Settings
    from reportgen.spec.source import SourceFile

_HEAD: Final = b'{"schema": "%s", "file": ' % SCHEMA.encode()
"""How every line begins; what follows tells whether it can be kept."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that is written of one file."""

    place: PurePosixPath
    """Its path inside the folder."""
    digest: str
    """Of what it holds, the settings and the code, that of plugins too: where that is equal, so is the rest."""
    lines: tuple[bytes, ...]
    """A line a network, without their ends; one line of problems where the file is broken."""
    broken: bool


def digest_of(data: bytes, settings: Settings) -> str:
    """Give the digest of all that a file's record depends on: its bytes, the settings, and whatever code reads them."""
    return digest("record", versions.of_reports(), repr(settings), data)


def record_of(source: SourceFile, settings: Settings) -> Record:
    """Read and analyse one file; what is wrong with it is its record."""
    digest = ""
    try:
        digest = digest_of(source.read(settings.limits), settings)
        reports = analyse_all(read_source(source, settings.limits), settings)
    except ReportgenError as error:
        return broken(source, digest, error.problems)
    bodies = [{"network": network_json(report)} for report in reports]
    return Record(source.place, digest, tuple(_written(source, digest, bodies)), broken=False)


def records_of(sources: Iterable[SourceFile], settings: Settings) -> tuple[Record, ...]:
    """Read and analyse some files, one after another."""
    return tuple(record_of(source, settings) for source in sources)


def broken(source: SourceFile, digest: str, problems: Iterable[Problem]) -> Record:
    """Give the record of a file that has no networks."""
    body = {"problems": [problem_json(problem) for problem in problems]}
    return Record(source.place, digest, tuple(_written(source, digest, [body], broken=True)), broken=True)


def lost(source: SourceFile, reason: str) -> Record:
    """Give the record of a file whose analysis ended the process that had it; it has no digest, and is tried again."""
    problem = Problem(
        "worker-lost", f"the process that analysed it ended: {reason}; report this file", Mark(source.path)
    )
    return broken(source, "", [problem])


def _written(source: SourceFile, digest: str, bodies: list[dict[str, Any]], *, broken: bool = False) -> Iterator[bytes]:
    head = {"place": str(source.place), "digest": digest, "lines": len(bodies), "broken": broken}
    for body in bodies:
        rest = json.dumps(body, ensure_ascii=False, default=float).removeprefix("{")
        yield _HEAD + json.dumps(head, ensure_ascii=False).encode() + b", " + rest.encode()


def records_in(lines: Iterable[bytes]) -> Iterator[Record]:
    """Read records back, up to the first that is not whole: a run may have ended in the middle of a line."""
    for head, group in groupby(_parsed(lines), key=itemgetter(0)):
        bodies = tuple(line for _, line in group)
        if len(bodies) != head.lines:
            return
        yield Record(PurePosixPath(head.place), head.digest, bodies, broken=head.broken)


class _Head(NamedTuple):
    place: str
    digest: str
    lines: int
    broken: bool


def _parsed(lines: Iterable[bytes]) -> Iterator[tuple[_Head, bytes]]:
    """Read the head of each line alone: what stands behind it is written on as it is."""
    decoder = json.JSONDecoder()
    for line in lines:
        if not (line.startswith(_HEAD) and line.endswith(b"}\n")):
            return
        try:
            head, _ = decoder.raw_decode(line.removeprefix(_HEAD).decode())
            yield _Head(**head), line.removesuffix(b"\n")
        except (ValueError, TypeError):
            return
