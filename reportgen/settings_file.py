"""Reads the settings: ``[tool.reportgen]`` of ``pyproject.toml``, or ``reportgen.toml``, the nearest one upwards."""

from __future__ import annotations

import os
import re
import tomllib
from fractions import Fraction
from functools import cached_property
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import Mark, Problem, ReportgenError, did_you_mean
from reportgen.figures import FIGURES, amount
from reportgen.limits import Limits
from reportgen.report import SEVERITIES
from reportgen.settings import DEVICES, GROUPS, Budget, Group, Hardware, Settings
from reportgen.toml_places import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

KEYS: Final = ("select", "ignore", "severity", "bounds", "budgets", "hardware", "batch", "limits", "baseline", "cache")
MOST: Final = 10**30
"""The largest number that a setting may be: far above any device, and far below what a float can hold."""
LARGEST: Final = Limits().file_bytes
NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"reportgen.toml": (), "pyproject.toml": ("tool", "reportgen")}
)
"""The files that are looked for, and the table of each that holds the settings."""


def read_settings(start: str | Path, rules: Collection[str]) -> Settings:
    """Read the settings that hold for a folder or a file.

    Args:
        start: the folder or file that is to be read with them; its own folder and those above it are searched,
            up to the root of its repository.
        rules: names that ``select``, ``ignore``, ``severity`` and ``bounds`` may use.

    Returns:
        The settings; the defaults where no file has any.

    Raises:
        ReportgenError: with everything that is wrong in the file.
    """
    path = Path(os.path.realpath(start))  # which raises nothing where links go in a circle
    return settings_of(_around(path), _on_disk, rules)


def settings_of(
    folders: Iterable[PurePath], read: Callable[[PurePath], bytes | None], rules: Collection[str]
) -> Settings:
    """Read the settings in the nearest of some folders, wherever they are; raises like ``read_settings``.

    Args:
        folders: the nearest first.
        read: gives what a file holds; ``None`` where there is none.
        rules: names that the settings may use.
    """
    for path in (folder / name for folder in folders for name in NAMES):
        text = read(path)
        found = None if text is None else _table(path, text)
        if text is not None and found is not None:
            return _Reader(path, text.decode(), rules).settings(found)
    return Settings()


def _around(path: Path) -> Iterator[Path]:
    """Give the folders from a path upwards, as far as its repository goes."""
    for folder in (path, *path.parents) if path.is_dir() else path.parents:
        yield folder
        if (folder / ".git").exists():
            return


def _on_disk(path: PurePath) -> bytes | None:
    if not Path(path).is_file():
        return None
    with Path(path).open("rb") as file:
        return file.read(LARGEST + 1)


def _table(path: PurePath, text: bytes) -> Mapping[str, Any] | None:
    """Give the table of settings in a file; ``None`` where there is none."""
    if len(text) > LARGEST:
        what = f"a file of settings has at most {LARGEST:,} bytes"
        raise ReportgenError([Problem("bad-settings", what, Mark(str(path)))])
    try:
        whole = tomllib.loads(text.decode())
    except (ValueError, RecursionError) as error:  # what is no TOML, no UTF-8, a number or a nest past Python's limits
        if path.name == "pyproject.toml":
            return None  # somebody else's file to complain about
        raise ReportgenError([Problem("bad-settings", f"this is no TOML: {error}", Mark(str(path)))]) from error
    table: Any = whole
    for key in NAMES[path.name]:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


