"""The small site under its own strict policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from guarded import Guarded
from sites import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def guarded(showcase: Path) -> Iterator[str]:
    """Where the small site is served with each page's policy as a header too; ends with a slash."""
    with served(showcase.parent, Guarded) as host:
        yield f"{host}/{showcase.name}/"
