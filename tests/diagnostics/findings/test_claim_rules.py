"""Claims and budgets of the file, and what cannot be counted."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from network_texts import edited, network

from reportgen import Settings, analyse, load
from reportgen.settings import Budget

if TYPE_CHECKING:
    from pathlib import Path

    from network_texts import Report, Tell

    from reportgen.settings import Group

UNCOUNTED, PUBLISHED, BUDGET = "uncounted-layer", "published-mismatch", "budget-exceeded"
CONV = "- conv: {filters: 8, kernel: 3}\n"  # 80 parameters and 2,592 multiply-adds on 1x8x8

RESHAPED = """
- conv: {filters: 4, kernel: 3, padding: half}
- flatten
- reshape: [16, 4, 4]
- conv: {filters: 8, kernel: 3}
- relu
"""


def test_a_field_that_is_lost_is_told_once(tell: Tell) -> None:
    text = network("[1, 8, 8]", RESHAPED)
    (finding,) = tell(text, UNCOUNTED)
    assert (finding.severity, finding.layer, finding.line) == ("warning", "conv.2", 6)
    assert finding.message == "The receptive field of conv.2 cannot be known, nor what builds on that."
    assert finding.advice == (
        "Places on the image end at flatten.1; "
        "pixel_shuffle, pixel_unshuffle, crop and pad change a shape and keep them."
    )
    assert tell(edited(text, "- flatten\n- reshape: [16, 4, 4]", "- pixel_unshuffle: 2"), UNCOUNTED) == ()


OPEN = network("[1, 8, 8]", "- custom: {output: [4, 8, 8]}\n- conv: {filters: 8, kernel: 3}\n- custom: {output: [2]}\n")


def test_a_custom_layer_is_asked_for_its_figures(tell: Tell) -> None:
    first, last = tell(OPEN, UNCOUNTED)
    assert (first.layer, first.line) == ("custom.1", 3)
    assert first.message == (
        "The parameters, MACs and receptive field of custom.1 cannot be known, nor what builds on that."
    )
    assert first.advice == "State parameters, macs and receptive_field among its options."
    assert (last.layer, last.advice) == ("custom.2", "State parameters and macs among its options.")
    stated = edited(OPEN, "[4, 8, 8]", "[4, 8, 8], parameters: 9, macs: 9, receptive_field: {kernel: 3}")
    assert [f.layer for f in tell(stated, UNCOUNTED)] == ["custom.2"]


def test_claims_on_what_is_unknown_cannot_be_checked(tell: Tell) -> None:
    text = f"published: {{macs: 12k}}\nbudgets:\n  parameters: 1M\n{OPEN}"
    budget, published = tell(text, PUBLISHED, BUDGET)
    assert (budget.severity, budget.line, published.severity, published.line) == ("warning", 3, "warning", 1)
    assert budget.message == "parameters: the budget of 1,000,000 cannot be checked, as ours is unknown."
    assert published.message == "macs: the published figure of 12,000 cannot be checked, as ours is unknown."
    assert budget.advice == published.advice == "State what the uncounted layers leave open."


def test_what_is_counted_is_fine(tell: Tell) -> None:
    assert tell(network("[1, 8, 8]", f"{CONV}- flatten\n- dense: 10\n- softmax\n"), UNCOUNTED) == ()


WRONG = network("[1, 8, 8]", CONV, "published:\n  macs: 2592\n  parameters: {value: 81, source: a paper}\n")


def test_a_published_figure_that_is_not_ours_is_an_error(tell: Tell) -> None:
    (finding,) = tell(WRONG, PUBLISHED)
    assert (finding.severity, finding.layer, finding.line) == ("error", None, 4)
    assert finding.message == (
        "parameters: 81 published (a paper), 80 computed; they are 1 apart, less than 1 is tolerated."
    )
    assert finding.advice == (
        "Look for the layer that differs from the published network; where the difference is meant, write "
        "tolerance: 1.3%, and where the print is wrong, misprint: and why."
    )


def test_a_tolerance_settles_it(tell: Tell) -> None:
    assert tell(edited(WRONG, "source: a paper", "tolerance: 1.3%"), PUBLISHED) == ()
    (finding,) = tell(edited(WRONG, "source: a paper", "tolerance: 1.2%"), PUBLISHED)
    assert finding.message.endswith("they are 1 apart, at most 0.972 is tolerated.")


def test_a_misprint_is_only_told(tell: Tell) -> None:
    (finding,) = tell(edited(WRONG, "source: a paper", "misprint: Bias counted twice."), PUBLISHED)
    assert (finding.severity, finding.line, finding.advice) == ("info", 4, "")
    assert finding.message == (
        "parameters: 81 published, 80 computed; they are 1 apart, less than 1 is tolerated. "
        "A known misprint: Bias counted twice."
    )


@pytest.mark.parametrize("figure", ["parameters: 80", "parameters: 0.08k", "macs: 2.6k", "depth: 1", "flops: 5184"])
def test_figures_as_printed_agree(tell: Tell, figure: str) -> None:
    assert tell(network("[1, 8, 8]", CONV, f"published: {{{figure}}}\n"), PUBLISHED) == ()


def test_the_wrong_number_of_nothing_has_a_tolerance_too(tell: Tell) -> None:
    text = network("[1, 8, 8]", CONV, "published: {macs: {value: 0}}\n")
    (finding,) = tell(text, PUBLISHED)
    assert "write tolerance: 2592, and" in finding.advice
    assert tell(edited(text, "value: 0", "value: 0, tolerance: 2592"), PUBLISHED) == ()


OVER = network("[1, 8, 8]", f"{CONV}- dense: 10\n", "budgets:\n  macs: 1M\n  parameters: 2k\n")


def test_a_budget_that_is_passed_is_an_error(tell: Tell) -> None:
    (finding,) = tell(OVER, BUDGET)
    assert (finding.severity, finding.layer, finding.line) == ("error", None, 4)
    assert finding.message == "parameters: 2,970 computed, 970 (48.5%) over the budget of 2,000."
    assert finding.advice == "Begin with dense.1, which adds 2,890 (97.3%). A budget of 2,970 would just hold."


def test_a_budget_holds_again(tell: Tell, report: Report) -> None:
    assert tell(edited(OVER, "2k", "2970"), BUDGET) == ()
    assert tell(edited(OVER, "2k", "2969"), BUDGET) != ()
    lighter = edited(OVER, "dense: 10", "dense: 6")
    assert tell(lighter, BUDGET) == ()
    assert report(lighter).totals["parameters"]["trainable"] == 80 + 6 * 289


@pytest.mark.parametrize(
    ("figure", "advice"),
    [
        ("buffers", "Begin with batch_norm.1, which adds 16 (100.0%). A budget of 16 would just hold."),
        ("weight_bytes", "Begin with dense.1, which adds 11,560 (96.3%). A budget of 12,008 would just hold."),
        ("macs", "Begin with dense.1, which adds 2,880 (52.6%). A budget of 5,472 would just hold."),
        ("flops", "Begin with dense.1, which adds 5,760 (52.6%). A budget of 10,944 would just hold."),
        ("operations", "Begin with batch_norm.1, which adds 288 (100.0%). A budget of 288 would just hold."),
        ("activations", "Begin with conv.1, which adds 288 (49.1%). A budget of 586 would just hold."),
        ("depth", "A budget of 2 would just hold."),
    ],
)
def test_the_heaviest_part_of_a_sum_is_named(tell: Tell, figure: str, advice: str) -> None:
    text = network("[1, 8, 8]", f"{CONV}- batch_norm\n- dense: 10\n", f"budgets: {{{figure}: 1}}\n")
    (finding,) = tell(text, BUDGET)
    assert finding.advice == advice


def test_a_whole_stage_is_one_part(tell: Tell) -> None:
    stage = "- stage: early\n  layers:\n    - conv: {filters: 8, kernel: 3}\n    - conv: {filters: 8, kernel: 3}\n"
    (finding,) = tell(network("[1, 8, 8]", f"{stage}- dense: 1\n", "budgets: {parameters: 1}\n"), BUDGET)
    assert finding.advice.startswith("Begin with early, which adds 664 (83.7%).")


def phone(figure: str, most: int, **who: str) -> Budget:
    [(group, name)] = who.items()
    kind: Group = "family" if group == "family" else "tag"
    return Budget(group=kind, name=name, figure=figure, most=Fraction(most), place="pyproject.toml:9")


MINE = "family: Mobile Net\ntags: [On the Phone]\n"


@pytest.mark.parametrize("who", [{"family": "Mobile Net"}, {"family": "mobile-net"}, {"tag": "on-the-phone"}])
def test_a_budget_of_the_settings_holds_for_a_family_or_a_tag(who: dict[str, str], report: Report) -> None:
    settings = Settings(select=(BUDGET,), budgets=(phone("parameters", 50, **who),))
    [finding] = report(network("[1, 8, 8]", CONV, MINE), settings).findings
    [(group, name)] = who.items()
    assert finding.message == (
        f"parameters: 80 computed, 30 (60.0%) over the budget of 50 for the {group} {name} (pyproject.toml:9)."
    )
    assert (finding.severity, finding.line) == ("error", 1)


@pytest.mark.parametrize(
    "budget",
    [
        phone("parameters", 80, family="Mobile Net"),
        phone("parameters", 50, family="Mobile"),
        phone("parameters", 50, tag="Mobile Net"),
        phone("parameters", 50, family="On the Phone"),
    ],
)
def test_a_budget_that_is_kept_or_for_others_is_not_told(budget: Budget, report: Report) -> None:
    assert report(network("[1, 8, 8]", CONV, MINE), Settings(select=(BUDGET,), budgets=(budget,))).findings == ()


def test_a_file_and_the_settings_may_both_set_budgets(report: Report) -> None:
    settings = Settings(select=(BUDGET,), budgets=(phone("macs", 1, tag="On the Phone"),))
    found = report(network("[1, 8, 8]", CONV, f"{MINE}budgets: {{macs: 2}}\n"), settings).findings
    assert ["over the budget of 2." in one.message for one in found] == [True, False]


def test_a_variant_past_a_budget_of_the_settings_is_told_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "network.yml"
    path.write_text(f"family: Net\ninput: [1, 8, 8]\nvariants:\n  a: {{}}\n  b: {{}}\nlayers:\n  {CONV}")
    settings = Settings(select=(BUDGET,), budgets=(phone("macs", 1, family="net"),))
    assert [analyse(one, settings).findings[0].line for one in load(path)] == [4, 5]
