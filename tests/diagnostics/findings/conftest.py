"""Networks as text, and what the rules say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen import Settings, analyse, load

if TYPE_CHECKING:
    from pathlib import Path

    from network_texts import Report, Tell

    from reportgen import Finding, NetworkReport


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Analyse the one network that a text describes."""

    def analysed(text: str, settings: Settings = Settings()) -> NetworkReport:  # noqa: B008 - it is frozen
        path = tmp_path / "network.yml"
        path.write_text(text)
        (architecture,) = load(path)
        return analyse(architecture, settings)

    return analysed


@pytest.fixture
def tell(report: Report) -> Tell:
    """List what some rules find in the network that a text describes; all rules where none is named."""

    def told(text: str, *rules: str) -> tuple[Finding, ...]:
        return report(text, Settings(select=rules)).findings

    return told
