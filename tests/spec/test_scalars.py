"""What plain words and numbers mean: YAML 1.2's core schema, decimals exact."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from reportgen.limits import Limits
from reportgen.spec.scalars import resolve

if TYPE_CHECKING:
    from reportgen.ops.options import Value

LIMITS = Limits()

MEANINGS: dict[str, Value] = {
    # nothing
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "nULL": "nULL",
    # truth
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "tRUE": "tRUE",
    "yes": "yes",
    "no": "no",
    "on": "on",
    "off": "off",
    "y": "y",
    # whole numbers
    "0": 0,
    "-0": 0,
    "3": 3,
    "+3": 3,
    "-3": -3,
    "010": 10,
    "08": 8,
    "0o17": 15,
    "0x1F": 31,
    "0xff": 255,
    "1000000000000000": 10**15,
    "-1000000000000000": -(10**15),
    "0o18": "0o18",
    "0xg": "0xg",
    "-0x1F": "-0x1F",
    "0b11": "0b11",
    "1_000": "1_000",
    "1,000": "1,000",
    "12:30": "12:30",
    "1 000": "1 000",
    "12M": "12M",
    "5%": "5%",
    "2015-12-10": "2015-12-10",
    # decimals
    "1.0": Fraction(1),
    "0.1": Fraction(1, 10),
    "-0.25": Fraction(-1, 4),
    ".5": Fraction(1, 2),
    "+.5": Fraction(1, 2),
    "5.": Fraction(5),
    "1e3": Fraction(1000),
    "1E3": Fraction(1000),
    "1e-3": Fraction(1, 1000),
    "1.814e9": Fraction(1_814_000_000),
    "1e+2": Fraction(100),
    "0.30000000000000004": Fraction(30000000000000004, 10**17),
    "1e15": Fraction(10**15),
    ".": ".",
    "-": "-",
    "+": "+",
    "-.": "-.",
    "1.2.3": "1.2.3",
    "1e": "1e",
    "e3": "e3",
    "1e3.5": "1e3.5",
    "--1": "--1",
    ".inf": ".inf",
    "-.Inf": "-.Inf",
    ".nan": ".nan",
    "nan": "nan",
    "inf": "inf",
    # other alphabets have digits too, which are no numbers here
    "\u0663": "\u0663",
    "1\u0663": "1\u0663",
    # words
    "relu": "relu",
    "half": "half",
    "$filters": "$filters",
    "${a + 1}": "${a + 1}",
}


@pytest.mark.parametrize(("text", "meaning"), MEANINGS.items(), ids=[text or "empty" for text in MEANINGS])
def test_plain_scalar(text: str, meaning: Value) -> None:
    value = resolve(text, LIMITS)
    assert value == meaning
    assert type(value) is type(meaning)


@pytest.mark.parametrize(
    "text",
    [
        "1000000000000001",
        "-1000000000000001",
        "1e16",
        "1e999999999",
        "1e-999999999",
        "1e" + "9" * 100_000,
        "9" * 100_000,
        "0." + "1" * 100_000,
        "0." + "1" * 31,
        "0x" + "f" * 60,
        "0x" + "f" * 100_000,
        "0o" + "7" * 100_000,
    ],
    ids=lambda text: text[:20],
)
def test_number_past_the_limits(text: str) -> None:
    with pytest.raises(OverflowError):
        resolve(text, LIMITS)


def test_limit_is_the_callers() -> None:
    assert resolve("100", Limits(magnitude=100)) == 100
    with pytest.raises(OverflowError):
        resolve("101", Limits(magnitude=100))
    with pytest.raises(OverflowError):
        resolve("0.00001", Limits(magnitude=100))
