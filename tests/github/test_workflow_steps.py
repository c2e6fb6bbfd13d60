"""The steps of the action and the workflows, run as GitHub would, on a real repository and its pull request."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from github_server import REPOSITORY, archive, serving
from sites import ROOT
from workflow_steps import Job, plain_environment, read

from reportgen.review.markdown import MARKER

if TYPE_CHECKING:
    from pathlib import Path


WORKFLOWS = ROOT / ".github/workflows"
NET = "name: Net\ninput: [8, 9, 9]\nlayers:\n  - conv: {filters: 8, kernel: 3, padding: half}\n  - max_pool: 3\n"
OTHER = "name: Other\ninput: [8, 8, 8]\nlayers: [{conv: {filters: 8, kernel: 3, padding: half}}]\n"


def git(folder: Path, *arguments: str) -> str:
    """Run git as nobody in particular."""
    who = ("-c", "user.name=me", "-c", "user.email=me@localhost", "-c", "init.defaultBranch=main")
    done = subprocess.run(  # noqa: S603 - git
        ["git", *who, *arguments],  # noqa: S607 - wherever it is
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


class Pull:
    """A repository with a pull request, and what GitHub checks out for it: the merge and its parents, no more."""

    def __init__(self, folder: Path) -> None:
        self.origin, self.workspace = folder / "origin", folder / "workspace"
        self.origin.mkdir()
        git(self.origin, "init", "-q")
        self.commit({"architectures/net.yml": NET, "architectures/other.yml": OTHER})
        git(self.origin, "checkout", "-q", "-b", "change")

    def commit(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (self.origin / name).parent.mkdir(parents=True, exist_ok=True)
            (self.origin / name).write_text(text)
        git(self.origin, "add", "-A")
        git(self.origin, "commit", "-q", "--allow-empty", "-m", "Change")

    def checkout(self) -> str:
        """Merge as GitHub does while main goes on, check it out, and give the head's commit."""
        head = git(self.origin, "rev-parse", "HEAD")
        git(self.origin, "checkout", "-q", "main")
        self.commit({"architectures/unrelated.yml": OTHER.replace("Other", "Unrelated")})
        git(self.origin, "merge", "-q", "--no-ff", "-m", "Merge", "change")
        git(self.origin.parent, "clone", "-q", "--depth=2", self.origin.as_uri(), str(self.workspace))
        return head


@pytest.fixture
def pull(tmp_path: Path) -> Pull:
    return Pull(tmp_path)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine on which the action's own first step has installed it."""
    home = tmp_path_factory.mktemp("home")
    [install] = [step for step in read(ROOT / "action.yml")["runs"]["steps"] if step.get("name") == "Install"]
    job = Job(home, home, {}, plain_environment(home))
    job.step(install, {}, GITHUB_ACTION_PATH=str(ROOT))
    assert not job.failed, job.said[0].stderr
    assert (home / "installed/bin/reportgen").exists()
    return home


