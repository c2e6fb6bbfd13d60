"""Published worked examples of window arithmetic and of parameter counts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportgen.ops import LAYERS
from reportgen.ops.reading import make
from reportgen.ops.window import TransposedWindow, Window

GOLDEN = yaml.safe_load((Path(__file__).parents[1] / "golden" / "arithmetic.yml").read_text())


@pytest.mark.parametrize("row", GOLDEN["outputs"], ids=str)
def test_outputs_along_an_axis(row: dict[str, Any]) -> None:
    window = Window(row["kernel"], row["stride"], before=row["padding"], after=row["padding"])
    fits = row.get("fits", True)
    assert (window.lost(row["in"]) == 0) is fits
    if "out" in row:
        assert window.output(row["in"]) == row["out"]
    if "exact" in row:
        room = row["in"] + 2 * row["padding"] - row["kernel"]
        assert Fraction(room, row["stride"]) + 1 == Fraction(str(row["exact"]))
        assert window.output(row["in"]) == int(row["exact"])


@pytest.mark.parametrize("row", GOLDEN["parameters"], ids=str)
def test_parameters_of_a_convolution(row: dict[str, Any]) -> None:
    conv, inputs = make(LAYERS["conv"], row["conv"]), (tuple(row["in"]),)
    output = conv.output(inputs)
    stored = conv.parameters(inputs, output)
    assert stored is not None
    assert stored.trainable == row["parameters"]
    assert list(output) == row.get("out", list(output))
    assert conv.unshared(inputs, output) == row.get("unshared", conv.unshared(inputs, output))


@given(w=st.integers(1, 300), f=st.integers(1, 12), s=st.integers(1, 6), p=st.integers(0, 5))
def test_transposed_output(w: int, f: int, s: int, p: int) -> None:
    assert GOLDEN["transposed"] == "S (W - 1) + F - 2 P"
    assert TransposedWindow(f, s, before=p, after=p).output(w) == s * (w - 1) + f - 2 * p
