"""A check as text for people, and as JSON for machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from reportgen.checks.checked import of_finding
from reportgen.errors import printable
from reportgen.tables.summary import plural, severities
from reportgen.to_json import problem_json

if TYPE_CHECKING:
    from reportgen.checks.checked import Checked, Remark

SCHEMA: Final = "reportgen-check/1"


def as_text(checked: Checked) -> str:
    """Write a finding a line, ``file:line: severity: name: layer: message advice``, and a summary."""
    lines = [_line(of_finding(network, finding)) for network, finding in checked.findings]
    return "\n".join([*lines, summary(checked)])


def summary(checked: Checked) -> str:
    """Count what was seen and found, in a line."""
    found = severities(finding for _, finding in checked.findings) or "no findings"
    seen = f"{plural(len(checked.networks), 'network')} in {plural(checked.files, 'file')}"
    broken = f"; {plural(len(checked.broken), 'file')} could not be read" if checked.broken else ""
    return f"{seen}: {found}{broken}"


def as_json(checked: Checked) -> str:
    """Write findings and problems, each with its file, as one JSON document."""
    findings = [
        {"file": network.source, "network": network.id, "variant": network.variant, **asdict(finding)}
        for network, finding in checked.findings
    ]
    problems = [problem_json(problem) for file in checked.broken for problem in file.problems]
    counts = {"files": checked.files, "networks": len(checked.networks)}
    return json.dumps({"schema": SCHEMA, **counts, "findings": findings, "problems": problems}, indent=2)


def _line(remark: Remark) -> str:
    place = f"{remark.file}:{remark.line}" if remark.line else remark.file
    parts = [place, remark.severity, remark.name, *[remark.about] * bool(remark.about), remark.text]
    return printable(": ".join(parts))
