"""``reportgen analyse --dask`` on a real scheduler and two workers of this machine, one of them killed."""

from __future__ import annotations

import os
import signal
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

import pytest
from distributed import LocalCluster

from reportgen.__main__ import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = 100
TEXT = "input: [3, 32, 32]\nlayers:\n  - conv: {{filters: {}, kernel: 3, padding: half}}\n    repeat: 12\n"


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as made:
        yield made


def test_a_lost_worker_costs_no_line(cluster: LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, there, here = tmp_path / "nets", tmp_path / "there.jsonl", tmp_path / "here.jsonl"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:03}.yml").write_text(TEXT.format(number + 1))
    victim = cluster.workers[0].pid
    part = there.with_name("there.jsonl.part")

    def strike() -> None:
        while not (part.exists() and part.stat().st_size):
            sleep(0.01)
        os.kill(victim, signal.SIGKILL)

    striker = Thread(target=strike)
    striker.start()
    assert run(["analyse", str(folder), "--out", str(there), "--dask", cluster.scheduler_address]) == 0
    striker.join()
    assert capsys.readouterr().out == f"{FILES} networks in {FILES} files\n"
    assert run(["analyse", str(folder), "--out", str(here), "--workers", "1"]) == 0
    assert there.read_bytes() == here.read_bytes()


def test_no_scheduler_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yml").write_text(TEXT.format(1))
    out = str(tmp_path / "out.jsonl")
    assert run(["analyse", str(tmp_path), "--out", out, "--dask", "nonsense://127.0.0.1:1"]) == 2
    assert "--dask: no-scheduler: no Dask scheduler answers at nonsense://127.0.0.1:1" in capsys.readouterr().err
