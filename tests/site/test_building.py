"""Building a small folder with the command line, as a user does; what is told of it also in this process."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sites import ARCHITECTURES, contents, environment, run

if TYPE_CHECKING:
    from pathlib import Path

    from in_process import Command

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
    for name in ("lenet/lenet-5.yml", "nolearn/seed-net.yml"):
        (made / name).parent.mkdir(parents=True)
        shutil.copy(ARCHITECTURES / name, made / name)
    return made


def test_folder_of_nothing_but_yaml_becomes_a_site(folder: Path) -> None:
    before = contents(folder)

    done = run("reportgen", "build", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 networks: site/index.html\n"
    site = folder / "site"
    assert "<title>Home - My models</title>" in (site / "index.html").read_text()
    assert (site / "networks/lenet/lenet-5/index.html").is_file()
    assert {path: text for path, text in contents(folder).items() if not path.startswith("site/")} == before


def test_built_again_in_place_the_site_is_the_same(folder: Path) -> None:
    run("reportgen", "build", cwd=folder, PYTHONHASHSEED="1")
    first = contents(folder / "site")

    done = run("reportgen", "build", cwd=folder, PYTHONHASHSEED="2")

    assert done.returncode == 0, done.stderr
    assert contents(folder / "site") == first


def test_broken_file_has_a_page_with_its_errors_and_the_rest_is_built(command: Command, folder: Path) -> None:
    (folder / "broken.yml").write_text(BROKEN)

    done = command("build", cwd=folder)

    assert done.returncode == 2
    assert done.stdout == "2 networks and 1 file that could not be read: site/index.html\n"
    assert done.stderr.startswith("broken.yml:3:5: unknown-layer: ")
    assert done.stderr.endswith("    3 |   - cnv: 3\n            ^^^\n")
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
    assert "Aborted with 1 warnings in strict mode!" in done.stdout + done.stderr
    assert (folder / "site/index.html").is_file()


def test_folders_own_configuration_and_navigation_win(command: Command, folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("# Welcome\n\n[LeNet-5](networks/lenet/lenet-5/index.md)\n")
    (folder / "mkdocs.yml").write_text(OWN_CONFIG)
    (folder / "models").mkdir()
    shutil.move(folder / "lenet", folder / "models/lenet")

    done = command("build", "--strict", cwd=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 network: public/index.html\n"
    home = (folder / "public/index.html").read_text()
    assert '<a href="networks/lenet/lenet-5/">LeNet-5</a>' in home
    assert not (folder / "site").exists()


def test_configuration_without_the_plugin_is_an_error_that_says_what_to_add(command: Command, folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: x\n")

    done = command("build", cwd=folder)

    assert done.returncode == 2
    assert "mkdocs.yml: bad-settings: the plugin is missing; add 'reportgen'" in done.stderr
    assert not (folder / "site").exists()


def test_wrong_option_of_the_plugin_is_an_error_and_leaves_the_old_site(command: Command, folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [{reportgen: {architectures: nowhere}}]\n")
    (folder / "site").mkdir()
    (folder / "site/sitemap.xml").write_text("old")

    done = command("build", cwd=folder)

    assert done.returncode == 2
    assert "bad-settings" in done.stderr
    assert "nowhere' isn't an existing directory" in done.stderr
    assert contents(folder / "site") == {"sitemap.xml": b"old"}


def test_folder_without_architecture_files_is_told_of(command: Command, tmp_path: Path) -> None:
    done = command("build", "--strict", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr == "warning: the folder holds no architecture files (*.yml or *.yaml)\n"


def test_settings_of_the_folder_hold_for_its_site(command: Command, folder: Path) -> None:
    (folder / "reportgen.toml").write_text("selct = []\n")

    done = command("build", cwd=folder)

    assert done.returncode == 2
    assert "reportgen.toml:1: bad-settings: there is no setting 'selct'; did you mean 'select'?" in done.stderr


@pytest.mark.parametrize("out", [".", "..", "lenet"])
def test_site_never_replaces_what_is_no_site(command: Command, folder: Path, out: str) -> None:
    before = contents(folder)

    done = command("build", "--out", out, cwd=folder)

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
    links = [link for link in re.findall(r'(?:href|srcset|src)="([^"#?]+)', page) if not re.match("[a-z]+:", link)]
    assert len(links) > 10
    assert [link for link in links if not is_file(tree / "site/networks/lenet/lenet-5" / link)] == []


def is_file(target: Path) -> bool:
    return (target / "index.html" if target.is_dir() else target).is_file()


def test_deploying_to_github_pages_works_as_for_any_mkdocs_site(folder: Path, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    who = {f"GIT_{role}_{what}": "someone" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [{reportgen: {architectures: lenet}}]\n")
    git("init", "-q", "--bare", str(remote), cwd=tmp_path)
    git("init", "-q", cwd=folder)
    git("remote", "add", "origin", str(remote), cwd=folder)

    done = run("mkdocs", "gh-deploy", "--ignore-version", cwd=folder, **who)

    assert done.returncode == 0, done.stderr
    deployed = git("ls-tree", "-r", "--name-only", "gh-pages", cwd=remote).splitlines()
    assert {"index.html", "networks/lenet-5/index.html"} <= set(deployed)


def git(*arguments: str, cwd: Path) -> str:
    command = ["git", "-c", "safe.directory=*", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our words


@pytest.mark.parametrize(("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_progress_shows_on_a_terminal_and_keeps_no_color(
    folder: Path, tmp_path: Path, settings: dict[str, str], *, coloured: bool
) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "reportgen", "build", "--out", str(tmp_path / "site")]
    terminal = environment(TERM="xterm-256color", COLUMNS="100", **settings)
    terminal.pop("CI", None)
    with subprocess.Popen(command, cwd=folder, env=terminal, stderr=theirs, stdout=subprocess.DEVNULL) as process:  # noqa: S603 - our own program
        os.close(theirs)
        shown = drained(ours)
    os.close(ours)

    assert process.returncode == 0
    assert "Writing pages" in shown
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]", shown)) is coloured


def drained(terminal: int) -> str:
    """Read all that was written to a terminal."""
    parts = []
    with suppress(OSError):  # Linux says so when the last writer has gone
        while part := os.read(terminal, 65536):
            parts.append(part)
    return b"".join(parts).decode()
