"""Rules walk a network once: twice the layers, twice the work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from network_texts import convolutions, network

from reportgen import build, load
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.findings import RULES
from reportgen.diagnostics.findings.base import apply
from reportgen.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

RESIDUAL = (
    "- residual: [{conv: {filters: 8, kernel: 3, padding: half}}, {conv: {filters: 8, kernel: 2, padding: same}}]\n"
)


def long_skip(count: int) -> str:
    first, last = "- relu:\n  name: first\n", "- concat:\n  from: [first, last]\n"
    return first + convolutions(count) + "  name: last\n" + last


NETWORKS: dict[str, tuple[str, Callable[[int], str]]] = {
    "padded": ("[8, 224, 224]", convolutions),
    "unpadded": ("[8, 999, 999]", lambda count: convolutions(count, "filters: 8, kernel: 3")),
    "wider than its input": ("[8, 2, 2]", convolutions),
    "residual and misaligned": ("[8, 64, 64]", lambda count: RESIDUAL * (count // 2)),
    "one long shortcut": ("[8, 224, 224]", long_skip),
    "growing by concatenation": ("[8, 64, 64]", lambda count: f"- dense_layer: 8\n  repeat: {count // 2}\n"),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_work_grows_with_the_layers(tmp_path: Path, name: str) -> None:
    shape, layers = NETWORKS[name]
    calls = [calls_of(tmp_path, network(shape, layers(count))) for count in (200, 400)]
    assert calls[1] < 2.3 * calls[0], calls


def calls_of(folder: Path, text: str) -> int:
    """Count the calls of functions that all rules take together; time would depend on the machine."""
    path = folder / "network.yml"
    path.write_text(text)
    (architecture,) = load(path)
    study = Study(build(architecture), architecture)
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        findings, _ = apply(study, RULES, Settings())
    finally:
        sys.setprofile(before)
    assert len(findings) > 50
    return count
