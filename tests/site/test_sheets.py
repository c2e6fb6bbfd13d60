"""One style sheet before the first paint; where a site's owner has templates, each by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from in_process import built

if TYPE_CHECKING:
    from pathlib import Path

NET = "input: [3, 8, 8]\nlayers: [{conv: {filters: 4, kernel: 3}}]\n"
SHEET = re.compile(r'<link rel="stylesheet" href="(?:\.\./)*([^"]+)">')


def build(folder: Path, theme: str = "", plugin: str = "house_style: true") -> Path:
    """Build a site of one network whose owner has a style sheet."""
    (folder / "architectures").mkdir()
    (folder / "docs").mkdir()
    (folder / "docs" / "own.css").write_text("body { color: red; }")
    (folder / "architectures" / "net.yml").write_text(NET)
    (folder / "mkdocs.yml").write_text(
        f"site_name: Nets\nextra_css: [own.css]\ntheme: {{name: material, font: false, {theme}}}\n"
        f"plugins: [search, reportgen: {{{plugin}}}]\n"
    )
    return built(folder, strict=True)


@pytest.mark.parametrize(
    ("theme", "names"), [("palette: {scheme: slate}", ("main", "palette")), ("", ("main",))], ids=["palette", "plain"]
)
def test_pages_load_one_sheet_that_holds_all_and_the_owners_behind_it(
    tmp_path: Path, theme: str, names: tuple[str, ...]
) -> None:
    site = build(tmp_path, theme)
    for page in ("index.html", "networks/net/index.html", "404.html"):
        one, own = SHEET.findall((site / page).read_text())
        assert own.endswith("own.css")
    whole = (site / one.lstrip("/")).read_text()
    parts = [next((site / "assets/stylesheets").glob(f"{name}.*.css")) for name in names]
    parts += [site / f"assets/house/{name}.css" for name in ("faces", "type", "house", "print")]
    parts += [site / "assets/reportgen/reportgen.css"]
    assert whole == "\n".join(re.sub(r"/\*# sourceMappingURL=\S+ ?\*/", "", part.read_text()) for part in parts)
    assert not re.search(r"""@import|(?<!\A)@charset|url\(["']?(?!data:)[^)"']""", whole), (
        "it would not bear another place"
    )


@pytest.mark.parametrize("template", ["main", "base"])
def test_sheets_stay_apart_where_the_owner_has_templates(tmp_path: Path, template: str) -> None:
    (tmp_path / "mine").mkdir()
    beneath = {"main": '{% extends "base.html" %}', "base": '{% extends "beneath/base.html" %}'}[template]
    (tmp_path / "mine" / f"{template}.html").write_text(beneath)
    site = build(tmp_path, "custom_dir: mine")
    sheets = SHEET.findall((site / "index.html").read_text())
    assert [sheet.rpartition("/")[2].partition(".")[0] for sheet in sheets] == [
        *("main", "faces", "type", "house", "print", "own", "reportgen")
    ]
    assert all((site / sheet).is_file() for sheet in sheets)
    assert not list((site / "assets/house").glob("site.*"))


def test_sheets_stay_apart_without_the_house_style(tmp_path: Path) -> None:
    sheets = SHEET.findall((build(tmp_path, plugin="house_style: false") / "index.html").read_text())
    assert [sheet.rpartition("/")[2].partition(".")[0] for sheet in sheets] == ["main", "own", "reportgen"]
