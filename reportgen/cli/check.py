"""``reportgen check``: what is wrong with architecture files, and what is found in their networks."""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from reportgen.analysis import catalogue
from reportgen.checks.annotations import as_annotations
from reportgen.checks.checked import Checked
from reportgen.checks.places import repository_root
from reportgen.checks.sarif import as_sarif
from reportgen.checks.written import as_json, as_text
from reportgen.cli.files import files_of, settings_for, within
from reportgen.cli.progress import shown_progress
from reportgen.errors import ReportgenError
from reportgen.report import SEVERITIES, BrokenFile
from reportgen.spec.source import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.report import NetworkReport, Severity
    from reportgen.site.progress import Progress
    from reportgen.spec.source import SourceFile

FORMATS: Final[Mapping[str, Callable[[Checked], str]]] = MappingProxyType(
    {"text": as_text, "github": as_annotations, "sarif": as_sarif, "json": as_json}
)
"""The ways to write a check down."""
COMMANDS: Final = "github"
"""The way that prints commands; nothing else may stand among them, since a file could then give some."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="End with 1 for findings of this severity or worse.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(FORMATS)),
    default="text",
    show_default=True,
    help="For people, as annotations of GitHub, for code scanning, or for machines.",
)
def check(paths: tuple[Path, ...], fail_on: Severity, form: str) -> None:
    """Check architecture files, and all of those below folders, for errors, findings and budgets.

    Without PATHS it checks the folder 'architectures', or else the current one.

    Ends with 0 where all is fine, with 1 for errors and exceeded budgets among the findings, and with 2 for files
    that cannot be read. What is wrong in those goes to standard error, and with `github` among the annotations.
    """
    checked = _checked(paths or (Path(FOLDER) if Path(FOLDER).is_dir() else Path(),))
    if form != COMMANDS:
        for file in checked.broken:
            for problem in file.problems:
                click.echo(problem.explained(), err=True)
    click.echo(FORMATS[form](checked))
    raise SystemExit(checked.code(fail_on))


def _checked(paths: Sequence[Path]) -> Checked:
    groups: dict[Path, dict[Path, None]] = {}
    networks: list[NetworkReport] = []
    broken: list[BrokenFile] = []
    for path in paths:
        try:
            root, files = files_of(path, settings_for(path).limits)
        except ReportgenError as error:
            broken.append(BrokenFile(source=str(path), text="", problems=error.problems))
            continue
        groups.setdefault(root, {}).update(dict.fromkeys(files))
    with shown_progress() as progress:
        for root, group in groups.items():
            found = catalogue(_sources(root, tuple(group), progress), settings_for(root))
            networks += found.networks
            broken += found.broken
    networks.sort(key=lambda network: network.source)
    broken.sort(key=lambda file: file.source)
    root = repository_root(Path(), os.environ)
    return Checked(sum(map(len, groups.values())), tuple(networks), tuple(broken), root)


def _sources(root: Path, files: Sequence[Path], progress: Progress) -> Iterator[SourceFile]:
    """Give files one by one, and show how far it has come."""
    for done, path in enumerate(files):
        progress("checking", done, len(files))
        yield within(root, path)
