"""A file that has not changed is not analysed again, and one that has is."""

from __future__ import annotations

import json
import pickle
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from reportgen import analysis, stored
from reportgen.analysis import catalogue
from reportgen.cache.heads import Heads
from reportgen.cache.packing import Two, two
from reportgen.cache.reports import KeptReports, key_of, read, written
from reportgen.cache.store import Store
from reportgen.errors import ReportgenError
from reportgen.late import LateTuple
from reportgen.limits import Limits
from reportgen.settings import Budget, Settings
from reportgen.spec.source import SourceFile
from reportgen.stored import StoredLayers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.report import NetworkReport

NET = "input: [3, 32, 32]\nlayers: [{conv: {filters: 8, kernel: 3}}, relu, {dense: 10}]\n"
SHARED = """\
input: [3, 32, 32]
layers:
  - {conv: {filters: 3, kernel: 3, padding: half}, name: one}
  - {conv: {filters: 3, kernel: 3, padding: half}, weights: one}
"""
VARIANTS = """\
arguments: {n: }
variants: {narrow: {n: 1}, wide: {n: 64}}
input: [3, 32, 32]
layers: [{conv: {filters: $n, kernel: 3}}, {conv: {filters: $n, kernel: 1}}, relu, {dense: 10}]
"""
FINDING = {"name": "a", "severity": "info", "layer": None, "line": 0, "message": "It is so.", "advice": ""}
SETTINGS = Settings()


