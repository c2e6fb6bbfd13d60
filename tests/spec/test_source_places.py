"""Where files may lie, and what their places make of their ids: no path leads out of a folder."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from reportgen import read_catalogue
from reportgen.analysis import catalogue
from reportgen.cli.files import read_target, within
from reportgen.errors import ReportgenError
from reportgen.limits import Limits
from reportgen.results.walk import walk
from reportgen.slugs import slug
from reportgen.spec.source import SourceFile, list_files, member, single

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NET = "input: [3, 8, 8]\nlayers: [{conv: {filters: 4, kernel: 3}}]\n"
ELSEWHERE = "of nobody's business\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of architectures, with something else beside it."""
    made = tmp_path / "architectures"
    (made / "vgg").mkdir(parents=True)
    (made / "vgg/real.yml").write_text(NET)
    (tmp_path / "secret.txt").write_text(ELSEWHERE)
    return made


@pytest.mark.parametrize(
    "target", ["../../secret.txt", "/proc/self/environ", "/dev/zero", "../../architectures-2/x.yml"]
)
def test_link_that_leads_out_of_the_folder_is_not_read(folder: Path, target: str) -> None:
    (folder.parent / "architectures-2").mkdir()
    (folder.parent / "architectures-2/x.yml").write_text(NET)
    link = folder / "vgg/link.yml"
    link.symlink_to(target)

    found = read_catalogue(folder)

    assert [network.id for network in found.networks] == ["vgg/real"]
    if link.is_file():  # a device is no architecture file at all
        (broken,) = found.broken
        assert [problem.name for problem in broken.problems] == ["outside-folder"]
        assert broken.text == ""


