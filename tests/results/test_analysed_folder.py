"""Lines of JSON for a folder: each network's report, in order, resumed, brought up to date, by any executor."""

from __future__ import annotations

import json
import os
import resource
import signal
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from multiprocessing import active_children
from typing import TYPE_CHECKING, Any

import pytest

from reportgen import ReportgenError, Settings, analyse, load
from reportgen.results import again, analyse_folder, record
from reportgen.results.again import Again
from reportgen.results.executors import Here, Processes
from reportgen.spec.source import single
from reportgen.to_json import network_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reportgen.results.record import Record

TEXT = "input: [3, 32, 32]\nlayers:\n  - conv: {{filters: {}, kernel: 3}}\n  - relu\n  - dense: 10\n"
PLACES = ("a/x.yml", "a.yml", "b/c/z.yml", "b/y.yml")
"""As they are walked: by the parts of their paths."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "nets"
    for number, place in enumerate(PLACES, 1):
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number))
    (root / ".hidden").mkdir()
    (root / ".hidden" / "not.yml").write_text("no")
    return root


MANY = 60


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More files than are handed out one by one."""
    root = tmp_path / "many"
    root.mkdir()
    for number in range(MANY):
        (root / f"{number:02}.yml").write_text(TEXT.format(number + 1) + f"# {'x' * 3000}\n")
    return root


