"""What tests of several folders share: golden files, the project's own site, and a browser to look at it."""

from __future__ import annotations

import json
import os
import sys
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest
from chromium import BROWSERS, chromium, installed_browser
from hypothesis import settings
from showcase import build, write_project
from sites import ROOT, made_once, run, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
# Nor is a build of another time a help: whoever tests the cache names one.
os.environ["REPORTGEN_CACHE"] = "off"
# Hundreds of processes read the package, and some the tests: they are compiled once, whatever this machine is used to.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# There is a process for each core: threads of PyTorch, a few numbers each, would mostly wait for one another.
os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let files with a browser come first: they take longest, and the sites they look at are built side by side."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as installed on this machine; CI must have it."""
    if not installed_browser():
        message = f"no browser found: none of {', '.join(BROWSERS)} is on the PATH"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from playwright.sync_api import expect  # noqa: PLC0415 - few tests look at a page

    expect.set_options(timeout=30_000)  # a busy machine is no failure
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def strict_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CompletedProcess[str]]:
    """The project's own site, built once by plain ``mkdocs build --strict``, and how that went."""

    def make(host: Path) -> None:
        site = str(host / "reportgen")
        done = run("mkdocs", "build", "--strict", "--site-dir", site, cwd=ROOT, PYTHONHASHSEED="0")
        (host / "done.json").write_text(json.dumps(vars(done)))

    host = made_once(tmp_path_factory, "own-site", make)
    return host / "reportgen", CompletedProcess(**json.loads((host / "done.json").read_text()))


@pytest.fixture(scope="session")
def own_site(strict_build: tuple[Path, CompletedProcess[str]]) -> Path:
    """The folder of the project's own site."""
    site, done = strict_build
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="session")
def own_address(own_site: Path) -> Iterator[str]:
    """Where the project's own site is served, under a sub-path as on GitHub Pages; ends with a slash."""
    with served(own_site.parent) as host:
        yield f"{host}/{own_site.name}/"


@pytest.fixture(scope="session")
def showcase(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small site with every kind of page, the awkward ones too."""
    project = tmp_path_factory.mktemp("project")

    def make(host: Path) -> None:
        write_project(project)
        build(project, host / "reportgen")

    return made_once(tmp_path_factory, "showcase", make) / "reportgen"


@pytest.fixture(scope="session")
def showcase_address(showcase: Path) -> Iterator[str]:
    """Where the small site is served, under a sub-path; ends with a slash."""
    with served(showcase.parent) as host:
        yield f"{host}/{showcase.name}/"