@pytest.fixture
def file(tmp_path: Path) -> SourceFile:
    path = tmp_path / "net.yml"
    path.write_text(NET)
    return SourceFile("net.yml", PurePosixPath("net.yml"), path)


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the networks that were analysed."""
    names: list[str] = []
    real = analysis.analyse

    def counted(architecture: Any, settings: Settings) -> Any:
        names.append(architecture.name)
        return real(architecture, settings)

    monkeypatch.setattr(analysis, "analyse", counted)
    return names


def test_file_is_analysed_once(file: SourceFile, tmp_path: Path, analysed: list[str]) -> None:
    keeping = KeptReports(Store(tmp_path / "cache"))

    first = catalogue([file], SETTINGS, keeping)
    again = catalogue([file], SETTINGS, keeping)

    assert analysed == ["net"]
    assert again == first
    assert again.sources == {"net.yml": NET}


@pytest.mark.parametrize(
    "change",
    [
        lambda file, settings: (file, replace(settings, batch=64)),
        lambda file, settings: (file, replace(settings, limits=Limits(layers=99))),
        lambda file, settings: (file, replace(settings, ignore=("narrow-channels",))),
        lambda file, settings: (file, replace(settings, bounds={"capacity-too-low": Fraction(1, 5)})),
        lambda file, settings: (
            file,
            replace(settings, budgets=(Budget(group="tag", name="x", figure="macs", most=Fraction(5), place="a:1"),)),
        ),
        lambda file, settings: (replace(file, path="elsewhere/net.yml"), settings),
        lambda file, settings: (replace(file, place=PurePosixPath("family/net.yml")), settings),
    ],
)
def test_what_the_reports_depend_on_is_in_the_key(
    file: SourceFile, change: Callable[[SourceFile, Settings], tuple[SourceFile, Settings]]
) -> None:
    other, settings = change(file, SETTINGS)
    assert key_of(other, file.read(SETTINGS.limits), settings) != key_of(file, file.read(SETTINGS.limits), SETTINGS)
    assert key_of(file, file.read(SETTINGS.limits) + b"\n", SETTINGS) != key_of(
        file, file.read(SETTINGS.limits), SETTINGS
    )


def test_what_judges_nothing_is_not_in_the_key(file: SourceFile) -> None:
    key = key_of(file, file.read(SETTINGS.limits), SETTINGS)
    assert key_of(file, file.read(SETTINGS.limits), replace(SETTINGS, baseline="v1.0", cache=False)) == key


def test_broken_file_is_told_every_time_and_never_kept(file: SourceFile, tmp_path: Path) -> None:
    keeping = KeptReports(Store(tmp_path / "cache"))
    file.location.write_text("input: [3, 8, 8]\nlayers: [cnv: 3]\n")

    for _ in range(2):
        with pytest.raises(ReportgenError, match="unknown-layer"):
            keeping(file, SETTINGS)

    assert not (tmp_path / "cache").exists()


def test_two_files_of_one_id_are_told_though_both_are_kept(file: SourceFile, tmp_path: Path) -> None:
    other = replace(file, path="net.yaml", place=PurePosixPath("net.yaml"))
    keeping = KeptReports(Store(tmp_path / "cache"))

    for _ in range(2):
        found = catalogue([file, other], SETTINGS, keeping)
        assert [problem.name for broken in found.broken for problem in broken.problems] == ["repeated-id"]
        assert [broken.source for broken in found.broken] == ["net.yaml"]


@pytest.mark.parametrize(
    "head",
    [
        "null",
        "[]",
        '{"id": "x"}',
        json.dumps({"id": 7, "name": "x"}),
        "{",
    ],
)
def test_entry_of_another_making_is_a_miss(head: str, file: SourceFile, tmp_path: Path, analysed: list[str]) -> None:
    store = Store(tmp_path / "cache")
    key = key_of(file, file.read(SETTINGS.limits), SETTINGS)
    store.put(key, two(f"[[{head}, [0, null, null]]] [[[], {{}}]]", "[]"))

    found = KeptReports(store)(file, SETTINGS)

    assert analysed == ["net"]
    assert [report.name for report in found.reports] == ["net"]


@pytest.mark.parametrize("content", [b"", b"\0" * 8, b"\xff" * 8, b"\0" * 7 + b"\x04abcd"])
def test_bytes_that_are_no_reports_are_a_miss(
    content: bytes, file: SourceFile, tmp_path: Path, analysed: list[str]
) -> None:
    store = Store(tmp_path / "cache")
    store.put(key_of(file, file.read(SETTINGS.limits), SETTINGS), content)

    assert KeptReports(store)(file, SETTINGS).reports[0].layers[0].op == "conv"
    assert analysed == ["net"]


def not_again() -> tuple[NetworkReport, ...]:
    """Analyse nothing."""
    raise LookupError


def read_back(reports: Iterable[NetworkReport]) -> tuple[NetworkReport, ...]:
    """Write reports, and read them back."""
    entry = Two(written(reports))
    kept = read(entry.head, lambda place: entry.body.split("\n")[place], LateTuple(not_again))
    assert kept is not None
    return kept


def test_layers_are_read_when_they_are_asked_for(file: SourceFile) -> None:
    analysed = KeptReports(None)(file, SETTINGS).reports
    kept = read_back(analysed)

    assert len(kept[0].layers) == 3
    assert kept[0].layers[1] == analysed[0].layers[1]
    assert kept[0].layers[1:] == analysed[0].layers[1:]
    assert kept[0].layers == analysed[0].layers
    assert kept[0].layers != analysed[0].layers[1:]
    assert analysed == kept
    assert repr(kept[0].layers) == repr(analysed[0].layers)


def test_findings_are_read_when_they_are_asked_for(file: SourceFile, monkeypatch: pytest.MonkeyPatch) -> None:
    analysed = KeptReports(None)(file, SETTINGS).reports
    kept, unread = read_back(analysed), read_back(analysed)

    assert len(analysed[0].findings) > 1
    assert kept[0].findings[0] == analysed[0].findings[0]
    assert kept[0].findings == analysed[0].findings
    assert analysed[0].findings == kept[0].findings
    assert kept[0].findings != analysed[0].findings[1:]
    assert repr(kept) == repr(analysed)
    assert pickle.loads(pickle.dumps(kept)) == analysed  # noqa: S301 - our own
    assert stored.rows_of_findings(kept[0]) == stored.rows_of_findings(analysed[0])

    monkeypatch.setattr(stored, "Finding", None)  # nothing can be read
    assert unread[0].totals == analysed[0].totals
    with pytest.raises(LookupError):
        unread[0].findings[0]


@pytest.mark.parametrize(
    "late",
    [
        *("", "null", "[]", "[[[], {}], [[], {}]]", "[[[{}], {}]]", "[[[], 7]]", "[[[]]]", "[7]", "["),
        '[[[], {"conv.1": "first"}]]',
        f"[[[{json.dumps(FINDING | {'severity': 'worst'})}], {{}}]]",
        f"[[[{json.dumps(FINDING | {'line': '3'})}], {{}}]]",
        f"[[[{json.dumps(FINDING | {'advice': None})}], {{}}]]",
    ],
)
def test_findings_of_another_making_are_found_again(
    late: str, file: SourceFile, tmp_path: Path, analysed: list[str]
) -> None:
    store = Store(tmp_path / "cache")
    first = KeptReports(store)(file, SETTINGS).reports
    key = key_of(file, file.read(SETTINGS.limits), SETTINGS)
    entry = Two(store.get(key) or b"")
    _, end = json.JSONDecoder().raw_decode(entry.head)
    store.put(key, two(f"{entry.head[:end]} {late}", entry.body))
    analysed.clear()

    again = KeptReports(store)(file, SETTINGS).reports

    assert analysed == []
    assert len(first[0].findings) > 1
    assert again[0].findings == first[0].findings
    assert stored.rows_of_findings(again[0]) == stored.rows_of_findings(first[0])
    assert analysed == ["net"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(?s).*", ""),
        ("(?s).*", "["),
        ("(?s).*", "null"),
        (".*", "[{}]"),
        (r"\n.*", ""),
        (r"(.*)\n(.*)", r"\2\n\1"),
        ('"parameters"', '"params"'),
        ("28", "29"),
    ],
)
def test_layers_of_another_making_are_found_again(
    old: str, new: str, file: SourceFile, tmp_path: Path, analysed: list[str]
) -> None:
    file.location.write_text(VARIANTS)
    store = Store(tmp_path / "cache")
    first = KeptReports(store)(file, SETTINGS).reports
    key = key_of(file, file.read(SETTINGS.limits), SETTINGS)
    entry = Two(store.get(key) or b"")
    other = re.sub(old, new, entry.body, count=1)
    assert other != entry.body
    store.put(key, two(entry.head, other))
    analysed.clear()

    again = KeptReports(store)(file, SETTINGS).reports

    assert [report.totals for report in again] == [report.totals for report in first]
    assert analysed == []
    assert stored.document_text(again) == stored.document_text(first)
    assert again == first
    assert analysed == [report.name for report in first]


def test_findings_that_may_be_of_our_making_are_taken(file: SourceFile, tmp_path: Path) -> None:
    test = f"[[[{json.dumps(FINDING)}], {{}}]]"
    store = Store(tmp_path / "cache")
    KeptReports(store)(file, SETTINGS)
    key = key_of(file, file.read(SETTINGS.limits), SETTINGS)
    entry = Two(store.get(key) or b"")
    _, end = json.JSONDecoder().raw_decode(entry.head)
    store.put(key, two(entry.head[:end] + test, entry.body))

    (found,) = KeptReports(store)(file, SETTINGS).reports[0].findings

    assert found.message == "It is so."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"macs": ', '"macs": "many", "others": '),
        ('"depth": ', '"deep": '),
        ('"year": null', '"year": "1998"'),
    ],
)
def test_figures_of_another_making_are_a_miss(
    old: str, new: str, file: SourceFile, tmp_path: Path, analysed: list[str]
) -> None:
    store = Store(tmp_path / "cache")
    first = KeptReports(store)(file, SETTINGS).reports
    key = key_of(file, file.read(SETTINGS.limits), SETTINGS)
    entry = Two(store.get(key) or b"")
    assert old in entry.head
    store.put(key, two(entry.head.replace(old, new, 1), entry.body))
    analysed.clear()

    assert KeptReports(store)(file, SETTINGS).reports == first
    assert analysed == ["net"]


def test_each_network_of_a_file_has_its_own_findings(file: SourceFile) -> None:
    file.location.write_text(VARIANTS)
    analysed = KeptReports(None)(file, SETTINGS).reports

    assert len({repr(report.findings) for report in analysed}) == len(analysed)
    assert read_back(analysed) == analysed


def test_layers_that_share_weights_come_back_as_they_were(file: SourceFile) -> None:
    file.location.write_text(SHARED)
    analysed = KeptReports(None)(file, SETTINGS).reports

    kept = read_back(analysed)

    assert [layer.weights for layer in analysed[0].layers] == [None, "one"]
    assert kept == analysed


def test_what_tables_show_of_layers_is_had_without_reading_them(
    file: SourceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = KeptReports(Store(tmp_path / "cache"), lambda report: f"{len(report.layers)} layers")
    keeping(file, SETTINGS)
    monkeypatch.setattr(stored, "_layer", None)  # nothing can be read

    layers = keeping(file, SETTINGS).reports[0].layers

    assert isinstance(layers, StoredLayers)
    assert layers.sketch == "3 layers"


def test_heads_are_enough_and_layers_that_have_gone_are_analysed_again(
    file: SourceFile, tmp_path: Path, analysed: list[str]
) -> None:
    store = Store(tmp_path / "cache")
    heads = Heads(store, "heads")
    first = KeptReports(store, heads=heads)(file, SETTINGS).reports
    heads.keep()
    store.put(key_of(file, file.read(SETTINGS.limits), SETTINGS), b"damaged")

    again = KeptReports(store, heads=Heads(store, "heads"))(file, SETTINGS).reports

    assert again[0].totals == first[0].totals
    assert analysed == ["net"]
    assert again == first
    assert analysed == ["net", "net"]
