"""The network as a graph: a box a stage, which opens to its layers.

Graphviz is asked for places only; what stands there is measured and drawn here.
"""

from __future__ import annotations

from reportgen.charts.graph.closed import closed
from reportgen.charts.graph.flow import Box, Flow, flow
from reportgen.charts.graph.inside import Inside, Step, inside
from reportgen.charts.graph.opened import opened
from reportgen.charts.graph.words import say

__all__ = ["Box", "Flow", "Inside", "Step", "closed", "flow", "inside", "opened", "say"]
