from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from reportgen.cache.heads import Heads
from reportgen.cache.store import DAY, Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_what_was_asked_for_is_kept_and_the_rest_forgotten(store: Store) -> None:
    first = Heads(store, "some")
    first.put("one", '["1 2"]')
    first.put("two", "[2]")
    first.put("größe", '["ü 10 \u00b5m"]')
    first.keep()

    second = Heads(store, "some")
    assert ["one" in second, "three" in second] == [True, False]
    assert second.get("größe") == '["ü 10 \u00b5m"]'
    assert (second.get("one"), second.get("three")) == ('["1 2"]', None)
    second.keep()

    third = Heads(store, "some")
    assert (third.get("one"), third.get("two")) == ('["1 2"]', None)
    assert Heads(store, "other").get("one") is None


def test_all_are_written_again_only_where_more_than_a_few_are_others(store: Store) -> None:
    first = Heads(store, "some")
    for key in range(200):
        first.put(str(key), f"[{key}]")
    first.keep()
    before = store.get("some")

    def build(new: int) -> bytes | None:
        heads = Heads(store, "some")
        for key in range(new, 200):
            assert heads.get(str(key)) == f"[{key}]"
        for key in range(new):
            heads.put(f"new-{key}", "[]")
            assert heads.get(f"new-{key}") == "[]"
        heads.keep()
        return store.get("some")

    assert build(1) == before
    assert build(4) != before
    assert "new-3" in Heads(store, "some")
    assert "199" in Heads(store, "some")
    assert "0" not in Heads(store, "some")


@pytest.mark.parametrize("content", [b"", b"\xff\n", b"no line", b"one \xff"])
def test_what_is_damaged_is_nothing(store: Store, content: bytes) -> None:
    store.put("some", content)
    assert Heads(store, "some").get("one") is None


def test_once_a_day_entries_count_as_read_though_only_their_heads_were(store: Store) -> None:
    store.put("one", b"entry")
    heads = Heads(store, "some")
    heads.put("one", "[]")
    heads.keep()
    for path in store.folder.rglob("*.entry"):
        os.utime(path, (time.time() - 2 * DAY,) * 2)

    again = Heads(store, "some")
    again.get("one")
    again.keep()

    assert not store.is_stale("one")
    assert not store.is_stale("some")
