"""What a check has seen, and every remark that follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.frozen import dataclass
from reportgen.report import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.errors import Problem
    from reportgen.report import BrokenFile, Finding, NetworkReport, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding or a problem, with all that a code host asks of one."""

    name: str
    """The rule, or the kind of problem."""
    severity: Severity
    text: str
    """What was measured, and what to do."""
    file: str
    line: int = 0
    """1 is the first line; 0 means the file as a whole."""
    column: int = 0
    """1 is the first character; 0 means the whole line."""
    length: int = 1
    """Characters from the column on."""
    excerpt: str = ""
    """The line of the file that a problem is about."""
    network: str = ""
    """Id of the network that a finding is about."""
    about: str = ""
    """Variant and layer that a finding is about, as far as there are any."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has seen, by file."""

    files: int
    networks: tuple[NetworkReport, ...]
    broken: tuple[BrokenFile, ...]
    root: Path = Path()
    """The folder that a code host tells paths from."""

    @property
    def findings(self) -> Iterator[tuple[NetworkReport, Finding]]:
        """Walk all findings, each with its network."""
        return ((network, finding) for network in self.networks for finding in network.findings)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Give all problems and findings, worst first, else by file."""
        problems = [of_problem(problem) for file in self.broken for problem in file.problems]
        findings = [of_finding(network, finding) for network, finding in self.findings]
        return tuple(sorted([*problems, *findings], key=lambda remark: SEVERITIES.index(remark.severity)))

    def code(self, fail_on: Severity) -> int:
        """Give the exit code: 2 for files that cannot be read, 1 for findings as severe as that, else 0."""
        if self.broken:
            return 2
        severe = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return int(any(finding.severity in severe for _, finding in self.findings))


def of_problem(problem: Problem) -> Remark:
    """Give what is wrong with a file as a remark."""
    return Remark(
        name=problem.name,
        severity="error",
        text=problem.message,
        file=problem.mark.file,
        line=problem.mark.line,
        column=problem.mark.column,
        length=problem.mark.length,
        excerpt=problem.excerpt,
    )


def of_finding(network: NetworkReport, finding: Finding) -> Remark:
    """Give what was found in a network as a remark."""
    return Remark(
        name=finding.name,
        severity=finding.severity,
        text=f"{finding.message} {finding.advice}".rstrip(),
        file=network.source,
        line=finding.line,
        network=network.id,
        about=" ".join(filter(None, (network.variant, finding.layer))),
    )
