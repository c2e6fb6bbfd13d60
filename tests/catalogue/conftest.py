"""The networks of ``architectures/``, read and analysed once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen import read_catalogue

if TYPE_CHECKING:
    from reportgen.report import Catalogue, NetworkReport

ARCHITECTURES = Path(__file__).parents[2] / "architectures"


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(ARCHITECTURES)


@pytest.fixture(scope="session")
def networks(catalogue: Catalogue) -> dict[str, NetworkReport]:
    """Every network by id; a file that cannot be read fails each test, with its errors."""
    assert [str(problem) for broken in catalogue.broken for problem in broken.problems] == []
    return {network.id: network for network in catalogue.networks}
