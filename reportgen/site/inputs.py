"""All that a site is made of, as one digest that is had in a moment: where it is the same, nothing is built."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.cache.folders import of_folder
from reportgen.cache.store import digest
from reportgen.cache.versions import of_sites
from reportgen.settings_file import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INHERITS: Final = re.compile(rb"^INHERIT:\s*['\"]?([^'\"\n#]+?)['\"]?\s*(?:#.*)?$", re.MULTILINE)
_ENVIRONMENT: Final = re.compile(rb"!ENV\s+(\[[^\]]*\]|\S+)")
_WORD: Final = re.compile(rb"\w+")
_DATE: Final = "SOURCE_DATE_EPOCH"


def inputs(config: Path | None, folders: Iterable[str], *rest: str) -> str:
    """Give the digest of everything a site is made of.

    Args:
        config: its configuration; ``None`` for the one of the package.
        folders: what else it is made of, each with all below it.
        rest: what else tells one site from another.
    """
    contents = [digest(each, of_folder(each), *_settings(Path(each))) for each in folders]
    return digest(of_sites(), os.environ.get(_DATE, "") or _today(), *rest, *contents, *_of_config(config))


def _of_config(config: Path | None) -> Iterator[bytes]:
    """Give the bytes of a configuration and of those it inherits, and the values of the environment that it names."""
    seen: set[Path] = set()
    while config and config not in seen and config.is_file():
        seen.add(config)
        text = config.read_bytes()
        yield text
        for named in _ENVIRONMENT.findall(text):
            yield from (os.environ.get(word.decode(), "\0").encode() for word in _WORD.findall(named))
        above = _INHERITS.search(text)
        config = config.parent / above[1].decode() if above else None


def _settings(folder: Path) -> Iterator[bytes]:
    """Give what the files hold that may have settings for a folder."""
    for around in (folder.resolve(), *folder.resolve().parents):
        for name in NAMES:
            file = around / name
            yield file.read_bytes() if file.is_file() else b"\0"
        if (around / ".git").exists():
            return


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
