"""What ``diff`` costs over many networks of which one changed, as a ratio to analysing that one twice.

Run on demand, on a quiet machine: ``pytest -n 0 -s tests/benchmarks/bench_diff.py``.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from git_repositories import GitRepository
from sites import ARCHITECTURES

from reportgen import analyse, load
from reportgen.review.revisions import review_revisions

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

NETWORKS = 200
MOST = 2.0
"""How many times the cost of the one network the whole comparison may be."""


def test_a_diff_costs_little_more_than_its_one_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ARCHITECTURES / "resnet/resnet-paper.yml").read_text().replace("allow:", "extra: {number: a}\nallow:", 1)
    repository = GitRepository.made(tmp_path / "many")
    repository.commit(**{f"net{number}": text.replace("-paper", f"-{number}") for number in range(NETWORKS)})
    monkeypatch.chdir(repository.folder)
    changed = text.replace("-paper", "-7").replace("first_stride: 2", "stride: 2")
    repository.write(net7=changed)
    file = repository.folder / "architectures/net7.yml"

    whole = least(lambda: review_revisions("HEAD", None, Path()))
    once = least(lambda: [analyse(architecture) for architecture in load(file)])

    ratio = whole / (2 * once)
    print(f"\n{NETWORKS} files, one changed: {whole:.3f} s; its analysis twice: {2 * once:.3f} s; ratio {ratio:.2f}")  # noqa: T201 - what a benchmark is for
    assert ratio < MOST


def least(run: Callable[[], object], times: int = 5) -> float:
    """Give the shortest time of a few runs."""
    found = []
    for _ in range(times):
        start = perf_counter()
        run()
        found.append(perf_counter() - start)
    return min(found)
