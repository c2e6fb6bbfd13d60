"""Diagnostics, charts and a browsable site for a folder of neural-network architecture files.

Names are loaded when they are first asked for: a command that needs few of them starts at once.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.analysis import analyse, read_catalogue
    from reportgen.errors import Mark, Problem, ReportgenError
    from reportgen.graph.lower import build
    from reportgen.graph.node import Graph, Node
    from reportgen.report import BrokenFile, Catalogue, Finding, LayerReport, NetworkReport, Verdict
    from reportgen.settings import Settings
    from reportgen.spec import load
    from reportgen.spec.model import Architecture

__version__ = "0.1.0"

__all__ = [
    "Architecture",
    "BrokenFile",
    "Catalogue",
    "Finding",
    "Graph",
    "LayerReport",
    "Mark",
    "NetworkReport",
    "Node",
    "Problem",
    "ReportgenError",
    "Settings",
    "Verdict",
    "analyse",
    "build",
    "load",
    "read_catalogue",
]

_HOMES = {
    "analysis": ("analyse", "read_catalogue"),
    "errors": ("Mark", "Problem", "ReportgenError"),
    "graph.lower": ("build",),
    "graph.node": ("Graph", "Node"),
    "report": ("BrokenFile", "Catalogue", "Finding", "LayerReport", "NetworkReport", "Verdict"),
    "settings": ("Settings",),
    "spec": ("load",),
    "spec.model": ("Architecture",),
}
"""The modules that public names are defined in."""


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415 - whoever asks for no name does without

    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module 'reportgen' has no attribute '{name}'")
    found: object = getattr(import_module(f"reportgen.{home}"), name)
    return found