class _Reader:
    """Reads one table; what is wrong is gathered and raised once."""

    def __init__(self, path: PurePath, text: str, rules: Collection[str]) -> None:
        self.path, self.text, self.rules = path, text, rules
        self.problems: list[Problem] = []

    def settings(self, table: Mapping[str, Any]) -> Settings:
        for key in table:
            if key not in KEYS:
                self._wrong((key,), f"there is no setting '{key}'{did_you_mean(key, KEYS) or _only(KEYS)}")
        found = Settings(
            select=self._named("select", table),
            ignore=self._named("ignore", table),
            severity={k: v for k, v in self._by_rule("severity", table) if self._severity(k, v)},
            bounds={k: Fraction(str(v)) for k, v in self._by_rule("bounds", table) if self._bound(k, v)},
            budgets=tuple(self._budgets(table.get("budgets", {}))),
            hardware=self._hardware(table),
            batch=self._batch(table),
            limits=Limits(**dict(self._limits(table.get("limits", {})))),
            baseline=self._baseline(table),
            cache=self._cache(table),
        )
        if self.problems:
            raise ReportgenError(self.problems)
        return found

    def _wrong(self, keys: tuple[str, ...], message: str) -> None:
        self.problems.append(Problem("bad-settings", message, Mark(str(self.path), self._line(keys))))

    @cached_property
    def _lines(self) -> Mapping[tuple[str, ...], int]:
        return lines_of(self.text)

    def _line(self, keys: tuple[str, ...]) -> int:
        """Find the line of a key, or of the nearest one around it."""
        lines = self._lines
        whole = (*NAMES[self.path.name], *keys)
        return next((lines[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in lines), 1)

    def _budgets(self, groups: object) -> Iterator[Budget]:
        for group, names in self._table(("budgets",), groups, "family or tag, its name, then figures"):
            if group not in GROUPS:
                hint = did_you_mean(group, GROUPS)
                self._wrong(("budgets", group), f"budgets: they are set by family or tag, not by '{group}'{hint}")
                continue
            kind: Group = "family" if group == "family" else "tag"
            for name, figures in self._table(("budgets", group), names, f"a {group}, then its figures"):
                keys = ("budgets", group, name)
                for figure, most in self._table(keys, figures, "a figure, and the most it may be"):
                    if (value := self._most((*keys, figure), most)) is not None:
                        place = f"{self.path.name}:{self._line((*keys, figure))}"
                        yield Budget(group=kind, name=name, figure=figure, most=value, place=place)

    def _table(self, keys: tuple[str, ...], value: object, expected: str) -> Iterator[tuple[str, Any]]:
        """Walk a table; what is none is wrong."""
        if isinstance(value, dict):
            yield from value.items()
        else:
            self._wrong(keys, f"{'.'.join(keys)}: expected a table: {expected}")

    def _most(self, keys: tuple[str, ...], value: object) -> Fraction | None:
        """Read what a budget allows: a number, or one as people print it."""
        if keys[-1] not in FIGURES:
            hint = did_you_mean(keys[-1], FIGURES) or _only(FIGURES)
            self._wrong(keys, f"{'.'.join(keys[:-1])}: there is no figure '{keys[-1]}'{hint}")
            return None
        found = amount(str(value)) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        if found is None or found[0] < 0:
            self._wrong(keys, f'{".".join(keys)}: expected a figure such as 5300000 or "5.3M", got {value!r}')
            return None
        return found[0]

    def _known(self, name: object, key: str) -> bool:
        if isinstance(name, str) and name in self.rules:
            return True
        self._wrong((key, str(name)), f"{key}: there is no rule '{name}'{did_you_mean(str(name), self.rules)}")
        return False

    def _named(self, key: str, table: Mapping[str, Any]) -> tuple[str, ...]:
        names = table.get(key, [])
        if not isinstance(names, list):
            self._wrong((key,), f"{key}: expected a list of rules")
            return ()
        return tuple(name for name in names if self._known(name, key))

    def _by_rule(self, key: str, table: Mapping[str, Any]) -> list[tuple[str, Any]]:
        entries = table.get(key, {})
        if not isinstance(entries, dict):
            self._wrong((key,), f"{key}: expected a table: a rule, and its {key.rstrip('s')}")
            return []
        return [(name, value) for name, value in entries.items() if self._known(name, key)]

    def _severity(self, rule: str, value: object) -> bool:
        if value not in SEVERITIES:
            self._wrong(("severity", rule), f"severity.{rule}: expected {' or '.join(SEVERITIES)}, got {value!r}")
        return value in SEVERITIES

    def _bound(self, rule: str, value: object) -> bool:
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST:
            return True
        if isinstance(value, str) and re.fullmatch(r"\d{1,9}(/[1-9]\d{0,8}|\.\d{1,9})?", value):
            return True
        self._wrong(("bounds", rule), f'bounds.{rule}: expected a number such as 0.2 or "1/6", got {value!r}')
        return False

    def _hardware(self, table: Mapping[str, Any]) -> Mapping[str, Hardware]:
        devices = table.get("hardware")
        if devices is None:
            return dict(DEVICES)
        if not isinstance(devices, dict):
            self._wrong(("hardware",), "hardware: expected a table a device: flops, bandwidth and source")
            return dict(DEVICES)
        return {name: device for name, entry in devices.items() if (device := self._device(name, entry))}

    def _device(self, name: str, entry: object) -> Hardware | None:
        numbers = {"flops", "bandwidth"}
        if (
            isinstance(entry, dict)
            and numbers <= entry.keys() <= numbers | {"source"}
            and all(isinstance(entry[k], int | float) and not isinstance(entry[k], bool) for k in numbers)
            and all(0 < entry[k] <= MOST for k in numbers)
        ):
            return Hardware(flops=entry["flops"], bandwidth=entry["bandwidth"], source=str(entry.get("source", "")))
        self._wrong(("hardware", name), f"hardware.{name}: expected flops and bandwidth above 0, and perhaps source")
        return None

    def _batch(self, table: Mapping[str, Any]) -> int:
        batch = table.get("batch", Settings().batch)
        if isinstance(batch, int) and not isinstance(batch, bool) and 0 < batch <= MOST:
            return batch
        self._wrong(("batch",), f"batch: expected a whole number of at least 1, got {batch!r}")
        return Settings().batch

    def _limits(self, given: object) -> Iterator[tuple[str, int]]:
        caps = Limits.caps()
        for name, value in self._table(("limits",), given, "a limit, and its value"):
            if name not in caps:
                self._wrong(
                    ("limits", name), f"limits: there is no limit '{name}'{did_you_mean(name, caps) or _only(caps)}"
                )
            elif not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= caps[name].most:
                what = f"limits.{name}: expected a whole number from 1 to {caps[name].most:,}, got {value!r}"
                self._wrong(("limits", name), what)
            else:
                yield name, value

    def _baseline(self, table: Mapping[str, Any]) -> str:
        baseline = table.get("baseline", "")
        if isinstance(baseline, str):
            return baseline
        self._wrong(("baseline",), f"baseline: expected a revision as git names it, got {baseline!r}")
        return ""

    def _cache(self, table: Mapping[str, Any]) -> bool:
        cache = table.get("cache", True)
        if isinstance(cache, bool):
            return cache
        self._wrong(("cache",), f"cache: expected true or false, got {cache!r}; REPORTGEN_CACHE names another folder")
        return True


def _only(known: Collection[str]) -> str:
    return f"; there are {', '.join(known)}"