@pytest.fixture
def job(tmp_path: Path, installed: Path, pull: Pull, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A job on that machine, on pull request 7; it is not installed again."""
    folder = tmp_path / "runner"
    folder.mkdir()
    run_step = Job.step

    def step(self: Job, step: dict[str, str], inputs: dict[str, str], **extra: str) -> None:
        if step.get("name") != "Install":
            run_step(self, step, inputs, **extra)

    monkeypatch.setattr(Job, "step", step)
    return Job(folder, pull.workspace, {"pull_request": {"number": 7}}, plain_environment(installed))


def left(job: Job) -> dict[str, str]:
    return {path.name: path.read_text() for path in (job.folder / "reportgen-review").iterdir()}


def test_a_review_leaves_the_comment_and_annotates_what_it_finds(job: Job, pull: Pull) -> None:
    pull.commit({"architectures/net.yml": NET.replace("max_pool: 3", "max_pool: 2")})
    pull.checkout()

    job.run(WORKFLOWS / "review.yml", "review")

    assert not job.failed, [one.stderr for one in job.said]
    files = left(job)
    assert files.keys() == {"changes.json", "comment.md", "pull-request"}
    assert files["pull-request"] == "7\n"
    assert files["comment.md"].startswith(f"{MARKER}\n### 1 network changed")
    assert "Unrelated" not in files["comment.md"], "what main did is no change of the pull request"
    changes = json.loads(files["changes.json"])
    assert [network["id"] for network in changes["networks"]] == ["net"]
    assert job.summary == files["comment.md"]
    assert job.outputs["review"] == {"left": str(job.folder / "reportgen-review")}
    checked = job.said[-1].stdout
    assert "::warning file=architectures/net.yml,line=5,title=stride-does-not-fit%3A max_pool.1::" in checked


def test_a_change_without_effect_is_silence(job: Job, pull: Pull) -> None:
    pull.commit({"README.md": "words\n"})
    pull.checkout()

    job.run(WORKFLOWS / "review.yml", "review")

    assert not job.failed
    assert (left(job)["comment.md"], job.summary) == ("", "")


def test_a_broken_file_fails_the_check_and_is_in_the_comment(job: Job, pull: Pull) -> None:
    pull.commit({"architectures/net.yml": NET.replace("max_pool", "mux_pool")})
    pull.checkout()

    job.run(WORKFLOWS / "review.yml", "review")

    assert [one.returncode for one in job.said] == [2, 2]
    assert "### 1 file broken" in left(job)["comment.md"]
    assert "::error file=architectures/net.yml,line=5,col=5" in job.said[-1].stdout


def test_a_bound_that_does_not_hold_fails_the_job_and_is_in_the_comment(job: Job, pull: Pull) -> None:
    pull.commit({"architectures/net.yml": NET.replace("filters: 8", "filters: 16")})
    pull.checkout()

    job.act(ROOT, {"command": "review", "bounds": "macs: +5%"})

    assert [one.returncode for one in job.said] == [1, 0]
    assert "past the bound" in left(job)["comment.md"]


def test_a_wrong_bound_leaves_nothing_to_post(job: Job, pull: Pull) -> None:
    pull.checkout()

    job.act(ROOT, {"command": "review", "bounds": "mac: +5%"})

    assert job.said[0].returncode == 2
    assert "did you mean 'macs'" in job.said[0].stderr
    assert job.outputs["review"] == {}


HOSTILE = "$(touch pwned)'; touch pwned; '"
"""Runs a command wherever it is put into a script: bare, in double quotes or in single ones."""


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("review", ["folder", "bounds", "preview"]),
        ("check", ["folder", "fail-on"]),
        ("comment", ["run-id", "token"]),
        ("build", ["folder", "out"]),
    ],
)
def test_no_input_becomes_a_command(command: str, names: list[str], job: Job, pull: Pull) -> None:
    pull.checkout()

    job.act(ROOT, {"command": command, **dict.fromkeys(names, HOSTILE)})

    assert job.said
    assert not [path for path in (*job.workspace.rglob("pwned*"), *job.folder.rglob("pwned*")) if path.name == "pwned"]


def test_what_a_review_left_is_posted_by_the_second_workflow(job: Job, pull: Pull) -> None:
    pull.commit({"architectures/net.yml": NET.replace("filters: 8", "filters: 16")})
    head = pull.checkout()
    job.run(WORKFLOWS / "review.yml", "review")
    files = left(job)

    with serving() as server:
        fork = {"full_name": "mallory/models"}
        server.pulls[7] = {"head": {"sha": head, "repo": fork}}
        server.runs[50] = {"event": "pull_request", "head_sha": head, "head_repository": fork}
        made = archive(comment=files["comment.md"], pull_request=files["pull-request"], changes=files["changes.json"])
        server.artifacts[60] = (50, "reportgen-review", made)
        job.event = {"workflow_run": {"id": 50, "event": "pull_request"}}
        job.environment |= {"GITHUB_API_URL": server.address, "GITHUB_REPOSITORY": REPOSITORY}
        job.run(WORKFLOWS / "review-comment.yml", "comment")

        assert job.said[-1].stdout == "the comment was made\n", job.said[-1].stderr
        assert server.bodies() == [files["comment.md"]]
        assert set(server.tokens) == {"Bearer secret"}


def test_the_second_workflow_passes_over_runs_of_another_kind(job: Job, pull: Pull) -> None:
    pull.checkout()
    job.event = {"workflow_run": {"id": 50, "event": "push"}}

    job.run(WORKFLOWS / "review-comment.yml", "comment")

    assert job.said == []


def test_pages_are_built_where_the_next_step_takes_them(job: Job, pull: Pull) -> None:
    pull.checkout()

    job.run(WORKFLOWS / "pages.yml", "build")

    assert not job.failed, job.said[-1].stderr
    [upload] = [
        step for step in read(WORKFLOWS / "pages.yml")["jobs"]["build"]["steps"] if "upload-pages" in step["uses"]
    ]
    site = job.workspace / upload["with"]["path"]
    assert {"index.html", "404.html", "catalogue.json"} <= {path.name for path in site.iterdir()}


def test_a_check_fails_as_severely_as_it_is_asked_to(job: Job, pull: Pull) -> None:
    pull.commit({"architectures/net.yml": NET.replace("max_pool: 3", "max_pool: 2")})
    pull.checkout()

    job.act(ROOT, {})
    job.act(ROOT, {"command": "check", "fail-on": "warning"})

    assert [one.returncode for one in job.said] == [0, 1]


def test_ci_runs_what_the_readme_says() -> None:
    steps = read(WORKFLOWS / "ci.yml")["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ["bash .ci/run"]
    assert 'grep -m1 "pytest$" README.md' in (ROOT / ".ci/run").read_text()


def test_the_hook_checks_the_files_that_a_commit_touches(job: Job, pull: Pull) -> None:
    pull.checkout()
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

    files = ["architectures/net.yml", "docs/index.md", "sub/architectures/a/b.yaml", "other.yml"]
    assert [name for name in files if re.search(hook["files"], name)] == [files[0], files[2]]
    job.step({"run": f"{hook['entry']} architectures/net.yml", "shell": "bash"}, {})
    assert not job.failed, job.said[0].stderr
