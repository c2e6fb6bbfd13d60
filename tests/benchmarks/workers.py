"""A catalogue analysed by so many processes: ``workers.py CATALOGUE OUT COUNT``; prints the seconds on the clock.

Processes are started before the clock is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from reportgen import Settings
from reportgen.results import analyse_folder
from reportgen.results.executors import Processes

if __name__ == "__main__":
    folder, out, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with Processes(count) as executor:
        start = perf_counter()
        analyse_folder(folder, out, Settings(), executor)
        print(json.dumps(perf_counter() - start))  # noqa: T201 - what it is run for
