"""Numbers read as people write them, and the same everywhere."""

import pytest

from reportgen import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (0, "0"),
        (640, "640"),
        (1_600, "1,600"),
        (9_999, "9,999"),
        (10_000, "10.0 k"),
        (122_154, "122 k"),
        (999_499, "999 k"),
        (999_500, "1.00 M"),
        (25_557_032, "25.6 M"),
        (138_357_544, "138 M"),
        (4_089_284_608, "4.09 G"),
        (17.564e9, "17.6 G"),
        (3.1e18, "3100 P"),
        (0.5, "0.50"),
        (-122_154, "-122 k"),
    ],
)
def test_count_keeps_three_digits(value: float | None, text: str) -> None:
    assert numbers.count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.00 kB"),
        (3_211_264, "3.21 MB"),
        (102_228_128, "102 MB"),
        (999_999_999, "1.00 GB"),
    ],
)
def test_bytes_are_decimal(value: int | None, text: str) -> None:
    assert numbers.nbytes(value) == text


def test_exact_writes_every_digit() -> None:
    assert numbers.exact(25_557_032) == "25,557,032"
    assert numbers.exact(25_557_032, "\N{THIN SPACE}") == "25\N{THIN SPACE}557\N{THIN SPACE}032"
    assert numbers.exact(4.0) == "4"
    assert numbers.exact(0.5) == "0.5"
    assert numbers.exact(None) == "unknown"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (100 / 6, 1, "16.7%"),
        (100, 0, "100%"),
        (1234.5, 1, "1,234.5%"),
        (0.0, 1, "0.0%"),
        (None, 1, "unknown"),
    ],
)
def test_percent(value: float | None, decimals: int, text: str) -> None:
    assert numbers.percent(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (200, "200"),
        (2_000, "2,000"),
        (10_000, "10 k"),
        (20_000, "20 k"),
        (2_500_000, "2.5 M"),
        (10**9, "1 G"),
        (2 * 10**12, "2 T"),
        (5 * 10**15, "5 P"),
    ],
)
def test_a_tick_is_as_short_as_it_can_be(value: float, text: str) -> None:
    assert numbers.tick(value) == text


def test_shapes_and_axes_use_the_multiplication_sign() -> None:
    assert numbers.shape((64, 56, 56)) == "64 \N{MULTIPLICATION SIGN} 56 \N{MULTIPLICATION SIGN} 56"
    assert numbers.shape((1000,)) == "1000"
    assert numbers.per_axis([427, 427]) == "427"
    assert numbers.per_axis([427, 31]) == "427 \N{MULTIPLICATION SIGN} 31"
    assert numbers.per_axis([0.5]) == "0.5"
    assert numbers.per_axis([]) == "none"
    assert numbers.per_axis(None) == "unknown"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "10.00 k"),
        (999_949, "999.9 k"),
        (999_960, "1.000 M"),
        (3_857_973_248, "3.858 G"),
        (4_089_184_256, "4.089 G"),
        (-231_211_008, "-231.2 M"),
        (0.5, "0.5000"),
        (3.1e18, "3100 P"),
    ],
)
def test_what_is_compared_keeps_four_digits(value: float | None, text: str) -> None:
    assert numbers.precise(value) == text
