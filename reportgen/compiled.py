"""Templates, compiled once: what Jinja makes of one lies where Python keeps what it has compiled of our modules.

Compiling them would else be most of a build that changes little. This is no part of the cache of builds, which is
shared and never run: who may write here may as well write to the modules that lie beside it.
"""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from jinja2 import BytecodeCache

from reportgen.cache.store import digest
from reportgen.cache.versions import of_pages

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket

_UNFIT: Final = (OSError, EOFError, TypeError, ValueError)


class CompiledTemplates(BytecodeCache):
    """Keeps what templates below some folders of installed packages were compiled to; those of users are not kept."""

    def __init__(self, *folders: Path) -> None:
        self._folders = folders

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Name the template's file; empty where it is not to be kept."""
        kept = filename and any(Path(filename).is_relative_to(folder) for folder in self._folders)
        return digest(name, filename) if filename and kept else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what a template was compiled to, by this code and from this very text."""
        if not bucket.key:
            return
        made_of = _made_of(bucket)
        with suppress(*_UNFIT):
            content = _place(bucket).read_bytes()
            if content.startswith(made_of):
                bucket.code = marshal.loads(content[len(made_of) :])  # noqa: S302 - as Python does of its modules

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, where Python would keep its own; a folder that cannot be written is no error."""
        if not bucket.key or sys.dont_write_bytecode:
            return
        place = _place(bucket)
        fresh = place.with_name(f"{place.name}.{uuid4().hex}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(_made_of(bucket) + marshal.dumps(bucket.code))
            fresh.replace(place)
        except OSError:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)


def _place(bucket: Bucket) -> Path:
    return Path(cache_from_source(str(Path(__file__).with_name(f"template-{bucket.key}.py"))))


def _made_of(bucket: Bucket) -> bytes:
    """Give the digest of the template's text, and of all that decides what becomes of it."""
    return digest(MAGIC_NUMBER, of_pages(), bucket.checksum, _manner(bucket.environment)).encode()


def _manner(environment: Environment) -> str:
    """Tell how an environment compiles."""
    told = (
        environment.autoescape,
        environment.trim_blocks,
        environment.lstrip_blocks,
        environment.finalize is not None,
        sorted(environment.extensions),
    )
    return repr(told)