def test_name_that_is_no_text_can_be_written_down(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.yml")).write_text(NET)

    (first, other) = read_catalogue(folder).networks

    assert (first.id, first.name, first.source) == ("bad", "bad\ufffd", f"{folder}/bad\ufffd.yml")
    assert other.id == "vgg/real"


def test_link_that_leads_to_itself_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    Path("loop.yml").symlink_to("loop.yml")

    assert [network.id for network in read_catalogue(folder).networks] == ["vgg/real"]
    with pytest.raises(ReportgenError, match=r"loop\.yml: unreadable: too many levels of symbolic links"):
        read_target("loop.yml")


def test_chain_of_links_is_followed_to_its_end(folder: Path) -> None:
    (folder / "inner.yml").symlink_to("vgg/hop.yml")
    (folder / "vgg/hop.yml").symlink_to(folder.parent / "secret.txt")

    found = read_catalogue(folder)

    assert [problem.name for file in found.broken for problem in file.problems] == ["outside-folder"] * 2


def test_link_within_the_folder_is_a_file_like_any(folder: Path) -> None:
    (folder / "same.yml").symlink_to("vgg/real.yml")

    assert {network.id for network in read_catalogue(folder).networks} == {"same", "vgg/real"}


def test_linked_folder_is_not_entered(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "elsewhere/x.yml").write_text(NET)
    (folder / "linked").symlink_to(folder.parent / "elsewhere")

    assert [network.id for network in read_catalogue(folder).networks] == ["vgg/real"]


def test_introduction_that_is_a_link_out_of_the_folder_is_not_shown(folder: Path) -> None:
    (folder / "vgg/family.md").symlink_to(folder.parent / "secret.txt")
    file = member(folder, folder / "vgg/real.yml")
    assert file.introduction(Limits()) == ""

    (folder / "vgg/family.md").unlink()
    (folder / "vgg/family.md").write_text("VGG")
    assert file.introduction(Limits()) == "VGG"


@pytest.mark.parametrize(
    "listed",
    [
        lambda folder: within(folder, folder / "link.yml"),
        lambda folder: next(file for file in walk(folder) if file.place.name == "link.yml"),
        lambda folder: member(folder, folder / "link.yml"),
    ],
    ids=["check", "analyse", "build"],
)
def test_every_way_to_list_a_folder_keeps_to_it(folder: Path, listed: Callable[[Path], SourceFile]) -> None:
    (folder / "link.yml").symlink_to(folder.parent / "secret.txt")

    with pytest.raises(Exception, match="outside-folder"):
        listed(folder).read(Limits())


HOSTILE = (
    "..", "../../etc/passwd", "/etc/passwd", "C:\\Windows", "\\\\host\\share", "a/../../b", ".", "~", "~root", "-rf",
    "con", "CON", "nul.yml", "com1", "LPT9", "aux", "prn", " con ", "a\0b", "a\nb", "a:b", "a|b", "a*b?", "name.",
    "\u202egnp", "\uff0e\uff0e\uff0f", "\u2025\u2215x", "\ufb01le", "\u0391", "x" * 300, "\u33ae" * 200, "%2e%2e%2f",
    "",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_id_is_a_safe_path_on_every_system(name: str) -> None:
    made = SourceFile("x.yml", PurePosixPath("x.yml"), Path("x.yml")).id_of(name)

    assert re.fullmatch(r"[^\W_]+(-[^\W_]+)*", made)
    assert not re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", made)
    assert len(made.encode()) <= 202


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("ResNet — 18 (v1.5)", "resnet-18-v1-5"),
        ("Crème brûlée", "creme-brulee"),
        ("Straße", "straße"),
        ("İstanbul", "istanbul"),
        ("Первая сеть", "первая-сеть"),
        ("ДАЛЁКАЯ", "далёкая"),
        ("ΔΊΚΤΥΟ", "δίκτυο"),
        ("网络 一", "网络-一"),
        ("ネットワーク", "ネットワーク"),
        ("네트워크", "네트워크"),
        ("शुद्ध नेट", "शुद्ध-नेट"),
        ("شبكة", "شبكة"),
        ("网" * 100, "网" * 66),
        ("🚀", "x"),
    ],
)
def test_id_keeps_letters_of_any_script(name: str, wanted: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert slug(unicodedata.normalize(form, name)) == wanted
    assert slug(wanted) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ResNet", "resnet"),
        (unicodedata.normalize("NFC", "Café"), unicodedata.normalize("NFD", "Café")),
        ("a b", "a-b"),
        ("ﬁlter", "filter"),
        ("net\u200b", "net"),
        ("\uff4e\uff45\uff54", "net"),
        ("con", "con-x"),
        ("x" * 210, "x" * 220),
    ],
)
def test_two_files_of_one_id_are_an_error_that_names_both(tmp_path: Path, one: str, other: str) -> None:
    for name in (one, other):
        (tmp_path / f"{name}.yml").write_text(NET)

    found = read_catalogue(tmp_path)

    (network,), (broken,) = found.networks, found.broken
    (problem,) = broken.problems
    assert problem.name == "repeated-id"
    assert network.source in problem.message
    assert {network.source, problem.mark.file} == {str(tmp_path / f"{name}.yml") for name in (one, other)}
    assert slug(one) == slug(other) == network.id


def test_variants_of_one_id_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "net.yml").write_text(f"{NET}variants: {{Big: {{}}, big: {{}}}}\n")

    found = read_catalogue(tmp_path)

    assert [problem.name for problem in found.broken[0].problems] == ["repeated-id"]
    assert found.networks == ()


def test_file_that_vanishes_before_it_is_read_is_told_and_harms_no_other(folder: Path) -> None:
    (folder / "gone.yml").write_text(NET)

    def files() -> Iterator[SourceFile]:
        for path in list_files(folder, Limits()):
            if path.name == "gone.yml":
                path.unlink()
            yield member(folder, path)

    found = catalogue(files())

    assert [network.id for network in found.networks] == ["vgg/real"]
    assert [problem.name for file in found.broken for problem in file.problems] == ["unreadable"]


@pytest.mark.parametrize("most", [3, (1 << 16) - 1, 1 << 16, (1 << 16) + 5, 1 << 20])
@pytest.mark.parametrize("size", [0, 4, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 200_000])
def test_a_file_is_read_whole_or_one_byte_past_its_limit(size: int, most: int, tmp_path: Path) -> None:
    path = tmp_path / "net.yml"
    path.write_bytes(bytes(range(256)) * (size // 256) + bytes(range(size % 256)))
    assert single(path).read(Limits(file_bytes=most)) == path.read_bytes()[: most + 1]
