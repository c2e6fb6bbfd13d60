"""A check as SARIF 2.1.0, the form that code scanning reads.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, with Errata 01.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import reportgen
from reportgen.checks.places import from_root
from reportgen.diagnostics.findings import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.checks.checked import Checked, Remark
    from reportgen.diagnostics.findings.base import Rule
    from reportgen.report import Severity

Json = dict[str, Any]

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME: Final = "https://reportgen.github.io/reportgen/"
ROOT: Final = "%SRCROOT%"
"""What code scanning calls the root of the repository."""
FINGERPRINT: Final = "reportgenRemark/v1"
LEVELS: Final[Mapping[Severity, str]] = MappingProxyType({"error": "error", "warning": "warning", "info": "note"})


def as_sarif(checked: Checked) -> str:
    """Write every remark as a result, with the rules that they follow."""
    remarks = checked.remarks
    rules = [*map(_rule, RULES), *map(_kind, dict.fromkeys(one.name for one in remarks if not one.network))]
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    driver = {"name": "reportgen", "version": reportgen.__version__, "informationUri": HOME, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository."}}},
        "results": list(_results(remarks, places, checked.root)),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: Rule) -> Json:
    page = f"{HOME}reference/rules/#{rule.name}"
    return {
        "id": rule.name,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.when},
        "help": {"text": f"{rule.when} {rule.why}", "markdown": f"{rule.when}\n\n{rule.why}\n\n[The rule]({page})."},
        "helpUri": page,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _kind(name: str) -> Json:
    """Describe a kind of problem, which keeps a file from being read."""
    text = f"The file cannot be read: {name.replace('-', ' ')}."
    todo = "Mend the file as the message says; its networks are then checked again."
    return {
        "id": name,
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": f"{text} {todo}", "markdown": f"{text}\n\n{todo}\n\n[The file format]({HOME}format/)."},
        "helpUri": f"{HOME}format/",
        "defaultConfiguration": {"level": "error"},
    }


def _results(remarks: Iterable[Remark], places: Mapping[str, int], root: Path) -> Iterable[Json]:
    seen: Counter[str] = Counter()
    for remark in remarks:
        hashed = _fingerprint(remark, root)
        seen[hashed] += 1
        yield {
            "ruleId": remark.name,
            "ruleIndex": places[remark.name],
            "level": LEVELS[remark.severity],
            "message": {"text": f"{remark.about}: {remark.text}" if remark.about else remark.text},
            "locations": [_location(remark, root)],
            "partialFingerprints": {FINGERPRINT: f"{hashed}:{seen[hashed]}"},
        }


def _location(remark: Remark, root: Path) -> Json:
    inside = from_root(remark.file, root)
    outside = Path(remark.file).absolute().as_posix()
    artifact = {"uri": f"file://{quote(outside)}"} if inside is None else {"uri": quote(inside), "uriBaseId": ROOT}
    place: Json = {"physicalLocation": {"artifactLocation": artifact, "region": _region(remark)}}
    if remark.network:
        name = " ".join(filter(None, (remark.network, remark.about)))
        place["logicalLocations"] = [{"fullyQualifiedName": name}]
    return place


def _region(remark: Remark) -> Json:
    """Give the place; what is about a whole file stands at its first line, as code scanning wants a line."""
    region = {"startLine": max(remark.line, 1)}
    if remark.column:
        region |= {"startColumn": remark.column, "endColumn": remark.column + max(remark.length, 1)}
    return region


def _fingerprint(remark: Remark, root: Path) -> str:
    """Hash what a remark is about, so that it is known again when its lines have moved or its figures changed."""
    file = from_root(remark.file, root) or remark.file
    about = (remark.network, remark.about) if remark.network else (remark.text, remark.excerpt.strip())
    return hashlib.sha256(json.dumps([remark.name, file, *about]).encode()).hexdigest()[:32]
