"""Sites with pages of changes and of history, built by the command line from a real repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from git_repositories import CONV, GitRepository
from sites import run

if TYPE_CHECKING:
    from pathlib import Path

    from in_process import Command

CONFIG = "site_name: Nets\nplugins:\n  - search\n  - reportgen:\n      history: true\n"


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    repository = GitRepository.made(tmp_path / "project")
    repository.commit(net=CONV)
    repository.git("tag", "v1")
    repository.write(net=CONV.replace("filters: 8", "filters: 16"))
    return repository


def test_the_settings_name_a_baseline_and_the_plugin_shows_history(repository: GitRepository) -> None:
    repository.file("reportgen.toml", 'baseline = "v1"\n')
    repository.file("mkdocs.yml", CONFIG)
    repository.file("docs/about.md", "# About\n")

    done = run("reportgen", "build", "--strict", "--out", "public", cwd=repository.folder)

    assert (done.returncode, done.stderr) == (0, "")
    site = repository.folder / "public"
    assert "filters 8" in (site / "changes/net/index.html").read_text()
    assert "Every network at 1 tag" in (site / "history/index.html").read_text()
    assert (site / "history/net/index.html").is_file()
    assert 'href="changes/"' in (site / "index.html").read_text()


def test_the_command_names_another_baseline(command: Command, repository: GitRepository) -> None:
    repository.commit()
    repository.file("reportgen.toml", 'baseline = "v1"\n')

    done = command("build", "--strict", "--baseline", "HEAD", "--out", "public", cwd=repository.folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Since HEAD: nothing changed." in (repository.folder / "public/changes/index.html").read_text()


@pytest.mark.parametrize(
    ("options", "settings", "said"),
    [
        (("--baseline", "v9"), "", "v9: unknown-revision: no commit, branch or tag"),
        ((), "baseline = 3\n", "reportgen.toml:1: bad-settings: baseline: expected a revision as git names it, got 3"),
    ],
)
def test_a_baseline_that_is_none(
    command: Command, options: tuple[str, ...], settings: str, said: str, repository: GitRepository
) -> None:
    repository.file("reportgen.toml", settings)

    done = command("build", *options, cwd=repository.folder)

    assert done.returncode == 2
    assert said in done.stderr
    assert not (repository.folder / "site").exists()
