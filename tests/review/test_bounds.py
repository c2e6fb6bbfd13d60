"""Bounds are read as people write them, and each fails exactly past itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen import analyse, load
from reportgen.review.bounds import BadBound, failures, read_bounds
from reportgen.review.catalogues import Review
from reportgen.review.networks import added, network_change

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen import NetworkReport

TEXT = "name: Net\ninput: [1, 10, 10]\nlayers:\n  - conv: {filters: 10, kernel: 1, bias: false}\n"
"""1000 multiply-adds, 10 parameters."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, text: str) -> NetworkReport:
    (folder / "net.yml").write_text(text)
    return analyse(load(folder / "net.yml")[0])


def failed(folder: Path, bounds: str, after: str, before: str = TEXT) -> tuple[str, ...]:
    change = network_change(read(folder, before), read(folder, after))
    assert change is not None
    return failures(Review(base="a", head="b", networks=(change,)), read_bounds(bounds))


ELEVEN = TEXT.replace("filters: 10", "filters: 11")
NINE = TEXT.replace("filters: 10", "filters: 9")


@pytest.mark.parametrize(
    ("bounds", "after", "fails"),
    [
        ("macs: +10%", ELEVEN, False),
        ("macs: +9.9%", ELEVEN, True),
        ("macs: +0%", ELEVEN, True),
        ("macs: +0%", NINE, False),
        ("macs: +100", ELEVEN, False),
        ("macs: +99", ELEVEN, True),
        ("macs: -10%", NINE, False),
        ("macs: -9%", NINE, True),
        ("macs: -9%", ELEVEN, False),
        ("macs: 1.1k", ELEVEN, False),
        ("macs: 1099", ELEVEN, True),
        ("parameters: 10", NINE, False),
        ("parameters: 10, macs: 1.1k", ELEVEN, True),
    ],
)
def test_a_bound_on_a_figure(bounds: str, after: str, *, fails: bool, folder: Path) -> None:
    assert bool(failed(folder, bounds, after)) == fails


def test_what_is_said_of_it(folder: Path) -> None:
    assert failed(folder, "macs: +5%,  parameters: 10", ELEVEN) == (
        "Net: macs 1,000 \N{RIGHTWARDS ARROW} 1,100, past the bound 'macs: +5%'",
        "Net: parameters 10 \N{RIGHTWARDS ARROW} 11, past the bound 'parameters: 10'",
    )


def test_what_is_unknown_is_held_to_no_bound(folder: Path) -> None:
    custom = TEXT + "  - custom: {output: [10, 10, 10]}\n"
    assert failed(folder, "macs: 5G", custom) == ("Net: macs is unknown, and cannot be held to macs: 5G",)
    assert failed(folder, "macs: +5%", TEXT, custom) == ("Net: macs is unknown, and cannot be held to macs: +5%",)


def test_a_new_network_is_held_to_what_needs_no_other(folder: Path) -> None:
    review = Review(base="a", head="b", networks=(added(read(folder, TEXT)),))
    assert failures(review, read_bounds("macs: +0%")) == ()
    assert len(failures(review, read_bounds("macs: 1"))) == 1


WARNED = TEXT.replace("  - conv", "  - max_pool: 3\n  - conv")


@pytest.mark.parametrize(
    ("bounds", "before", "after", "fails"),
    [
        ("new-findings", TEXT, WARNED, True),
        ("new-warnings", TEXT, WARNED, True),
        ("new-errors", TEXT, WARNED, False),
        ("new-warnings", WARNED, WARNED.replace("filters: 10", "filters: 11"), False),
        ("warning", WARNED, WARNED.replace("filters: 10", "filters: 11"), True),
        ("error", WARNED, WARNED.replace("filters: 10", "filters: 11"), False),
        ("new-errors", TEXT, f"budgets: {{macs: 1}}\n{TEXT}", True),
    ],
)
def test_a_bound_on_findings(bounds: str, before: str, after: str, *, fails: bool, folder: Path) -> None:
    assert bool(failed(folder, bounds, after, before)) == fails


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("new-error", "did you mean 'new-errors'?"),
        ("mac: +5%", "did you mean 'macs'?"),
        ("macs: 5%", "'macs: 5%': expected macs: +5%, +1M, -10% or 12M"),
        ("macs: lots", "expected macs: +5%"),
        ("macs:", "expected macs: +5%"),
        ("macs: +-5", "expected macs: +5%"),
        ("no-such-thing", "is no bound"),
    ],
)
def test_what_is_no_bound(text: str, said: str) -> None:
    with pytest.raises(BadBound) as caught:
        read_bounds(text)
    assert said in str(caught.value)
