"""What third parties add: layers and rules, found by their entry points and loaded when first asked for.

A distribution names in its metadata what it adds. What is added stands with our own as if it were ours; a command
that asks for none of it imports none of it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from reportgen.errors import Mark, Problem, ReportgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from importlib.metadata import EntryPoint, EntryPoints

T = TypeVar("T")

_PREFIX: Final = b"[reportgen."
"""How the groups of entry points begin that are ours to read, where a distribution names them."""
_METADATA: Final = (".dist-info", ".egg-info", "EGG-INFO")


def joined(own: Mapping[str, T], group: str, what: str, name_of: Callable[[Any], str | None]) -> dict[str, T]:
    """Give what is ours and what an entry-point group adds, by name.

    Args:
        own: ours, by name.
        group: the entry-point group.
        what: what its entry points must load, in words: ``a layer``.
        name_of: gives the name of what was loaded; ``None`` where it is not that.

    Raises:
        ReportgenError: where something cannot be loaded, is of another kind, or has a name that is taken.
    """
    found, origins = dict(own), dict.fromkeys(own, "reportgen")
    problems = []
    for point in points_of(group):
        try:
            value = point.load()
        except Exception as error:  # noqa: BLE001 - whatever happens in a stranger's module
            message = f"{point.value} cannot be loaded ({type(error).__name__}: {error}); repair or uninstall it"
            problems.append(Problem("broken-plugin", message, Mark(_origin(point))))
            continue
        name = name_of(value)
        if name is None:
            message = f"{point.value} is not {what}, as the entry-point group {group} expects"
            problems.append(Problem("broken-plugin", message, Mark(_origin(point))))
        elif name in found:
            message = f"{what} called '{name}' is there already, from {origins[name]}; rename or uninstall one of them"
            problems.append(Problem("repeated-name", message, Mark(_origin(point))))
        else:
            found[name], origins[name] = value, _origin(point)
    if problems:
        raise ReportgenError(problems)
    return found


def points_of(group: str) -> list[EntryPoint]:
    """Find the entry points of a group, in an order that does not depend on the machine."""
    found = _installed()
    return [] if found is None else sorted(found.select(group=group), key=lambda point: (_origin(point), point.name))


def _mentioned() -> bool:
    """Tell whether a distribution may add anything, so that none waits for ``importlib.metadata`` where none does.

    Looks where that looks by itself; where there are archives or other finders it is asked.
    """
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    try:
        return any(_PREFIX in text for folder in sys.path for text in _entry_points_in(folder or "."))
    except NotADirectoryError:
        return True


def _entry_points_in(folder: str) -> Iterator[bytes]:
    """Give what the distributions of a folder name as their entry points."""
    try:
        names = [name for name in os.listdir(folder) if name.endswith(_METADATA)]  # noqa: PTH208 - half the time
    except NotADirectoryError:
        raise
    except OSError:
        return
    for name in names:
        with suppress(OSError), open(f"{folder}/{name}/entry_points.txt", "rb") as points:  # noqa: PTH123 - same
            yield points.read()


@cache
def _installed() -> EntryPoints | None:
    """Find all entry points; ``None`` where no distribution has one for us."""
    if not _mentioned():
        return None
    from importlib.metadata import entry_points  # noqa: PLC0415 - nor is it imported in a moment

    # Python 3.11 gives them in another class, which selects alike.
    return cast("EntryPoints", entry_points())


def _origin(point: EntryPoint) -> str:
    """Give the distribution that brings an entry point, with its version."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value
