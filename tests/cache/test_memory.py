"""What a server has read it does not read again, and what has changed it does."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from reportgen.analysis import catalogue
from reportgen.cache.memory import Memory
from reportgen.cache.reports import KeptReports
from reportgen.cache.store import Store
from reportgen.settings import Settings
from reportgen.spec.source import SourceFile
from reportgen.stored import StoredLayers

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.report import Catalogue

NET = "input: [3, 32, 32]\nlayers: [{{conv: {{filters: {}, kernel: 3}}}}, relu]\n"
SETTINGS = Settings()


@pytest.fixture
def file(tmp_path: Path) -> SourceFile:
    path = tmp_path / "net.yml"
    path.write_text(NET.format(8))
    return SourceFile("net.yml", PurePosixPath("net.yml"), path)


def build(file: SourceFile, memory: Memory, store: Store | None = None, settings: Settings = SETTINGS) -> Catalogue:
    """Read a catalogue of one file, as each build of a server does."""
    memory.begin()
    heads = memory.heads(store, "heads") if store else None
    found = catalogue([file], settings, KeptReports(store, heads=heads, memory=memory))
    if heads:
        heads.keep()
    return found


def test_what_was_read_is_the_same_and_what_has_changed_is_not(file: SourceFile) -> None:
    memory = Memory()
    first, again = build(file, memory), build(file, memory)
    assert again.networks[0] is first.networks[0]

    written = file.location.stat()
    file.location.write_text(NET.format(9))
    assert file.location.stat().st_size == written.st_size
    changed = build(file, memory)
    assert changed == catalogue([file], SETTINGS)
    assert changed.networks[0].layers[0].output_shape == (9, 30, 30)
    assert build(file, memory, None, Settings(batch=7)).networks[0].totals != changed.networks[0].totals


def test_what_is_kept_is_remembered_as_it_is_kept(file: SourceFile, tmp_path: Path) -> None:
    store, memory = Store(tmp_path / "cache"), Memory()
    first, kept, again = (build(file, memory, store).networks[0] for _ in range(3))
    assert isinstance(kept.layers, StoredLayers)
    assert again is kept == first


def test_what_two_builds_do_not_ask_for_is_forgotten(file: SourceFile) -> None:
    memory = Memory()
    first = build(file, memory).networks[0]
    memory.begin()
    assert build(file, memory).networks[0] is not first


def test_broken_file_is_told_each_time_and_mended_one_is_remembered(file: SourceFile) -> None:
    memory = Memory()
    first = build(file, memory).networks[0]
    file.location.write_text("input: [3, 8, 8]\nlayers: [cnv: 3]\n")
    assert build(file, memory).broken[0].problems == build(file, memory).broken[0].problems
    file.location.write_text(NET.format(8))
    assert build(file, memory).networks == (first,)


def test_heads_of_a_server_are_kept_for_the_next_program(file: SourceFile, tmp_path: Path) -> None:
    store, memory = Store(tmp_path / "cache"), Memory()
    for filters in (8, 9, 8):
        file.location.write_text(NET.format(filters))
        build(file, memory, store)
    key = next(iter(build(file, memory, store).digests.values()))
    assert key in Memory().heads(store, "heads")
    assert memory.heads(store, "heads") is memory.heads(store, "heads")
    assert memory.heads(Store(tmp_path / "other"), "heads") is not memory.heads(store, "heads")


def test_the_next_turn_goes_on_with_what_was_kept_about_the_same() -> None:
    memory = Memory()
    assert memory.known("folder") is None
    memory.keep("folder", "catalogue")
    assert (memory.known("folder"), memory.known("another")) == ("catalogue", None)
    memory.keep("folder", None)
    assert memory.known("folder") is None
