"""Libraries that only an importer needs: loaded when one is called, and asked for in words."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError

if TYPE_CHECKING:
    from types import ModuleType


def library(name: str, extra: str) -> ModuleType:
    """Load a library that ``reportgen[extra]`` installs; raise ``ReportgenError`` where it is not there."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != name.split(".", maxsplit=1)[0]:
            raise  # it is there, and broken
        what = f'this needs the library {name}; install it with: pip install "reportgen[{extra}]"'
        raise ReportgenError([Problem("missing-extra", what, Mark(f"reportgen[{extra}]"))]) from error
