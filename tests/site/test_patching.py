from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reportgen.site.ledger import files_below, stamps
from reportgen.site.patching import Replaced, patching


def held(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of three files, of some time ago."""
    made = tmp_path / "site"
    for name in ("index.html", "a/index.html", "b/index.html"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text("old")
        os.utime(made / name, ns=(10**18, 10**18))
    return made


def test_what_stands_stays_what_is_new_takes_its_place_and_the_rest_goes(site: Path) -> None:
    with patching(site, {"a/index.html"}) as fresh:
        (fresh / "index.html").write_text("new")
        (fresh / "c").mkdir()
        (fresh / "c/index.html").write_text("new")
        assert set(held(site).values()) == {"old"}

    assert held(site) == {"index.html": "new", "a/index.html": "old", "c/index.html": "new"}
    assert (site / "a/index.html").stat().st_mtime_ns == 10**18
    assert os.listdir(site.parent) == ["site"]  # noqa: PTH208 - only names


def test_what_was_made_again_as_it_was_keeps_its_date(site: Path) -> None:
    with patching(site, ()) as fresh:
        (fresh / "index.html").write_text("old")

    assert held(site) == {"index.html": "old"}
    assert (site / "index.html").stat().st_mtime_ns == 10**18


def test_no_moment_has_files_of_both(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = []
    moving = Path.replace, Path.rename, Path.unlink, os.link

    def watched(one: object) -> object:
        def moved(*arguments: object, **named: object) -> object:
            moments.append(held(site))
            return one(*arguments, **named)  # type: ignore[operator]

        return moved

    for name, one in zip(("replace", "rename", "unlink"), moving, strict=False):
        monkeypatch.setattr(Path, name, watched(one))
    monkeypatch.setattr(os, "link", watched(os.link))
    before = held(site)

    with patching(site, {"b/index.html"}) as fresh:
        (fresh / "index.html").write_text("new")
        (fresh / "a").mkdir()
        (fresh / "a/index.html").write_text("old")

    assert len(moments) >= 2
    assert all(moment in (before, held(site)) for moment in moments)


@pytest.mark.parametrize("linking", [True, False])
def test_file_systems_without_links_are_served_too(
    site: Path, monkeypatch: pytest.MonkeyPatch, *, linking: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    if not linking:
        monkeypatch.setattr(os, "link", refuse)

    with patching(site, {"a/index.html"}):
        pass

    assert held(site) == {"a/index.html": "old"}
    assert (site / "a/index.html").stat().st_mtime_ns == 10**18


def test_a_folder_that_another_build_replaced_is_not_patched(site: Path) -> None:
    def patched() -> None:
        with patching(site, {"a/index.html"}) as fresh:
            (fresh / "index.html").write_text("mine")
            shutil.move(site, site.with_name("away"))
            (site / "a").mkdir(parents=True)
            (site / "a/index.html").write_text("theirs")

    with pytest.raises(Replaced):
        patched()
    assert held(site) == {"a/index.html": "theirs"}


def test_failure_changes_nothing(site: Path) -> None:
    before = held(site)

    def fail() -> None:
        with patching(site, ()) as fresh:
            (fresh / "index.html").write_text("new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert held(site) == before
    assert os.listdir(site.parent) == ["site"]  # noqa: PTH208 - only names


def test_folder_that_was_replaced_is_brought_up_to_date_whatever_is_in_it(site: Path, tmp_path: Path) -> None:
    spare = tmp_path / "cache/spare"
    for text in ("second", "third", "fourth"):
        with patching(site, {"a/index.html", "b/index.html"}, spare) as fresh:
            (fresh / "index.html").write_text(text)
            (fresh / text).mkdir()
            (fresh / text / "index.html").write_text("new")
        assert held(site) == {
            **dict.fromkeys(("a/index.html", "b/index.html"), "old"),
            "index.html": text,
            f"{text}/index.html": "new",
        }
        assert {path.name for path in site.iterdir()} == {"a", "b", "index.html", text}
        (spare / "stray").mkdir()
        (spare / "stray/index.html").write_text("stray")
        (spare / "a/index.html").unlink(missing_ok=True)
        (spare / "a/index.html").write_text("forged")
    assert (site / "a/index.html").stat().st_mtime_ns == 10**18
    assert not (site / "stray").exists()


def test_files_that_stand_are_not_touched_again(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linked: list[str] = []
    link = os.link

    def counted(old: Path, new: Path) -> None:
        linked.append(new.name)
        link(old, new)

    monkeypatch.setattr(os, "link", counted)
    counts = []
    for _ in range(3):
        with patching(site, {"a/index.html", "b/index.html", "index.html"}, tmp_path / "spare"):
            linked.clear()
        counts.append(len(linked))

    assert counts == [3, 0, 0]


def test_what_the_folder_holds_by_then_is_told_as_it_was_known(site: Path, tmp_path: Path) -> None:
    files = files_below(site)
    with patching(site, {"a/index.html", "b/index.html"}, tmp_path / "spare", files) as fresh:
        (fresh / "index.html").write_text("new")
        (site / "b/index.html").write_text("changed meanwhile")

    found, known = stamps(files_below(site)), stamps(files)
    assert found.keys() == known.keys() == {"index.html", "a/index.html", "b/index.html"}
    assert [name for name in found if found[name] != known[name]] == ["b/index.html"]


def test_file_that_goes_meanwhile_is_missed(site: Path) -> None:
    def patched() -> None:
        with patching(site, {"a/index.html"}, None, files_below(site)):
            (site / "a/index.html").unlink()

    with pytest.raises(Replaced):
        patched()


def test_spare_on_another_disk_is_none(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(path: Path, to: Path) -> Path:
        if "spare" in (path.name, to.name):
            raise OSError(18, "Invalid cross-device link")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refuse)
    for _ in range(2):
        with patching(site, {"a/index.html"}, tmp_path / "spare") as fresh:
            (fresh / "index.html").write_text("new")

    assert held(site) == {"a/index.html": "old", "index.html": "new"}
    assert sorted(os.listdir(tmp_path)) == ["site"]  # noqa: PTH208 - only names


def test_spare_that_is_a_link_is_none_and_what_it_leads_to_stays(site: Path, tmp_path: Path) -> None:
    mine, spare = tmp_path / "mine", tmp_path / "spare"
    mine.mkdir()
    (mine / "index.html").write_text("mine")
    spare.symlink_to(mine, target_is_directory=True)

    with patching(site, {"a/index.html"}, spare) as fresh:
        (fresh / "index.html").write_text("new")

    assert held(mine) == {"index.html": "mine"}
    assert not site.is_symlink()
    assert held(site) == {"a/index.html": "old", "index.html": "new"}
    assert sorted(os.listdir(tmp_path)) == ["mine", "site", "spare"]  # noqa: PTH208 - only names
    assert not spare.is_symlink()


def test_no_link_in_a_spare_is_followed(site: Path, tmp_path: Path) -> None:
    mine, spare = tmp_path / "mine", tmp_path / "spare"
    for folder in (mine, spare):
        folder.mkdir()
    (mine / "index.html").write_text("mine")
    for name in ("a", "c", "away"):
        (spare / name).symlink_to(mine, target_is_directory=True)
    (spare / "index.html").symlink_to(mine / "index.html")

    with patching(site, {"a/index.html"}, spare) as fresh:
        for name in ("index.html", "c/index.html"):
            (fresh / name).parent.mkdir(exist_ok=True)
            (fresh / name).write_text("new")

    assert held(mine) == {"index.html": "mine"}
    assert held(site) == {"a/index.html": "old", "index.html": "new", "c/index.html": "new"}
    assert not any(path.is_symlink() for path in site.rglob("*"))
    assert sorted(os.listdir(site)) == ["a", "c", "index.html"]  # noqa: PTH208 - only names


@pytest.mark.skipif(not hasattr(os, "chown") or os.getuid() != 0, reason="only root can give a folder away")
def test_spare_of_another_user_is_none(site: Path, tmp_path: Path) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    os.chown(spare, 1234, -1)

    with patching(site, {"a/index.html"}, spare):
        pass

    assert held(site) == {"a/index.html": "old"}
    assert site.stat().st_uid == os.getuid()


def test_link_in_the_folder_is_no_file_of_it_even_where_it_leads_to_the_same(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("new")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(elsewhere)

    with patching(site, {"a/index.html"}) as fresh:
        (fresh / "index.html").write_text("new")
    elsewhere.write_text("changed")

    assert held(site) == {"a/index.html": "old", "index.html": "new"}


def test_folder_in_the_place_of_a_file_is_told(site: Path, tmp_path: Path) -> None:
    def patched(name: str) -> None:
        shutil.rmtree(tmp_path / "spare", ignore_errors=True)
        (tmp_path / "spare" / name).mkdir(parents=True)
        with patching(site, {"a/index.html"}, tmp_path / "spare") as fresh:
            (fresh / "index.html").write_text("new")

    before = held(site)
    for name in ("a/index.html", "index.html"):
        with pytest.raises(Replaced):
            patched(name)
        assert held(site) == before
