"""Parts made where they are not kept, by several processes; what they make is the same with any number of them."""

from __future__ import annotations

from collections import deque
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Final

from reportgen.cache.store import Store
from reportgen.errors import Mark, Problem, ReportgenError
from reportgen.results.executors import Here, Processes, processors
from reportgen.site.bundles import bundle, name_of
from reportgen.site.progress import Progress, Steps, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from reportgen.pages import Asset, Page, Part
    from reportgen.site.bundles import Shelf

FEW: Final = 16
"""Below this many parts, starting processes takes longer than they save."""
_AHEAD: Final = 8
"""Parts that may be under way or waiting to be fetched, for each process."""


def made(
    parts: Sequence[Part], shelf: Shelf, workers: int = 0, progress: Progress = silent
) -> Iterator[tuple[Part, tuple[Page | Asset, ...]]]:
    """Give the pages and files of each part, in order; those that can be kept are made by then, and kept.

    Args:
        parts: what is wanted.
        shelf: where they are kept.
        workers: processes; 0 for as many as there are processors, where that is any sooner.
        progress: hears of each part.

    Raises:
        ReportgenError: a process ended while it made a part, or memory ran out.
    """
    steps = Steps(progress, "Making pages and charts", len(parts))
    missing = sum(part.alone and not shelf.has(part) for part in parts)
    count = min(workers or (processors() if missing >= FEW else 1), missing)
    with Processes(count) if count > 1 else Here() as executor:
        waiting: deque[tuple[Part, Future[None] | None]] = deque()
        for part in parts:
            waiting.append((part, _ordered(part, shelf, executor)))
            if len(waiting) > _AHEAD * count:
                yield _fetched(*waiting.popleft(), shelf)
                steps.advance()
        while waiting:
            yield _fetched(*waiting.popleft(), shelf)
            steps.advance()


def _ordered(part: Part, shelf: Shelf, executor: Executor) -> Future[None] | None:
    """Have a part made that is not kept, elsewhere if that can be."""
    if not part.key or shelf.has(part):
        return None
    maker = executor if part.alone else Here()
    return maker.submit(_make, part.make, shelf.store.folder, name_of(part))


def _make(make: Callable[[], Iterable[Page | Asset]], folder: Path, key: str) -> None:
    """Make a part and keep it; this runs in another process."""
    store = Store(folder)
    store.put(key, bundle(make(), store))


def _fetched(part: Part, done: Future[None] | None, shelf: Shelf) -> tuple[Part, tuple[Page | Asset, ...]]:
    """Wait for a part. One whose process ended is tried once more by itself, so that only the culprit is blamed."""
    if done:
        try:
            done.result()
        except BrokenExecutor:
            _alone(part, shelf)
        except MemoryError as error:
            raise _lost(part, "memory ran out") from error
        except Exception as error:
            error.add_note(f"while making the pages of {part.about}")
            raise
    found = shelf.items(part) if part.key else None
    # What could not be kept, by a full disk perhaps, is made here when it is asked for.
    return part, tuple(part.make()) if found is None else found


def _alone(part: Part, shelf: Shelf) -> None:
    with Processes(1) as process:
        try:
            process.submit(_make, part.make, shelf.store.folder, name_of(part)).result()
        except BrokenExecutor as error:
            raise _lost(part, "the process that made its pages was ended") from error


def _lost(part: Part, reason: str) -> ReportgenError:
    message = f"{reason}; free memory, or build with --workers 1, and report this file if that does not help"
    return ReportgenError([Problem("worker-lost", message, Mark(part.about))])
