"""Building a small folder with the command line, as a user does."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sites import ARCHITECTURES, contents, run

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = "input: [1, 28, 28]\nlayers:\n  - cnv: 3\n  - relu\n"
OWN_CONFIG = """\
site_name: Our models
site_dir: public
plugins:
  - reportgen:
      architectures: models
nav:
  - Welcome: index.md
  - LeNet: networks/lenet/lenet-5/index.md
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder that holds nothing but two architecture files."""
    made = tmp_path / "my-models"
    shutil.copytree(ARCHITECTURES / "lenet", made / "lenet")
    shutil.copytree(ARCHITECTURES / "nolearn", made / "nolearn")
    return made


def test_folder_of_nothing_but_yaml_becomes_a_site(folder: Path) -> None:
    before = contents(folder)

    done = run("reportgen", "build", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "3 networks: site/index.html\n"
    site = folder / "site"
    assert "<title>My models</title>" in (site / "index.html").read_text()
    assert (site / "networks/lenet/lenet-5/index.html").is_file()
    assert {path: text for path, text in contents(folder).items() if not path.startswith("site/")} == before


def test_built_again_in_place_the_site_is_the_same(folder: Path) -> None:
    run("reportgen", "build", cwd=folder, PYTHONHASHSEED="1")
    first = contents(folder / "site")

    done = run("reportgen", "build", cwd=folder, PYTHONHASHSEED="2")

    assert done.returncode == 0, done.stderr
    assert contents(folder / "site") == first


def test_broken_file_has_a_page_with_its_errors_and_the_rest_is_built(folder: Path) -> None:
    (folder / "broken.yml").write_text(BROKEN)

    done = run("reportgen", "build", cwd=folder)

    assert done.returncode == 2
    assert done.stdout == "3 networks and 1 file that could not be read: site/index.html\n"
    assert "broken.yml:3:5: unknown-layer: " in done.stderr
    assert (folder / "site/networks/lenet/lenet-5/index.html").is_file()
    [page] = [page for page in (folder / "site").rglob("*.html") if "unknown-layer" in page.read_text()]
    assert "cnv" in page.read_text()


def test_strict_mkdocs_fails_for_a_broken_file_at_the_end(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "architectures").mkdir()
    (folder / "architectures/broken.yml").write_text(BROKEN)
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [reportgen]\n")

    done = run("mkdocs", "build", "--strict", cwd=folder)

    assert done.returncode == 1
    assert "architectures/broken.yml:3:5: unknown-layer: " in done.stderr
    assert "Aborted with" in done.stderr
    assert (folder / "site/index.html").is_file()


def test_folders_own_configuration_and_navigation_win(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("# Welcome\n\n[LeNet-5](networks/lenet/lenet-5/index.md)\n")
    (folder / "mkdocs.yml").write_text(OWN_CONFIG)
    (folder / "models").mkdir()
    shutil.move(folder / "lenet", folder / "models/lenet")

    done = run("reportgen", "build", "--strict", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"1 network: {folder}/public/index.html\n"
    home = (folder / "public/index.html").read_text()
    assert '<a href="networks/lenet/lenet-5/">LeNet-5</a>' in home
    assert not (folder / "site").exists()


def test_configuration_without_the_plugin_is_an_error_that_says_what_to_add(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: x\n")

    done = run("reportgen", "build", cwd=folder)

    assert done.returncode == 2
    assert "mkdocs.yml: bad-settings: the plugin is missing; add 'reportgen'" in done.stderr
    assert not (folder / "site").exists()


def test_wrong_option_of_the_plugin_is_an_error_and_leaves_the_old_site(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [{reportgen: {architectures: nowhere}}]\n")
    (folder / "site").mkdir()
    (folder / "site/sitemap.xml").write_text("old")

    done = run("reportgen", "build", cwd=folder)

    assert done.returncode == 2
    assert "bad-settings" in done.stderr
    assert "nowhere' isn't an existing directory" in done.stderr
    assert contents(folder / "site") == {"sitemap.xml": b"old"}


@pytest.mark.parametrize("out", [".", "..", "lenet"])
def test_site_never_replaces_what_is_no_site(folder: Path, out: str) -> None:
    before = contents(folder)

    done = run("reportgen", "build", "--out", out, cwd=folder)

    assert done.returncode == 2
    assert "bad-settings" in done.stderr
    assert contents(folder) == before


def test_plain_folder_of_pages_is_built_by_bare_mkdocs(folder: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    done = run("reportgen", "pages", str(tree / "docs"), str(folder), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (tree / "mkdocs.yml").write_text("site_name: x\nplugins: []\n")

    done = run("mkdocs", "build", "--strict", cwd=tree)

    assert done.returncode == 0, done.stderr
    page = (tree / "site/networks/lenet/lenet-5/index.html").read_text()
    assert "<!-- slot:" not in page
    for path in ("capacity", "index.html"):
        assert path in page
