"""Every command of the pages is run, in order and in a folder of the page's own, and prints what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from literate import PAGES, Block, blocks, same, show_instead, shown_output
from sites import ARCHITECTURES, ROOT, environment

from reportgen.cli import COMMANDS, commands
from reportgen.cli.import_ import SOURCES, import_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAMS = ("reportgen", "mkdocs")
NOT_RUN = {
    "README.md": "the second command is what CI runs, and the first is a fresh install, which downloads",
    "CONTRIBUTING.md": "they install into the clone that they stand in",
}
"""Pages whose commands are not run here, and why; elsewhere a mark before the block gives the reason."""
EMPTY = ("start.md", "review.md")
"""Pages that begin in an empty folder; the others begin in one with the project's architectures."""
RUNNERS = {"sh": ("/bin/bash", "-euo", "pipefail", "-c"), "python": (sys.executable, "-c")}
"""What runs a block of each language."""
RUN = [page for page in PAGES if page.name not in NOT_RUN and any(block.language in RUNNERS for block in blocks(page))]
"""Pages that show what can be run."""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs that the pages call, as this Python has them."""
    folder = tmp_path_factory.mktemp("programs")
    for name in PROGRAMS:
        (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n')
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path, programs: Path, tmp_path: Path, *, update_golden: bool
) -> None:
    if page.name not in EMPTY:
        shutil.copytree(ARCHITECTURES, tmp_path / "architectures")

    for block in blocks(page):
        if name := block.marks.get("file"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(block.text)
        elif block.language in RUNNERS and "not run" not in block.marks:
            code, printed = ended(block, tmp_path, programs)
            assert code == int(block.marks.get("exit", 0)), f"{block}: it ended with {code}:\n{printed}"
            shown = shown_output(block)
            if shown is not None and not same(shown, printed):
                assert update_golden, f"{block} shows:\n{shown.text}\nbut this is printed:\n{printed}"
                show_instead(shown, printed)


def ended(block: Block, folder: Path, programs: Path) -> tuple[int, str]:
    """Run commands as a reader would; give their exit code and all that they printed."""
    done = subprocess.run(  # noqa: S603 - our own pages
        [*RUNNERS[block.language], block.text],
        cwd=folder,
        env=environment(PATH=f"{programs}{os.pathsep}{os.environ['PATH']}", PYTHONPATH=str(ROOT)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_every_page_that_is_left_out_is_there() -> None:
    assert NOT_RUN.keys() | set(EMPTY) <= {page.name for page in PAGES}


def calls() -> Iterator[tuple[str, str]]:
    """Give every call of the program that a page names, in a block of commands or amid its text, with its place."""
    for page in PAGES:
        text = page.read_text()
        inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
        commands_ = [line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()]
        for code in (*inline, *commands_):
            for call in re.findall(r"(?:^|/|\s)reportgen( [^|&>]*)", code):
                yield page.name, call.strip()


def command(name: str) -> click.Command:
    found = commands.get_command(click.Context(commands), name)
    assert found is not None, f"there is no command 'reportgen {name}'"
    return found


def member(group: click.Group, name: str) -> click.Command:
    """Give a command of a group; the group itself where none is named."""
    return group.get_command(click.Context(group), name) or group


@pytest.mark.parametrize(("page", "call"), sorted(set(calls())))
def test_a_command_that_is_named_is_there_with_its_options(page: str, call: str) -> None:
    name, *rest = call.split()
    called = command(name)
    if isinstance(called, click.Group):
        called = member(called, rest[0] if rest else "")

    known = {option for parameter in called.params for option in parameter.opts}

    assert {word for word in rest if word.startswith("--")} <= known | {"--help"}, page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_explained(name: str) -> None:
    text = (ROOT / "docs/terminal.md").read_text()
    section = re.search(rf"^## reportgen {name}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)

    assert section, f"docs/terminal.md has no section 'reportgen {name}'"
    options = {option.opts[0] for option in command(name).params if isinstance(option, click.Option)}
    assert set(re.findall(r"--[a-z-]*[a-z]", section[1])) == options


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_and_its_options_are_explained(name: str) -> None:
    text = (ROOT / "docs/import.md").read_text()
    sections = dict(re.findall(r"^## (.*)\n((?:(?!## ).*\n)*)", text, re.MULTILINE))
    own = next((section for section in sections.values() if f"`reportgen import {name}" in section), None)

    assert own, f"docs/import.md has no section with `reportgen import {name} ..`"
    source = member(import_, name)
    options = {option.opts[0] for option in source.params if isinstance(option, click.Option)}
    explained = set(re.findall(r"`(--[a-z-]*[a-z])`", sections["What all sources share"] + own))
    assert options - explained == set()
