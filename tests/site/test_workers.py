from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from reportgen.pages import Asset
from reportgen.site.workers import FEW, Workers, workers_for

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = workers_for(assets=1, wanted=2)
    assert made is not None
    yield made
    made.close()


def test_assets_are_the_same_as_without_workers_and_in_order(workers: Workers) -> None:
    texts = [f"{folder}/{name}" for folder in ("a", "b") for name in range(3)]
    assets = [Asset(path=text, content=partial(str.encode, text)) for text in texts]

    ready = list(workers.ahead(assets))

    assert [asset.path for asset in ready] == texts
    assert [asset.content() for asset in ready] == [text.encode() for text in texts]
    assert ready[0].content() == b"a/0"


def test_asset_that_is_not_made_of_values_is_made_here(workers: Workers) -> None:
    here: list[int] = []

    def make() -> bytes:
        here.append(1)
        return b"x"

    [asset] = workers.ahead([Asset(path="a.svg", content=make)])

    assert here == []
    assert asset.content() == b"x"
    assert here == [1]


def test_error_of_a_worker_is_raised_where_the_asset_is_asked_for(workers: Workers) -> None:
    [asset] = workers.ahead([Asset(path="a.svg", content=partial(bytes.fromhex, "no hex"))])

    with pytest.raises(ValueError, match="non-hexadecimal"):
        asset.content()


def test_few_assets_are_not_worth_a_process() -> None:
    assert workers_for(assets=FEW - 1, wanted=0) is None
    assert workers_for(assets=10 * FEW, wanted=1) is None
