"""What holds for all rules: their order, settings, silence, and how they introduce themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from network_texts import convolutions, edited, network

from reportgen import ReportgenError, Settings, build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.findings import RULES
from reportgen.diagnostics.findings.base import Hit, apply
from reportgen.report import SEVERITIES, Allowed

if TYPE_CHECKING:
    from pathlib import Path

    from network_texts import Report, Tell

    from reportgen.diagnostics.findings.base import Rule

NAMES = """
    capacity-too-low coverage-too-high capacity-and-coverage image-not-covered unproductive-layer stride-does-not-fit
    kernel-exceeds-input paths-misaligned abrupt-downsampling stride-skips-input large-kernel dense-head redundant-bias
    even-kernel narrow-channels unused-layer uncounted-layer published-mismatch budget-exceeded
"""
MANY = network(
    "[3, 9, 9]",
    """
    - conv: {filters: 8, kernel: 2, padding: same}
    - batch_norm
    - max_pool: 2
    - dense: 10
    """,
    "budgets: {parameters: 1}\n",
)


def test_every_rule_of_the_documentation_is_there() -> None:
    assert [rule.name for rule in RULES] == NAMES.split()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_introduces_itself(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.title[0].isupper()
    for sentence in (rule.when, rule.why):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert "  " not in rule.when + rule.why


def test_findings_stand_worst_first_and_then_as_in_the_file(tell: Tell) -> None:
    findings = tell(MANY)
    assert [(f.severity, f.name, f.layer) for f in findings] == [
        ("error", "budget-exceeded", None),
        ("warning", "stride-does-not-fit", "max_pool.1"),
        ("info", "even-kernel", "conv.1"),
        ("info", "redundant-bias", "conv.1"),
        ("info", "image-not-covered", "max_pool.1"),
        ("info", "dense-head", "dense.1"),
    ]
    assert [SEVERITIES.index(f.severity) for f in findings] == sorted(SEVERITIES.index(f.severity) for f in findings)


def test_every_finding_is_a_plain_sentence(tell: Tell) -> None:
    for finding in tell(MANY):
        assert finding.message.endswith(".")
        assert finding.advice.endswith(".")


def test_rules_can_be_selected_and_ignored(report: Report) -> None:
    chosen = Settings(select=("even-kernel", "dense-head"), ignore=("dense-head",))
    assert [f.name for f in report(MANY, chosen).findings] == ["even-kernel"]


def test_severities_can_be_set_even_that_of_a_misprint(report: Report) -> None:
    levels = Settings(select=("even-kernel", "published-mismatch"), severity={"even-kernel": "error"})
    text = edited(MANY, "budgets: {parameters: 1}", "published: {macs: {value: 1, misprint: so}}")
    found = [(f.name, f.severity) for f in report(text, levels).findings]
    assert found == [("even-kernel", "error"), ("published-mismatch", "info")]
    severe = Settings(select=("published-mismatch",), severity={"published-mismatch": "warning"})
    assert [f.severity for f in report(text, severe).findings] == ["warning"]


TIGHT = {
    "capacity-too-low": (Fraction(1, 7), "[8, 64, 64]", convolutions(9)),
    "coverage-too-high": (Fraction(9, 8), "[8, 8, 8]", convolutions(4)),
    "image-not-covered": (Fraction(7, 8), "[8, 8, 8]", convolutions(3)),
    "paths-misaligned": (
        Fraction(1, 2),
        "[8, 8, 8]",
        "- residual: [{conv: {filters: 8, kernel: 2, padding: same}}]\n",
    ),
    "abrupt-downsampling": (
        Fraction(4),
        "[8, 64, 64]",
        "- max_pool: 2\n- max_pool: 2\n- conv: {filters: 64, kernel: 4, stride: 4}\n",
    ),
    "large-kernel": (Fraction(7), "[8, 8, 8]", convolutions(1, "filters: 8, kernel: 5")),
    "dense-head": (Fraction(2, 3), "[4, 8, 8]", "- pointwise: 4\n- global_avg_pool\n- dense: 8\n"),
    "narrow-channels": (Fraction(4), "[4, 8, 8]", "- pointwise: 12\n- dense: 10\n"),
}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES if rule.bound is not None])
def test_a_bound_can_be_set(report: Report, rule: str) -> None:
    bound, shape, layers = TIGHT[rule]
    text = network(shape, layers)
    assert {f.name for f in report(text, Settings(select=(rule,))).findings} == {rule}
    assert report(text, Settings(select=(rule,), bounds={rule: bound})).findings == ()


def test_a_layer_silences_a_rule_with_a_reason(tell: Tell) -> None:
    one = "- conv: {filters: 8, kernel: 2, padding: same}\n"
    text = network("[8, 8, 8]", one + one)
    assert [f.layer for f in tell(text, "even-kernel")] == ["conv.1", "conv.2"]
    silenced = network("[8, 8, 8]", f"{one}  allow: {{even-kernel: the crop behind it is uneven too}}\n{one}")
    assert [f.layer for f in tell(silenced, "even-kernel")] == ["conv.2"]
    assert len(tell(silenced, "narrow-channels", "image-not-covered")) == len(
        tell(text, "narrow-channels", "image-not-covered")
    )


def test_a_stage_silences_all_that_stands_in_it(tell: Tell) -> None:
    inner = "    - conv: {filters: 8, kernel: 2, padding: same}\n"
    text = network("[8, 8, 8]", f"- stage: s\n  allow: {{even-kernel: they come in pairs}}\n  layers:\n{inner * 2}")
    assert tell(text, "even-kernel") == ()


def test_a_file_silences_a_rule_for_the_whole_network(tell: Tell) -> None:
    allowed = f"allow: {{even-kernel: as in the paper, budget-exceeded: until the spring}}\n{MANY}"
    assert {"even-kernel", "budget-exceeded"}.isdisjoint(f.name for f in tell(allowed))
    assert len(tell(allowed)) == len(tell(MANY)) - 2


def test_what_no_rule_finds_cannot_be_allowed(tell: Tell) -> None:
    text = network("[8, 8, 8]", "- conv: {filters: 8, kernel: 3}\n  allow: {deep-head: so}\n")  # its last line
    with pytest.raises(ReportgenError) as error:
        tell(f"allow: {{even-kernal: as in the paper, even-kernel: so}}\n{text}")
    assert [str(p).partition("network.yml:")[2] for p in error.value.problems] == [
        "1:9: unknown-rule: no rule is called 'even-kernal'; did you mean 'even-kernel'?",
        f"{len(text.splitlines()) + 1}:11: unknown-rule: no rule is called 'deep-head'; did you mean 'dense-head'?",
    ]
    assert error.value.problems[0].excerpt


def test_a_report_tells_what_is_allowed_and_why(report: Report) -> None:
    one = "- conv: {filters: 8, kernel: 2, padding: same}\n"
    reasons = "as printed", "as printed", "it is cropped"
    layers = "".join(f"{one}  allow: {{even-kernel: {reason}}}\n" for reason in reasons)
    text = network("[8, 8, 8]", f"{layers}{one}", "budgets: {parameters: 1}\n")
    allow = "allow: {even-kernel: they are few, budget-exceeded: until the spring, dense-head: there is none}\n"
    assert report(f"{allow}{text}", Settings(ignore=("image-not-covered",))).allowed == (
        Allowed(name="even-kernel", reason="as printed", layers=("conv.1", "conv.2")),
        Allowed(name="even-kernel", reason="it is cropped", layers=("conv.3",)),
        Allowed(name="even-kernel", reason="they are few", layers=("conv.4",)),
        Allowed(name="budget-exceeded", reason="until the spring"),
    )
    assert report(f"{allow}{text}", Settings(select=("dense-head",))).allowed == ()


def test_what_the_file_allows_is_not_worded(tmp_path: Path) -> None:
    def refuse() -> str:
        raise AssertionError

    file = tmp_path / "network.yml"
    file.write_text(f"allow: {{even-kernel: so}}\n{MANY}")
    (architecture,) = load(file)
    (even,) = (rule for rule in RULES if rule.name == "even-kernel")
    rule = replace(even, check=lambda *_: iter([Hit(node=None, message=refuse, advice=refuse)]))
    study = Study(build(architecture), architecture)
    assert apply(study, [rule], Settings()) == ((), (Allowed(name="even-kernel", reason="so"),))
