"""Progress bars on the terminal's error stream, and nothing where that is no terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.site.progress import Progress as Listener


@contextmanager
def shown_progress() -> Iterator[Listener]:
    """Give what hears of progress while the block runs: one bar, which tells the stage, gone at the end."""
    from rich.console import Console  # noqa: PLC0415 - `reportgen --help` does without
    from rich.progress import Progress  # noqa: PLC0415 - same

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task("Reading", total=None)

        def hear(stage: str, done: int, total: int) -> None:
            bars.update(bar, description=stage, completed=done, total=total)

        yield hear
