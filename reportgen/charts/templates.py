"""The templates of charts that are boxes and lines: SVG with sentinel colours, as matplotlib's is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from reportgen.charts import style
from reportgen.compiled import CompiledTemplates

_GAPS: Final = re.compile(r"\s*\n\s*")


def render(name: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it places
    """Fill a template; ``tone('fg')`` in it gives a colour."""
    filled = _environment().get_template(f"{name}.svg.jinja").render(values, tone=style.sentinel, style=style)
    return _GAPS.sub(" ", filled).replace("> <", "><").replace('" >', '">').strip()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reportgen.charts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledTemplates(Path(__file__).parent),
    )
