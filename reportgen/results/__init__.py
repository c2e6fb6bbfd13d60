"""Reports of any number of networks, written as they come: one line of JSON each, by any executor."""

from __future__ import annotations

from reportgen.results.run import Summary, analyse_folder

__all__ = ["Summary", "analyse_folder"]
