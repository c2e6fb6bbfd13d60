"""A loop that only counts, shared by so many processes: ``counting.py COUNT``; prints the seconds on the clock.

What two processes of a machine can do at best, whatever they are given.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import Final

from reportgen.results.executors import Processes

TURNS: Final = 40
STEPS: Final = 1_000_000


def counted(steps: int) -> int:
    """Count so far, one by one."""
    found = 0
    for step in range(steps):
        found += step & 1
    return found


if __name__ == "__main__":
    count = int(sys.argv[1])
    with Processes(count) as executor:
        start = perf_counter()
        turns = [executor.submit(counted, STEPS) for _ in range(TURNS)]
        assert [turn.result() for turn in turns] == [STEPS // 2] * TURNS
        print(json.dumps(perf_counter() - start))  # noqa: T201 - what it is run for
