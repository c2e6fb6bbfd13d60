"""``reportgen check``: what is wrong with architecture files, and what is found in their networks."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import click

from reportgen.analysis import catalogue
from reportgen.cli.files import FOLDER, files_of, settings_for, within
from reportgen.cli.progress import shown_progress
from reportgen.errors import ReportgenError
from reportgen.report import SEVERITIES, BrokenFile
from reportgen.tables.summary import plural, severities
from reportgen.to_json import problem_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.report import Finding, NetworkReport, Severity
    from reportgen.site.progress import Progress
    from reportgen.spec.source import SourceFile

SCHEMA: Final = "reportgen-check/1"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has seen, by file."""

    files: int
    networks: tuple[NetworkReport, ...]
    broken: tuple[BrokenFile, ...]

    @property
    def findings(self) -> Iterator[tuple[NetworkReport, Finding]]:
        """Walk all findings, each with its network."""
        return ((network, finding) for network in self.networks for finding in network.findings)

    def code(self, fail_on: Severity) -> int:
        """Give the exit code: 2 for files that cannot be read, 1 for findings as severe as that, else 0."""
        if self.broken:
            return 2
        severe = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return int(any(finding.severity in severe for _, finding in self.findings))


def as_text(checked: Checked) -> str:
    """Write a finding a line, ``file:line: severity: name: layer: message advice``, and a summary."""
    lines = [_line(network, finding) for network, finding in checked.findings]
    found = severities(finding for _, finding in checked.findings) or "no findings"
    seen = f"{plural(len(checked.networks), 'network')} in {plural(checked.files, 'file')}"
    broken = f"; {plural(len(checked.broken), 'file')} could not be read" if checked.broken else ""
    return "\n".join([*lines, f"{seen}: {found}{broken}"])


def as_json(checked: Checked) -> str:
    """Write findings and problems, each with its file, as one JSON document."""
    findings = [
        {"file": network.source, "network": network.id, "variant": network.variant, **asdict(finding)}
        for network, finding in checked.findings
    ]
    problems = [problem_json(problem) for file in checked.broken for problem in file.problems]
    counts = {"files": checked.files, "networks": len(checked.networks)}
    return json.dumps({"schema": SCHEMA, **counts, "findings": findings, "problems": problems}, indent=2)


FORMATS: Final[Mapping[str, Callable[[Checked], str]]] = MappingProxyType({"text": as_text, "json": as_json})
"""The ways to write a check down."""


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="End with 1 for findings of this severity or worse.",
)
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
def check(paths: tuple[Path, ...], fail_on: Severity, form: str) -> None:
    """Check architecture files, and all of those below folders, for errors, findings and budgets.

    Without PATHS it checks the folder 'architectures', or else the current one.

    Ends with 0 where all is fine, with 1 for errors and exceeded budgets among the findings, and with 2 for files
    that cannot be read; what is wrong in those goes to standard error.
    """
    checked = _checked(paths or (Path(FOLDER) if Path(FOLDER).is_dir() else Path(),))
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
            root, files = files_of(path)
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
    return Checked(sum(map(len, groups.values())), tuple(networks), tuple(broken))


def _sources(root: Path, files: Sequence[Path], progress: Progress) -> Iterator[SourceFile]:
    """Give files one by one, and show how far it has come."""
    for done, path in enumerate(files):
        progress("checking", done, len(files))
        yield within(root, path)


def _line(network: NetworkReport, finding: Finding) -> str:
    place = f"{network.source}:{finding.line}" if finding.line else network.source
    about = " ".join(filter(None, (network.variant, finding.layer)))
    parts = [place, finding.severity, finding.name, *[about] * bool(about)]
    return ": ".join([*parts, f"{finding.message} {finding.advice}".rstrip()])
