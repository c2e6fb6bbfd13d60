"""Imports run one way: a module imports its own stage and those below it, never one above."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "reportgen"

STAGES = (
    {"errors", "frozen", "late", "slugs", "figures", "limits", "numbers", "toml_places"},
    {"plugins"},
    {"report"},
    {"settings", "settings_file"},
    {"ops"},
    {"spec"},
    {"graph"},
    {"diagnostics"},
    {"analysis"},
    {"schema_parts", "to_json", "to_csv", "json_schema", "stored", "tables"},
    {"checks", "results", "importing", "cache"},
    {"compiled"},
    {"review"},
    {"github"},
    {"charts"},
    {"pages"},
    {"site"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(STAGES) for name in names}
HEAVY = {"matplotlib", "mkdocs", "numpy", "rich", "pygraphviz"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def stage_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def nodes_of(module: Path) -> tuple[ast.AST, ...]:
    """Give all that a module says; every rule asks for it."""
    return tuple(ast.walk(ast.parse(module.read_text())))


def imports_of(module: Path) -> list[tuple[str, int]]:
    found = []
    for node in nodes_of(module):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            found.append((node.module or "", node.lineno))
        elif isinstance(node, ast.Import):
            found += [(name.name, node.lineno) for name in node.names]
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_a_module_imports_nothing_above_it(module: Path) -> None:
    stage = stage_of(module)
    if stage == "__init__":  # the public names come from everywhere
        return
    for name, line in imports_of(module):
        parts = name.split(".")
        if parts[0] == "reportgen" and len(parts) > 1:
            assert RANK[parts[1]] <= RANK[stage], f"{module}:{line}: {stage} imports {parts[1]}"


def test_every_stage_has_its_place() -> None:
    assert {stage_of(module) for module in MODULES} - {"__init__"} <= RANK.keys()


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_no_stage_below_the_charts_needs_a_heavy_library(module: Path) -> None:
    stage = stage_of(module)
    if stage in {"__init__", "review"} or RANK[stage] < RANK["to_json"]:
        assert not [name for name, _ in imports_of(module) if name.split(".")[0] in HEAVY]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(module: Path) -> None:
    assert module.read_text().count("\n") < 300
    for node in nodes_of(module):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{module}:{node.lineno}: {node.name}"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_values_are_frozen(module: Path) -> None:
    for node in nodes_of(module):
        if isinstance(node, ast.ClassDef):
            made = [ast.unparse(how) for how in node.decorator_list if "dataclass" in ast.unparse(how)]
            assert all("frozen=True" in how for how in made), f"{module}:{node.lineno}: {node.name}"
