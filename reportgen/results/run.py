"""A folder analysed into one file of lines: in order, with memory that does not grow, and resumed where it stopped."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.frozen import dataclass
from reportgen.results.executors import Here, Processes
from reportgen.results.record import Record, digest_of, lost, record_of, records_in
from reportgen.results.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reportgen.settings import Settings
    from reportgen.spec.source import SourceFile

AHEAD = 64
"""Files that may be under way or done and not yet written: enough for many workers, few enough to hold."""


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
    earlier = _Earlier(out)
    waiting: deque[tuple[SourceFile, Record | Future[Record]]] = deque()
    for source in files:
        found = earlier.at(source)
        held = found if found and _holds(found, source, settings) else None
        waiting.append((source, held or executor.submit(record_of, source, settings)))
        if len(waiting) >= AHEAD:
            yield _fetched(*waiting.popleft(), settings, executor)
    while waiting:
        yield _fetched(*waiting.popleft(), settings, executor)


def _fetched(
    source: SourceFile, result: Record | Future[Record], settings: Settings, executor: Executor
) -> tuple[Record, bool]:
    """Wait for a record. A file whose worker ended is tried once more by itself, so that only the culprit is lost."""
    if isinstance(result, Record):
        return result, True
    try:
        return result.result(), False
    except BrokenExecutor as error:
        if not isinstance(executor, Processes):
            return lost(source, type(error).__name__), False
        with Processes(1) as alone:
            try:
                return alone.submit(record_of, source, settings).result(), False
            except BrokenExecutor as again:
                return lost(source, type(again).__name__), False
    except Exception as error:
        if isinstance(executor, Here | Processes):
            raise
        # An executor of another kind tells in its own way that it lost a worker.
        return lost(source, f"{type(error).__name__}: {error}"), False


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
