"""A folder as a catalogue: broken files stand beside sound ones, and ids belong to one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen import analysis, load, read_catalogue
from reportgen.analysis import analyse, analyse_all, catalogue
from reportgen.frozen import of_columns
from reportgen.report import LayerReport
from reportgen.spec.source import member

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

NET = "input: [1, 8, 8]\nlayers: [relu]\n"


def test_one_broken_file_never_hides_the_others(tmp_path: Path) -> None:
    (tmp_path / "sound.yml").write_text(NET)
    (tmp_path / "torn.yml").write_text("input: [1, 8, 8]\nlayers: [rleu]\n")
    (tmp_path / "binary.yml").write_bytes(b"\xff\x00\xfe")
    (tmp_path / "gone.yml").symlink_to(tmp_path / "nowhere.yml")
    (tmp_path / "shape.yml").write_text("input: [1, 8, 8]\nlayers: [{conv: {filters: 1, kernel: 9}}]\n")
    found = read_catalogue(str(tmp_path))
    assert [network.id for network in found.networks] == ["sound"]
    assert [(file.source.removeprefix(f"{tmp_path}/"), file.problems[0].name) for file in found.broken] == [
        ("binary.yml", "not-utf-8"),
        ("shape.yml", "bad-shape"),
        ("torn.yml", "unknown-layer"),
    ]
    assert found.broken[2].text == "input: [1, 8, 8]\nlayers: [rleu]\n"


def test_a_file_that_vanishes_before_it_is_read_is_broken(tmp_path: Path) -> None:
    (tmp_path / "sound.yml").write_text(NET)
    found = catalogue(member(tmp_path, tmp_path / name) for name in ("gone.yml", "sound.yml"))
    assert [network.id for network in found.networks] == ["sound"]
    assert [str(problem) for problem in found.broken[0].problems] == [
        f"{tmp_path}/gone.yml: unreadable: no such file or directory; check the path"
    ]


def test_two_files_of_one_id_are_an_error_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "small-net.yml").write_text(NET)
    (tmp_path / "Small Net.yaml").write_text(NET)
    (broken,) = read_catalogue(tmp_path).broken
    assert str(broken.problems[0]) == (
        f"{tmp_path}/small-net.yml:1: repeated-id: {tmp_path}/Small Net.yaml already describes a network with the id "
        "'small-net'; rename one"
    )


def test_families_come_in_order_of_name_and_default_to_the_folder(tmp_path: Path) -> None:
    for place in ("b/one.yml", "a/two.yml", "three.yml"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(NET)
    found = read_catalogue(tmp_path)
    assert {family: [n.id for n in members] for family, members in found.families.items()} == {
        "a": ["a/two"],
        "b": ["b/one"],
        "Other": ["three"],
    }


def test_a_family_is_introduced_by_what_stands_beside_its_files(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "net.yml").write_text(NET)
    (tmp_path / "a" / "family.md").write_text("What *they* share.")
    assert read_catalogue(tmp_path).introductions == {"a": "What *they* share."}


def test_rows_of_layers_are_made_when_somebody_looks_and_for_a_catalogue_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[type] = []

    def watched(cls: type, *columns: Iterable[Any]) -> list[Any]:
        told.append(cls)
        return of_columns(cls, *columns)

    monkeypatch.setattr(analysis, "of_columns", watched)
    path = tmp_path / "net.yml"
    path.write_text("input: [1, 8, 8]\nlayers: [{conv: {filters: 2, kernel: 3}}, relu]\n")
    report = analyse(load(path)[0])
    assert (report.totals["layers"], len(report.layers), told) == (2, 2, [])
    assert [layer.id for layer in report.layers] == ["conv.1", "relu.1"]
    assert report.layers[0].values["parameters"] == {"trainable": 20, "buffers": 0}
    assert told == [LayerReport]
    (held,) = analyse_all(load(path))
    assert told == [LayerReport] * 2  # rows take less room than what they are made of, which a catalogue would hold too
    assert held == report
    assert told == [LayerReport] * 2
