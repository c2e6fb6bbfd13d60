"""A folder analysed into one file of lines: in order, with memory that does not grow, and resumed where it stopped."""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, TypeAlias

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass
from reportgen.results.again import Again
from reportgen.results.executors import Here
from reportgen.results.record import Record, digest_of, records_in, records_of
from reportgen.results.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from reportgen.settings import Settings
    from reportgen.spec.source import SourceFile

AHEAD = 64
"""Bundles of files that may be under way or done and not yet written: enough for many workers, few enough to hold."""
ALONE = 16
"""Files that are handed out one by one before others go together: few of them are shared evenly."""
TOGETHER = 1 << 13
"""Bytes past which a bundle is handed out: to hand over a small file takes a twentieth of the time of its analysis."""
Bundle: TypeAlias = "tuple[SourceFile, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run came to."""

    files: int
    networks: int
    broken: int
    """Files that could not be read or analysed."""
    kept: int
    """Files whose lines were there already, from this or an earlier run."""


def analyse_folder(
    folder: Path,
    out: Path,
    settings: Settings,
    executor: Executor | None = None,
    heard: Callable[[int], None] = lambda _done: None,
) -> Summary:
    """Analyse every file below a folder and write a line of JSON for each network, ordered by path.

    Lines go to a file beside ``out`` that takes its place at the end. A run that was stopped goes on from there; of
    a finished one, the lines of files that have not changed are kept.

    Args:
        folder: architecture files.
        out: the file of lines.
        settings: rules, bounds, budgets, hardware.
        executor: what analyses files, any of ``concurrent.futures``' kind; this process where it is left out.
        heard: hears after each file how many are done.

    Raises:
        ReportgenError: where the folder does not exist or cannot be listed, or the file cannot be written.
        OSError: where the executor fails otherwise than by losing a worker.
    """
    part = out.with_name(f"{out.name}.part")
    with _opened(part, out) as lines:
        counted = _Counter(heard)
        files = _resumed(walk(folder), lines, settings, counted)
        for record, kept in _analysed(files, out, settings, executor or Here()):
            with _writing(out):
                lines.writelines(line + b"\n" for line in record.lines)
                lines.flush()
            counted.add(record, kept=kept)
        with _writing(out):
            os.fsync(lines.fileno())
    with _writing(out):
        part.replace(out)
    return counted.summary()


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Say of what fails inside that the file of lines cannot be written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise ReportgenError([Problem("unwritable", f"{reason}; check the path", Mark(str(out)))]) from error


@contextmanager
def _opened(part: Path, out: Path) -> Iterator[IO[bytes]]:
    """Open the file that lines go to; closing writes what is left of them."""
    with _writing(out):
        lines = part.open("a+b")
    try:
        yield lines
    finally:
        with _writing(out):
            lines.close()


class _Counter:
    """Counts what a run has come to so far."""

    def __init__(self, heard: Callable[[int], None]) -> None:
        self._heard = heard
        self._files = self._networks = self._broken = self._kept = 0

    def add(self, record: Record, *, kept: bool) -> None:
        self._files += 1
        self._networks += 0 if record.broken else len(record.lines)
        self._broken += record.broken
        self._kept += kept
        self._heard(self._files)

    def summary(self) -> Summary:
        return Summary(files=self._files, networks=self._networks, broken=self._broken, kept=self._kept)


def _resumed(
    files: Iterator[SourceFile], lines: IO[bytes], settings: Settings, counted: _Counter
) -> Iterator[SourceFile]:
    """Pass the files over whose lines stand already, drop what stands behind those, and give the others."""
    lines.seek(0)
    there = records_in(iter(lines.readline, b""))
    kept = 0
    for source in files:
        record = next(there, None)
        if record is None or not _holds(record, source, settings):
            lines.seek(kept)
            lines.truncate()
            yield source
            break
        kept += sum(len(line) + 1 for line in record.lines)
        counted.add(record, kept=True)
    else:
        lines.seek(kept)
        lines.truncate()
    yield from files


def _holds(record: Record, source: SourceFile, settings: Settings) -> bool:
    """Say whether a record is what a file would come to."""
    if record.place != source.place or not record.digest:
        return False
    try:
        return record.digest == digest_of(source.read(settings.limits), settings)
    except ReportgenError:
        return False


def _analysed(
    files: Iterator[SourceFile], out: Path, settings: Settings, executor: Executor
) -> Iterator[tuple[Record, bool]]:
    """Give the record of each file in order, and whether it was there already."""
    waiting: deque[_Handed | Record] = deque()
    with Again(executor, settings) as again:
        for found in _bundled(files, _Earlier(out), settings):
            if isinstance(found, Record):
                waiting.append(found)
            else:
                waiting.append(_Handed(found, executor.submit(records_of, found, settings)))
            while waiting and (len(waiting) >= AHEAD or _is_there(waiting[0])):
                yield from _fetched(waiting.popleft(), again)
        while waiting:
            yield from _fetched(waiting.popleft(), again)


def _bundled(files: Iterator[SourceFile], earlier: _Earlier, settings: Settings) -> Iterator[Bundle | Record]:
    """Put files together that are analysed at once; of those that have not changed give the record."""
    together: list[SourceFile] = []
    given = size = 0
    for source in files:
        found = earlier.at(source)
        held = found if found and _holds(found, source, settings) else None
        if held is None:
            together.append(source)
            given, size = given + 1, size + source.size()
        if together and (held or given <= ALONE or size >= TOGETHER):
            yield tuple(together)
            together, size = [], 0
        if held is not None:
            yield held
    if together:
        yield tuple(together)


@dataclass(frozen=True, slots=True)
class _Handed:
    """Files that an executor has been given."""

    bundle: Bundle
    result: Future[tuple[Record, ...]]


def _is_there(waiting: _Handed | Record) -> bool:
    return isinstance(waiting, Record) or waiting.result.done()


def _fetched(waiting: _Handed | Record, again: Again) -> Iterator[tuple[Record, bool]]:
    """Wait for records."""
    if isinstance(waiting, Record):
        yield waiting, True
        return
    try:
        found = waiting.result.result()
    except Exception as error:  # noqa: BLE001 - what is no lost worker is raised again
        found = again.records(waiting.bundle, error)
    yield from ((record, False) for record in found)


class _Earlier:
    """The records of an earlier run, read alongside the walk, whose order is theirs."""

    def __init__(self, out: Path) -> None:
        self._records = _read(out)
        self._next = next(self._records, None)

    def at(self, source: SourceFile) -> Record | None:
        """Give a file's record; ``None`` where there is none."""
        while self._next is not None and self._next.place < source.place:
            self._next = next(self._records, None)
        return self._next if self._next is not None and self._next.place == source.place else None


def _read(out: Path) -> Iterator[Record]:
    if out.is_file():
        with out.open("rb") as lines:
            yield from records_in(lines)
