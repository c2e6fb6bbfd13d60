"""Progress bars on the terminal's error stream, and nothing where that is no terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.site.progress import Progress as Listener


@contextmanager
def shown_progress() -> Iterator[Listener]:
    """Give what hears of progress while the block runs: one bar, which tells the stage, gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415 - whoever sees no bar does without
    from rich.progress import Progress  # noqa: PLC0415 - same

    with Progress(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("Reading", total=None)

        def hear(stage: str, done: int, total: int) -> None:
            bars.update(bar, description=stage, completed=done, total=total)

        yield hear
