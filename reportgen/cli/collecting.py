"""How often Python looks for values that hold each other and nothing else does."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

_SELDOM: Final = (100_000, 20, 50)
"""New values before it looks, and rounds before it looks at older ones and at all: a hundredfold of what is usual."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look but seldom while the block runs: a command makes values by the million, and nearly all stay to its end.

    It holds for the whole process, and so is the command's business: whoever calls the library decides that.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def leave(code: int) -> NoReturn:
    """End the program. What it still holds goes with its memory: else all of that would be looked through once more."""
    gc.freeze()
    sys.exit(code)
