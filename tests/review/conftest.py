"""What tests of the review share: a repository to change, and the two ResNet-50s."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from git_repositories import GitRepository
from sites import ARCHITECTURES

from reportgen import NetworkReport, analyse, load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepository:
    """An empty repository, to be in."""
    repository = GitRepository.made(tmp_path / "project")
    monkeypatch.chdir(repository.folder)
    return repository


@pytest.fixture(scope="session")
def resnet_50_paper() -> NetworkReport:
    """ResNet-50 with its strides on the 1x1."""
    return analyse(next(a for a in load(ARCHITECTURES / "resnet/resnet-paper.yml") if a.variant == "resnet-50-paper"))


@pytest.fixture(scope="session")
def resnet_50() -> NetworkReport:
    """ResNet-50 with its strides on the 3x3."""
    return analyse(next(a for a in load(ARCHITECTURES / "resnet/resnet.yml") if a.variant == "resnet-50"))
