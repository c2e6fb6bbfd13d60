"""Charts of a large catalogue, made by several processes; what they make is the same with any number of them."""

from __future__ import annotations

import pickle
import posixpath
import signal
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from reportgen.results.executors import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from reportgen.pages import Asset

FEW: Final = 200
"""Below this many assets, starting processes takes longer than they save."""


class Workers:
    """Processes that make assets ahead of whoever asks for them, folder by folder."""

    def __init__(self, count: int) -> None:
        # Not forked: a server has threads, and the fork of a program with threads may hang.
        self._pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_ignore_interrupts)
        self._scratch = TemporaryDirectory(prefix="reportgen-")

    def ahead(self, assets: Iterable[Asset]) -> Iterator[Asset]:
        """Set the processes to work, and give each asset with bytes that are waited for when they are asked for.

        What no other process can be told, because it is not made of values alone, is made here when it is asked for.
        """
        for number, (_, group) in enumerate(groupby(assets, key=lambda asset: posixpath.dirname(asset.path))):
            members = list(group)
            order = _packed([asset.content for asset in members])
            if order is None:
                yield from members
                continue
            targets = [Path(self._scratch.name) / f"{number}-{place}" for place, _ in enumerate(members)]
            done = self._pool.submit(_make, order, targets)
            for asset, target in zip(members, targets, strict=True):
                yield replace(asset, content=partial(_fetched, done, target))

    def close(self) -> None:
        """End the processes, whatever they are at, and remove what they made."""
        self._pool.shutdown(cancel_futures=True)
        self._scratch.cleanup()


def workers_for(assets: int, wanted: int) -> Workers | None:
    """Start the wanted number of processes; for 0, one a processor, if that makes so many assets any sooner."""
    count = wanted or (processors() if assets >= FEW else 1)
    return Workers(count) if count > 1 else None


def _packed(makers: list[Callable[[], bytes]]) -> bytes | None:
    """Give functions as another process can read them; ``None`` where one holds what no process can read."""
    try:
        return pickle.dumps(makers)
    except (AttributeError, TypeError, pickle.PicklingError):
        return None


def _make(order: bytes, targets: list[Path]) -> None:
    """Carry out an order, in another process."""
    makers: list[Callable[[], bytes]] = pickle.loads(order)  # noqa: S301 - this program packed it
    for make, target in zip(makers, targets, strict=True):
        target.write_bytes(make())


def _fetched(done: Future[None], target: Path) -> bytes:
    done.result()
    return target.read_bytes()


def _ignore_interrupts() -> None:
    """Leave an interrupt to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
