"""Where a repository begins, and where files stand in it: code hosts tell paths from there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def repository_root(folder: Path, environment: Mapping[str, str]) -> Path:
    """Give the root of the repository around a folder, or the folder itself where there is none.

    Args:
        folder: where to begin.
        environment: GitHub names its copy of the repository there, as ``GITHUB_WORKSPACE``.
    """
    here = folder.resolve()
    workspace = environment.get("GITHUB_WORKSPACE", "")
    if workspace and here.is_relative_to(Path(workspace).resolve()):
        return Path(workspace).resolve()
    return next((around for around in (here, *here.parents) if (around / ".git").exists()), here)


def from_root(file: str, root: Path) -> str | None:
    """Give a file's path from the root, with ``/`` between its parts; ``None`` where it lies outside."""
    plain = Path(os.path.normpath(Path(file).absolute()))  # keeps links, which are files of the repository too
    for path in (plain, Path(os.path.realpath(plain))):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return None