class Noting(Here):
    """Remembers which files it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += [str(source.place) for source in args[0]]
        return super().submit(fn, *args, **kwargs)


def written(folder: Path, out: Path, executor: Executor | None = None) -> list[dict[str, Any]]:
    analyse_folder(folder, out, Settings(), executor)
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_each_network_has_its_line_in_order(folder: Path, tmp_path: Path) -> None:
    lines = written(folder, tmp_path / "out.jsonl")
    assert [line["file"]["place"] for line in lines] == list(PLACES)
    for line in lines:
        (architecture,) = load(folder / line["file"]["place"])
        report = json.loads(json.dumps(network_json(analyse(architecture))))
        assert line["network"]["totals"] == report["totals"]
        assert line["network"]["layers"] == report["layers"]
    assert [line["network"]["id"] for line in lines] == ["a/x", "a", "b/c/z", "b/y"]


def test_variants_have_a_line_each(tmp_path: Path) -> None:
    (tmp_path / "v.yml").write_text("arguments: {n: }\nvariants: {p: {n: 1}, q: {n: 2}}\n" + TEXT.format("$n"))
    lines = written(tmp_path, tmp_path / "out.jsonl")
    assert [(line["network"]["id"], line["file"]["lines"]) for line in lines] == [("p", 2), ("q", 2)]


def test_a_broken_file_has_a_line_that_tells_why(folder: Path, tmp_path: Path) -> None:
    (folder / "a.yml").write_text("input: [3, 32, 32]\nlayers: [rleu]\n")
    found = analyse_folder(folder, tmp_path / "out.jsonl", Settings())
    assert (found.files, found.networks, found.broken, found.kept) == (4, 3, 1, 0)
    line = json.loads((tmp_path / "out.jsonl").read_text().splitlines()[1])
    assert [problem["name"] for problem in line["problems"]] == ["unknown-layer"]


def test_any_executor_writes_the_same(folder: Path, tmp_path: Path) -> None:
    written(folder, tmp_path / "here.jsonl")
    with Processes(2) as processes, ThreadPoolExecutor(2) as threads:
        written(folder, tmp_path / "processes.jsonl", processes)
        written(folder, tmp_path / "threads.jsonl", threads)
    expected = (tmp_path / "here.jsonl").read_bytes()
    assert (tmp_path / "processes.jsonl").read_bytes() == expected
    assert (tmp_path / "threads.jsonl").read_bytes() == expected


def test_what_has_not_changed_is_not_analysed_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    written(folder, out)
    (folder / "b/c/z.yml").write_text(TEXT.format(30))
    (folder / "a/x.yml").unlink()
    (folder / "b/b.yml").write_text(TEXT.format(40))
    noting = Noting()
    lines = written(folder, out, noting)
    assert noting.given == ["b/b.yml", "b/c/z.yml"]
    written(folder, tmp_path / "anew.jsonl")
    assert out.read_bytes() == (tmp_path / "anew.jsonl").read_bytes()
    assert [line["file"]["place"] for line in lines] == ["a.yml", "b/b.yml", "b/c/z.yml", "b/y.yml"]


def test_other_settings_analyse_all_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    written(folder, out)
    noting = Noting()
    analyse_folder(folder, out, Settings(ignore=("dense-head",)), noting)
    assert len(noting.given) == len(PLACES)


@pytest.mark.parametrize("bytes_left", [0, 1, 300, 5000, -1])
def test_a_run_that_was_stopped_goes_on_where_it_stopped(folder: Path, tmp_path: Path, bytes_left: int) -> None:
    written(folder, tmp_path / "whole.jsonl")
    whole = (tmp_path / "whole.jsonl").read_bytes()
    ends = [i + 1 for i, byte in enumerate(whole) if byte == ord("\n")]
    done = sum(end <= len(whole[:bytes_left]) for end in ends)
    out = tmp_path / "out.jsonl"
    out.with_name("out.jsonl.part").write_bytes(whole[:bytes_left])
    noting = Noting()
    found = analyse_folder(folder, out, Settings(), noting)
    assert out.read_bytes() == whole
    assert noting.given == list(PLACES[done:])
    assert found.kept == done
    assert not out.with_name("out.jsonl.part").exists()


def test_a_stopped_run_over_files_that_changed_since_keeps_none_of_their_lines(folder: Path, tmp_path: Path) -> None:
    written(folder, tmp_path / "before.jsonl")
    out = tmp_path / "out.jsonl"
    out.with_name("out.jsonl.part").write_bytes((tmp_path / "before.jsonl").read_bytes())
    (folder / "a.yml").write_text(TEXT.format(77))
    written(folder, out)
    written(folder, tmp_path / "anew.jsonl")
    assert out.read_bytes() == (tmp_path / "anew.jsonl").read_bytes()


def test_garbage_beside_the_output_is_not_kept(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"\xff\xfe nothing\n")
    out.with_name("out.jsonl.part").write_bytes(b'{"schema": "reportgen/1", "file": {"place": 3}}\n')
    assert len(written(folder, out)) == len(PLACES)


@pytest.mark.parametrize("strike", [1, 18])
def test_a_process_that_is_killed_costs_no_line(strike: int, many: Path, tmp_path: Path) -> None:
    written(many, tmp_path / "whole.jsonl")

    class Struck(Processes):
        given = 0

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future = super().submit(fn, *args, **kwargs)
            self.given += 1
            if self.given == strike:
                os.kill(next(iter(self._pool._processes)), signal.SIGKILL)  # noqa: SLF001 - as a machine short of memory would
            return future

    with Struck(2) as executor:
        written(many, tmp_path / "out.jsonl", executor)
        assert executor.given > strike
    assert active_children() == []  # nor does what tried again live on
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_what_has_not_changed_keeps_its_place_among_what_goes_together(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    written(many, out)
    for number in {*range(0, MANY, 3), *range(20, 40)} - {25, 26}:
        (many / f"{number:02}.yml").write_text(TEXT.format(100 + number))
    written(many, out, noting := Noting())
    assert len(noting.given) == len(set(noting.given)) > 30
    written(many, tmp_path / "anew.jsonl")
    assert out.read_bytes() == (tmp_path / "anew.jsonl").read_bytes()


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the analysis of every file fail."""

    def fail(*_given: object) -> Record:
        raise ZeroDivisionError

    monkeypatch.setattr(record, "record_of", fail)


