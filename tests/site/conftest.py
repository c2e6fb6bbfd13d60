"""What tests of sites begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workshop import Workshop

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    return Workshop(tmp_path / "project", tmp_path / "cache")
