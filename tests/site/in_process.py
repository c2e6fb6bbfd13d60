"""What a command does, done in this process: another Python, that loads everything anew, is half of what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mkdocs.commands.build import build
from mkdocs.config import load_config

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess


class Command(Protocol):
    """Runs ``reportgen`` in a folder."""

    def __call__(self, *arguments: str, cwd: Path) -> CompletedProcess[str]: ...


def built(folder: Path, *, strict: bool = False) -> Path:
    """Build a project as ``mkdocs build`` does, and give the folder of its site."""
    config = load_config(str(folder / "mkdocs.yml"), strict=strict)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    return folder / "site"
