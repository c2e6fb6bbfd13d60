from __future__ import annotations

from functools import partial

from reportgen.pages.page import Asset
from reportgen.site.keeping import Keeper


def draw(made: list[str], text: str, *, width: int = 1) -> bytes:
    made.append(text)
    return text.encode() * width


def test_asset_of_equal_values_is_made_once() -> None:
    made: list[str] = []
    keeper = Keeper()

    for text in ("a", "a", "b", "b", "a"):
        asset = keeper.keeping(Asset(path="chart.svg", content=partial(draw, made, text)))
        assert asset.content() == text.encode()

    assert made == ["a", "b", "a"]


def test_each_path_and_each_keyword_is_told_apart() -> None:
    keeper = Keeper()

    assert keeper.keeping(Asset(path="a.svg", content=partial(draw, [], "x"))).content() == b"x"
    assert keeper.keeping(Asset(path="b.svg", content=partial(draw, [], "y"))).content() == b"y"
    assert keeper.keeping(Asset(path="a.svg", content=partial(draw, [], "x", width=2))).content() == b"xx"


def test_function_that_hides_its_values_is_called_every_time() -> None:
    made: list[str] = []
    keeper = Keeper()

    def hiding(text: str) -> Asset:
        return Asset(path="a.svg", content=lambda: draw(made, text))

    assert keeper.keeping(hiding("a")).content() == b"a"
    assert keeper.keeping(hiding("b")).content() == b"b"
    assert made == ["a", "b"]
