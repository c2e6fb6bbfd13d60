"""Templates: they place what views worded, and do nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reportgen.compiled import CompiledTemplates
from reportgen.pages import escape


def html(template: str, **values: object) -> str:
    """Fill ``<template>.html.jinja`` for a slot; text is escaped, and no line is blank."""
    return escape.one_block(_environment("html").get_template(f"{template}.html.jinja").render(values))


def markdown(template: str, **values: object) -> str:
    """Fill ``<template>.md.jinja``; text is escaped for Markdown."""
    return _environment("md").get_template(f"{template}.md.jinja").render(values).strip() + "\n"


@cache
def _environment(kind: str) -> Environment:
    made = Environment(
        loader=PackageLoader("reportgen.pages"),
        autoescape=kind == "html",  # noqa: S701 - Markdown has an escape of its own, by finalize
        finalize=None if kind == "html" else _for_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledTemplates(Path(__file__).parent),
    )
    made.globals["prose"] = escape.prose
    return made


def _for_markdown(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    return value if isinstance(value, Markup) else escape.markdown(str(value))
