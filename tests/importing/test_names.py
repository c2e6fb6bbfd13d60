"""Names of a source become names of a file, each its own."""

from __future__ import annotations

import pytest

from reportgen.importing.names import file_names, fitting
from reportgen.spec.words import NAME


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("layer1.0.conv1", "layer1.0.conv1"),
        ("/features/Conv_3", "features/Conv_3"),
        ("conv2d/BiasAdd:0", "conv2d/BiasAdd_0"),
        ("größe", "gr_e"),
        ("..//-x", "x"),
        ("a b", "a_b"),
        ("x" * 300, "x" * 190),
    ],
)
def test_a_name_keeps_what_a_file_may_hold(name: str, fits: str) -> None:
    assert fitting(name) == fits
    assert NAME.fullmatch(fits)


def test_no_two_names_are_alike() -> None:
    assert file_names(["a b", "a:b", "a_b_2", "input", "?"], "layer") == {
        "a b": "a_b",
        "a:b": "a_b_2",
        "a_b_2": "a_b_2_2",
        "input": "input_2",
        "?": "layer",
    }
