"""Writing a folder whole or not at all."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the target's place when the block ends, and vanishes if it fails.

    It lies beside the target, so that taking its place is a rename and no reader sees half a site.
    """
    mark = uuid4().hex
    fresh = target.with_name(f".{target.name}.new-{mark}")
    fresh.mkdir(parents=True)
    try:
        yield fresh
        _swap(fresh, target, target.with_name(f".{target.name}.old-{mark}"))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path, stale: Path) -> None:
    """Move the target aside, the fresh folder to its place, and only then remove what was there."""
    if not target.exists():
        fresh.rename(target)
        return
    target.rename(stale)
    try:
        fresh.rename(target)
    except OSError:
        stale.rename(target)
        raise
    shutil.rmtree(stale)