@pytest.mark.usefixtures("defect")
def test_a_defect_of_ours_is_no_lost_worker(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        written(folder, tmp_path / "out.jsonl", Here())


@pytest.mark.usefixtures("defect")
def test_nor_is_it_when_files_are_tried_again(many: Path) -> None:
    files = [single(path) for path in many.iterdir()]
    with pytest.raises(ZeroDivisionError):
        Again(Here(), Settings()).records(files, BrokenExecutor("a worker ended"))


def test_one_process_is_enough_to_try_again(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    class Counted(Processes):
        def __init__(self, count: int) -> None:
            started.append(count)
            super().__init__(count)

    class Broken(Counted):
        def submit(self, *_args: Any, **_kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor("a worker ended"))
            return future

    monkeypatch.setattr(again, "Processes", Counted)
    with Broken(2) as executor:
        assert len(written(many, tmp_path / "out.jsonl", executor)) == MANY
    assert started == [2, 1]


def test_small_files_go_together_behind_the_first(many: Path, tmp_path: Path) -> None:
    large = many / "30.yml"
    large.write_text(large.read_text() + f"# {'x' * 100}\n" * 1000)
    bundles: list[list[str]] = []

    class Bundling(Here):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            bundles.append([source.stem for source in args[0]])
            return super().submit(fn, *args, **kwargs)

    lines = written(many, tmp_path / "out.jsonl", Bundling())
    places = [f"{number:02}" for number in range(MANY)]
    assert [line["file"]["place"].removesuffix(".yml") for line in lines] == places
    assert [stem for bundle in bundles for stem in bundle] == places
    assert {len(bundle) for bundle in bundles[:16]} == {1}
    assert {len(bundle) for bundle in bundles[16:-1] if "30" not in bundle} == {3}
    (around,) = (bundle for bundle in bundles if "30" in bundle)
    assert around[-1] == "30"


def test_lines_are_written_as_soon_as_they_are_there(many: Path, tmp_path: Path) -> None:
    part, seen = tmp_path / "out.jsonl.part", []

    def heard(done: int) -> None:
        seen.append((done, len(part.read_bytes().splitlines())))

    analyse_folder(many, tmp_path / "out.jsonl", Settings(), Here(), heard)
    assert seen == [(done, done) for done in range(1, MANY + 1)]
    given: list[int] = []

    class Noted(Here):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            given.append(len(part.read_bytes().splitlines()))
            return super().submit(fn, *args, **kwargs)

    analyse_folder(many, tmp_path / "out.jsonl", Settings(batch=3), Noted())
    assert given[:17] == list(range(17))


def test_of_files_that_went_together_one_that_is_lost_costs_no_other(many: Path, tmp_path: Path) -> None:
    class Losing(Executor):
        """Tells in its own way that a worker was lost, as a cluster's does."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            if any(source.stem == "40" for source in args[0]):
                future.set_exception(LookupError("no worker survived it"))
            else:
                future.set_result(fn(*args, **kwargs))
            return future

    out = tmp_path / "out.jsonl"
    lines = written(many, out, Losing())
    assert len(lines) == MANY
    (lost,) = (line for line in lines if "problems" in line)
    (problem,) = lost["problems"]
    assert lost["file"]["place"] == "40.yml"
    assert problem["name"] == "worker-lost"
    assert "LookupError: no worker survived it" in problem["message"]
    again = Noting()
    written(many, out, again)
    assert again.given == ["40.yml"]


DEADLY = """
import os, signal
from reportgen.ops.base import Layer, layer
from reportgen.frozen import dataclass


@layer("deadly", "other")
@dataclass(frozen=True)
class Deadly(Layer):
    def output(self, inputs):
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_file_that_ends_every_process_is_named_and_costs_no_other(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "site" / "deadly-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[reportgen.ops]\ndeadly = deadly:Deadly\n")
    (about.parent / "deadly.py").write_text(DEADLY)
    monkeypatch.syspath_prepend(about.parent)  # processes that are started look there too
    (many / "40.yml").write_text("input: [3, 8, 8]\nlayers: [deadly]\n")
    with Processes(2) as executor:
        lines = written(many, tmp_path / "out.jsonl", executor)
    assert len(lines) == MANY
    assert [line["file"]["place"] for line in lines if "problems" in line] == ["40.yml"]
    (problem,) = next(line["problems"] for line in lines if "problems" in line)
    assert problem["message"].startswith("the process that analysed it ended: BrokenProcessPool")


def test_no_folder_and_no_place_to_write_are_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportgenError, match="no-folder"):
        analyse_folder(tmp_path / "gone", tmp_path / "out.jsonl", Settings())
    with pytest.raises(ReportgenError, match="unwritable: no such file or directory"):
        analyse_folder(folder, tmp_path / "gone" / "out.jsonl", Settings())


def test_a_full_disk_is_told(folder: Path, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(ReportgenError, match=r"out\.jsonl: unwritable: file too large"):
            analyse_folder(folder, tmp_path / "out.jsonl", Settings())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_fails_is_not_told_of_the_output(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unreached(Executor):
        def submit(self, *_args: Any, **_kwargs: Any) -> Future[Any]:
            raise TimeoutError("no answer from the scheduler")

    with pytest.raises(TimeoutError, match="scheduler"):
        analyse_folder(folder, tmp_path / "out.jsonl", Settings(), Unreached())

    listed = type(folder).iterdir

    def shut(path: Path) -> Iterator[Path]:  # root may list every folder
        if path.name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    (folder / "shut").mkdir()
    monkeypatch.setattr(type(folder), "iterdir", shut)
    with pytest.raises(ReportgenError, match="shut: unreadable: permission denied"):
        analyse_folder(folder, tmp_path / "out.jsonl", Settings())
