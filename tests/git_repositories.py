"""Real git repositories for tests of what is read from them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CONV = "input: [3, 16, 16]\nlayers:\n  - conv: {filters: 8, kernel: 3, padding: half}\n  - relu\n"
"""A network of two layers."""


@dataclass(frozen=True, slots=True)
class GitRepository:
    """A repository in a folder of the test's own."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, *options: str) -> GitRepository:
        """Make an empty one."""
        folder.mkdir(parents=True, exist_ok=True)
        repository = cls(folder)
        repository.git("init", "-q", "-b", "main", *options)
        return repository

    def git(self, *arguments: str) -> str:
        """Run git; give what it prints."""
        settled = ["user.name=Test", "user.email=test@example.org", "protocol.file.allow=always"]
        given = [word for setting in settled for word in ("-c", setting)]
        command = ["git", *given, "-C", str(self.folder), *arguments]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - git itself
        return done.stdout.strip()

    def write(self, **texts: str) -> None:
        """Write architecture files by their names; ``__`` stands for a slash."""
        for name, text in texts.items():
            self.file(f"architectures/{name.replace('__', '/')}.yml", text)

    def file(self, path: str, text: str) -> None:
        """Write any file."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def commit(self, **texts: str) -> str:
        """Write architecture files and commit everything; give the commit's id."""
        self.write(**texts)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD")
