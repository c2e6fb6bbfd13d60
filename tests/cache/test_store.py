"""A cache that anyone may delete, damage or share: it gives what was put there, or nothing."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from reportgen.cache.packing import packed, unpacked
from reportgen.cache.place import store_at
from reportgen.cache.store import DAY, Store, digest

if TYPE_CHECKING:
    from pathlib import Path

KEY = digest("key")


def entries(store: Store) -> list[Path]:
    return [path for path in store.folder.rglob("*.entry*") if path.is_file()]


def aged(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


def test_what_is_put_is_given_and_nothing_else(store: Store) -> None:
    assert store.get(KEY) is None

    store.put(KEY, b"content")
    store.put(KEY, b"newer")

    assert store.get(KEY) == b"newer"
    assert store.get(digest("another")) is None
    assert len(entries(store)) == 1


def test_digest_tells_its_parts_apart() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("ab", "c", ""), digest()}) == 5


@pytest.mark.parametrize("content", [b"", b"x", b"a longer content, which has many bytes to damage"])
def test_entry_is_a_miss_whichever_byte_is_damaged(store: Store, content: bytes) -> None:
    store.put(KEY, content)
    [path] = entries(store)
    whole = path.read_bytes()

    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert store.get(KEY) is None
        path.write_bytes(whole[:at])
        assert store.get(KEY) is None
    path.write_bytes(whole + b"more")
    assert store.get(KEY) is None


def test_entry_in_the_place_of_another_is_a_miss(store: Store) -> None:
    other = digest("another")
    store.put(KEY, b"mine")
    store.put(other, b"yours")
    mine, yours = (next(path for path in entries(store) if path.name.startswith(key[2:])) for key in (KEY, other))

    yours.replace(mine)

    assert store.get(KEY) is None


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "cache")

    store.put(KEY, b"content")
    store.prune()

    assert store.get(KEY) is None
    assert [path.name for path in tmp_path.rglob("*")] == ["file"]


def test_what_cannot_be_finished_leaves_nothing(store: Store) -> None:
    store.put(KEY, b"first")
    [path] = entries(store)
    path.unlink()
    path.mkdir()
    (path / "in the way").touch()

    store.put(KEY, b"second")

    assert store.get(KEY) is None
    assert entries(store) == []


def test_many_write_and_read_one_key_at_once(store: Store) -> None:
    def turn(number: int) -> bytes | None:
        store.put(KEY, b"%d" % number * 10_000)
        return store.get(KEY)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(turn, range(200)))

    assert all(each and each in {b"%d" % number * 10_000 for number in range(200)} for each in found)
    assert len(entries(store)) == 1


def test_others_are_told_that_it_is_a_cache(store: Store) -> None:
    store.put(KEY, b"content")

    assert (store.folder / ".gitignore").read_text() == "*\n"
    assert (store.folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


def test_what_nobody_reads_goes_and_so_do_halves_of_entries(store: Store) -> None:
    for name in ("old", "read", "new"):
        store.put(digest(name), name.encode())
    for path in entries(store):
        if not path.name.startswith(digest("new")[2:]):
            aged(path, 40 * DAY)
    half = store.folder / "1" / digest("old")[:2] / f"{digest('old')[2:]}.entry.0123"
    half.write_bytes(b"ha")
    aged(half, 40 * DAY)
    store.used(digest("read"))
    store.used(digest("never there"))

    store.prune()

    assert [store.get(digest(name)) for name in ("old", "read", "new")] == [None, b"read", b"new"]
    assert not half.exists()


def test_past_a_size_what_was_read_longest_ago_goes(store: Store) -> None:
    for age in range(10):
        store.put(digest(str(age)), bytes(1000))
        [path] = [path for path in entries(store) if path.name.startswith(digest(str(age))[2:])]
        aged(path, age * DAY)

    store.prune(largest=4100)

    assert [age for age in range(10) if store.get(digest(str(age)))] == [0, 1, 2, 3]


def test_it_is_pruned_once_a_day(store: Store) -> None:
    store.put(KEY, b"content")
    store.prune()
    store.prune(largest=0)
    assert store.get(KEY)

    aged(store.folder / "pruned", 2 * DAY)
    store.prune(largest=0)
    assert store.get(KEY) is None


def test_text_comes_back_and_what_was_cut_short_does_not() -> None:
    text = "Größe: 5 µm\n" * 100
    assert unpacked(packed(text)) == text

    with pytest.raises(ValueError, match="cut short"):
        unpacked(packed(text)[:-5])


def test_command_counts_before_the_environment_and_that_before_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def folder(wanted: str, *, settings: bool) -> Path | None:
        found = store_at(wanted, settings=settings)
        return found.folder if found else None

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "usual"))
    monkeypatch.setenv("REPORTGEN_CACHE", str(tmp_path / "named"))
    assert folder("", settings=False) == tmp_path / "named"
    assert folder("off", settings=True) is None
    assert folder(str(tmp_path / "told"), settings=False) == tmp_path / "told"
    monkeypatch.setenv("REPORTGEN_CACHE", "off")
    assert folder("", settings=True) is None
    monkeypatch.delenv("REPORTGEN_CACHE")
    assert folder("", settings=False) is None
    usual = folder("", settings=True)
    assert usual is not None
    assert usual.name == "reportgen"
