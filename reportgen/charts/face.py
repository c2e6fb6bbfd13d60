"""The letters of charts: those of the site's text face that charts write with, their widths, and their files.

A picture that a page refers to sees none of the page's fonts, so it carries its own: some hundred letters in 5 kB.
What is measured when a chart is drawn is then what a reader sees.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILY: Final = "reportgen"
"""What the face is called inside a picture."""
REGULAR: Final = 400
BOLD: Final = 600
"""Weights that there are."""


@cache
def advances(weight: int) -> Mapping[str, float]:
    """Give the width of each letter of a weight, in parts of the text size."""
    known: dict[str, dict[str, int]] = json.loads(_file("advances.json"))
    return {letter: units / 1000 for letter, units in known[str(weight)].items()}


@cache
def face_css(weight: int) -> str:
    """Give the rule that brings a weight into an SVG file."""
    data = base64.b64encode(_file(f"{weight}.woff2")).decode("ascii")
    source = f"url(data:font/woff2;base64,{data})"
    return f"@font-face{{font-family:{FAMILY};font-weight:{weight};src:{source}}}"


def _file(name: str) -> bytes:
    return files("reportgen.charts").joinpath("faces", name).read_bytes()
