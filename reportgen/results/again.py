"""Files whose worker ended are tried once more, so that only what ended it is lost."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from reportgen.results.executors import Here, Processes
from reportgen.results.record import Record, lost, records_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.settings import Settings
    from reportgen.spec.source import SourceFile


class Again(AbstractContextManager["Again"]):
    """Tries files again: those of a process in another, by itself, which is started when it is first needed.

    Of another kind of executor, which tries again by itself, they are asked for once more where several went together.
    """

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self._executor, self._settings = executor, settings
        self._other: Processes | None = None

    def __exit__(self, *_error: object) -> None:
        if self._other is not None:
            self._other.shutdown()

    def records(self, bundle: Sequence[SourceFile], error: Exception) -> tuple[Record, ...]:
        """Give the records of files that went together, behind an error.

        Raises:
            Exception: the error, where it is none of a lost worker but a defect of ours.
        """
        self._raise_ours(error)
        processes = isinstance(self._executor, Processes)
        if len(bundle) == 1 and not processes:
            return (lost(bundle[0], _reason(error)),)
        if len(bundle) > 1 and processes:  # what ended their worker was most often given to another
            try:
                return self._asked(bundle)
            except BrokenExecutor:
                pass
        return tuple(self._apart(bundle))

    def _apart(self, bundle: Sequence[SourceFile]) -> Iterator[Record]:
        for source in bundle:
            try:
                yield from self._asked((source,))
            except Exception as error:  # noqa: BLE001 - what is no lost worker is raised again
                self._raise_ours(error)
                yield lost(source, _reason(error))

    def _asked(self, bundle: Sequence[SourceFile]) -> tuple[Record, ...]:
        executor = self._executor
        if isinstance(executor, Processes):
            executor = self._other = self._other or Processes(1)
        return executor.submit(records_of, bundle, self._settings).result()

    def _raise_ours(self, error: Exception) -> None:
        if isinstance(self._executor, Here | Processes) and not isinstance(error, BrokenExecutor):
            raise error


def _reason(error: Exception) -> str:
    return type(error).__name__ if isinstance(error, BrokenExecutor) else f"{type(error).__name__}: {error}"
