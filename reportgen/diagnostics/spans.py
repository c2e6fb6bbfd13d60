"""A bound on what fields cost: how many cells of a network may be worked out one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.errors import Mark, Problem, ReportgenError, shortened
from reportgen.spec.text import Excerpts

if TYPE_CHECKING:
    from reportgen.diagnostics.base import Study
    from reportgen.graph.node import Node


class TooManySpans(Exception):  # noqa: N818 - an error only once it has its place in the file
    """Fields repeat themselves so late that too many cells would have to be worked out one by one."""


class Spans:
    """Counts the cells that are worked out one by one for a network."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, count: int) -> None:
        """Count some more; raise ``TooManySpans`` where they are too many."""
        if count > self.left:
            raise TooManySpans
        self.left -= count


def too_many(study: Study, node: Node) -> ReportgenError:
    """Give the error of a network whose fields cost too much, from some layer on."""
    source, most = study.architecture.source, study.architecture.limits.spans
    what = (
        f"{node.id}: the fields of its cells repeat themselves too late: more than {most:,} cells up to here are to be "
        "worked out one by one (spans); let strides and sizes divide each other"
    )
    problem = Problem("too-many-spans", shortened(what), Mark(source, node.line, node.column))
    return Excerpts(study.architecture.text, source).error([problem])
