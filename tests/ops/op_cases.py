"""Reads the case tables: what each layer makes of shapes and options, and what it refuses.

A table is a mapping of layers to lists of rows. A row holds the shape that comes in (or a list of shapes),
the options, and what follows: ``out``, and ``parameters``, ``buffers``, ``macs`` and ``operations``, which
are 0 where they are left out; ``unshared`` and ``products`` are checked where they stand. What goes in may
stand apart, under ``given``. A row with an ``error`` is refused with exactly this message.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

FIGURES = ("parameters", "buffers", "macs", "operations")


@dataclass(frozen=True)
class Case:
    word: str
    inputs: tuple[tuple[int, ...], ...]
    options: dict[str, Any]
    expected: dict[str, Any]

    def __str__(self) -> str:
        shapes = "+".join("x".join(map(str, shape)) for shape in self.inputs)
        options = ",".join(f"{name}={value}" for name, value in self.options.items())
        return f"{self.word}-{shapes}-{options}"


def _exact(value: object) -> object:
    if isinstance(value, list):
        return [_exact(entry) for entry in value]
    return Fraction(str(value)) if isinstance(value, float) else value


def _case(word: str, row: dict[str, Any]) -> Case:
    names = {"out", "error", "unshared", "products", *FIGURES} & row.keys()
    options = dict(row["given"]) if "given" in row else {n: value for n, value in row.items() if n not in names}
    expected = {name: row[name] for name in names}
    if "error" not in row:
        expected = dict.fromkeys(FIGURES, 0) | expected
    shapes = options.pop("in")
    inputs = tuple(map(tuple, shapes)) if isinstance(shapes[0], list) else (tuple(shapes),)
    return Case(word, inputs, {name: _exact(value) for name, value in options.items()}, expected)


TABLES = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(Path(__file__).parent.glob("cases/*.yml"))}
ROWS = [_case(word, row) for table in TABLES.values() for word, rows in table.items() for row in rows]
CASES = [case for case in ROWS if "error" not in case.expected]
REFUSED = [case for case in ROWS if "error" in case.expected]
