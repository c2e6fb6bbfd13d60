"""Diagnostics, charts and a browsable site for a folder of neural-network architecture files."""

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
