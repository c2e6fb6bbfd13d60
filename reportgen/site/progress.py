"""How a long build tells how far it is; who shows it, and whether, is the command's business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class Progress(Protocol):
    """Hears how a build goes on."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Hear that so many of a stage's steps are done."""


def silent(stage: str, done: int, total: int) -> None:
    """Say nothing."""


class Steps:
    """Counts the steps of one stage."""

    def __init__(self, progress: Progress, stage: str, total: int) -> None:
        self._progress, self._stage, self._total, self._done = progress, stage, total, 0

    def advance(self) -> None:
        """Count one step."""
        self._done += 1
        self._progress(self._stage, self._done, self._total)

    def counting(self, make: Callable[[], Result]) -> Callable[[], Result]:
        """Give the same function, counted as a step each time it has run."""

        def counted() -> Result:
            made = make()
            self.advance()
            return made

        return counted
