"""Fuzz a target for some seconds: ``python tests/fuzz/fuzz.py TARGET SECONDS [SEED]``.

What raises anything but an error of ours, takes longer than ``SLOW`` seconds or more memory than ``MEMORY`` is written
to ``tests/fuzz/corpus/TARGET``, for the fast suite to replay. With atheris installed and ``--guided`` for a seed,
mutation is guided by coverage.
"""

from __future__ import annotations

import random
import resource
import signal
import sys
import time
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml
from fuzz_targets import BETWEEN, IMPORTERS, TARGETS
from mutations import mutated, mutated_json

from reportgen.errors import ReportgenError

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).parent
CORPUS: Final = HERE / "corpus"
SLOW: Final = 20
"""Seconds of CPU time that a case may take: far more than any does, since machines differ."""
MEMORY: Final = 2 << 30
DOCUMENTS: Final = frozenset({"torch"})
"""Targets that read JSON."""
STRUCTURED: Final = 0.8
"""Share of their cases that are JSON still."""


class Slow(BaseException):
    """A case took too long; no handler of errors may take it for one."""


def seeds(target: str) -> list[bytes]:
    """Give files to begin with: what was kept, the project's own networks, and the hostile files."""
    kept = [path.read_bytes() for path in sorted((CORPUS / target).glob("*"))]
    if target == "expressions":
        return [*kept, b"${2 * channels + 1}", b"${depths[0] // 2 if flag}", b"${min(1, max(2, 3)) <= 4 and not flag}"]
    if target in {importer.__name__ for importer in IMPORTERS}:
        return kept
    hostile = (HERE.parent / "hostile/cases").glob("*.yml")
    cases = [
        case["file"].encode("utf-8", "surrogatepass")
        for path in hostile
        if (path.stem == "settings") == (target == "settings")
        for case in yaml.load(path.read_text(), yaml.CSafeLoader).values()
        if len(case["file"]) < 4_000
    ]
    if target == "settings":
        return [*kept, *cases]
    own = [path.read_bytes() for path in sorted((HERE.parents[1] / "architectures").rglob("*.yml"))]
    files = [*own, *cases]
    if target == "diff":
        files = [one + BETWEEN + other for one, other in pairwise(files)]
    return [*kept, *files]


def outcome(run: Callable[[bytes], None], data: bytes) -> str:
    """Run a case; give what is wrong with how it ended, or nothing."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
    try:
        run(data)
    except ReportgenError:
        pass
    except Slow:
        return f"longer than {SLOW} seconds"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def stop_when_slow() -> None:
    """Let a case end that takes too long."""

    def late(*_: object) -> None:
        raise Slow

    signal.signal(signal.SIGVTALRM, late)


def keep(target: str, data: bytes) -> Path:
    """Write a case into the corpus."""
    path = CORPUS / target / blake2b(data, digest_size=6).hexdigest()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def fuzz(target: str, seconds: float, seed: int) -> tuple[int, list[str]]:
    """Run cases until the time is over; give how many, and what went wrong."""
    stop_when_slow()
    chance, begun = random.Random(seed), seeds(target)  # noqa: S311 - not for secrets
    end, count, wrong = time.monotonic() + seconds, 0, []
    while time.monotonic() < end:
        seed = chance.choice(begun)
        structured = target in DOCUMENTS and chance.random() < STRUCTURED
        case = mutated_json(seed, chance) if structured else mutated(seed, begun, chance)
        said = outcome(TARGETS[target], case)
        count += 1
        if said:
            wrong.append(f"{keep(target, case)}: {said}")
            print(wrong[-1][:300], flush=True)  # noqa: T201 - a program of the terminal
    return count, wrong


def guided(target: str, seconds: int) -> None:
    """Let atheris find the cases; it ends the process itself."""
    import atheris  # type: ignore[import-not-found]  # noqa: PLC0415 - an extra for who has it

    atheris.instrument_all()
    stop_when_slow()

    def case(data: bytes) -> None:
        said = outcome(TARGETS[target], data)
        if said:
            raise RuntimeError(f"{keep(target, data)}: {said}")

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096"], case)
    atheris.Fuzz()


def main(target: str, seconds: str, *more: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if "--guided" in more:
        guided(target, int(seconds))
    count, wrong = fuzz(target, float(seconds), int(more[0]) if more else 0)
    print(f"{target}: {count} cases, {len(wrong)} wrong")  # noqa: T201 - a program of the terminal
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(*sys.argv[1:])
