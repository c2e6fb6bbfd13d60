from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reportgen.errors import ReportgenError
from reportgen.site.building import read_project
from reportgen.site.config import Project, bundled, configuration


def test_architectures_are_those_of_the_inner_folder_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("models").mkdir()

    assert Project(Path("models")).source.folder == Path("models")
    assert Project(Path()).source.shown == ""
    Path("architectures").mkdir()
    assert Project(Path()).source.folder == Path("architectures")
    assert Project(Path()).source.shown == "architectures"


@pytest.mark.parametrize(
    ("folder", "title"),
    [("vision-models", "Vision models"), ("team_a/architectures", "Team a"), ("resnets", "Resnets")],
)
def test_site_is_named_after_the_folder(tmp_path: Path, folder: str, title: str) -> None:
    assert Project(tmp_path / folder).title == title


def test_bundled_configuration_knows_the_folder_and_asks_no_other_host(tmp_path: Path) -> None:
    settings = bundled(Project(tmp_path))

    assert settings["plugins"][-1]["reportgen"]["architectures"] == str(tmp_path)
    assert settings["theme"]["font"] is False
    assert "://" not in yaml.safe_dump(settings)


def test_bundled_configuration_is_written_outside_the_folder_and_removed(tmp_path: Path) -> None:
    with configuration(Project(tmp_path)) as file:
        assert yaml.safe_load(file.read_text())["theme"]["name"] == "material"
        assert not file.is_relative_to(tmp_path)

    assert not file.exists()
    assert list(tmp_path.iterdir()) == []


def test_own_configuration_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yaml").touch()

    with configuration(Project(tmp_path)) as file:
        assert file == tmp_path / "mkdocs.yaml"


def test_plugins_folder_is_shown_by_its_path_from_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "nets/vision").mkdir(parents=True)
    (tmp_path / "nets/vision/a.yml").write_text("x")
    (tmp_path / "nets/mkdocs.yml").write_text("no network")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [{reportgen: {architectures: nets}}]\n")

    catalogue, _ = read_project(Project(tmp_path))

    assert [broken.source for broken in catalogue.broken] == ["nets/vision/a.yml"]


def test_unreadable_configuration_is_an_error_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: [")

    with pytest.raises(ReportgenError, match=r"mkdocs\.yml: bad-settings: "):
        read_project(Project(tmp_path))
