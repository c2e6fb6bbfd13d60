"""Strangers' words in a comment on GitHub: shown as they are, and doing nothing.

What stands in a network's name, a layer's, a file's or a branch's is whatever a pull request says. Backslashes alone
are not enough: GitHub turns mentions, numbers of issues, addresses and hashes of commits into links after Markdown is
rendered, wherever text holds them. It leaves code alone, so names are written as code. Sentences, which should read
as such, get an invisible word joiner where one of those would begin.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from reportgen.tables.markdown import escaped

MOST: Final = 200
"""Characters of a name that are shown."""
_MOST_OF_A_SENTENCE: Final = 600
_JOINER: Final = "\N{WORD JOINER}"
_TRIGGERS: Final = re.compile(
    r"@|#(?=\d)|\b(?i:GH)-(?=\d)|:(?=//)|\b(?i:www)(?=\.)|\b(?i:mailto|xmpp):|[0-9a-f]{6}(?=[0-9a-f])|:(?=[\w+-]+:)"
)
_OPENING: Final = re.compile(r"^(\d*)(?=[-+=.):])")
"""What would make a line of text an item of a list, a rule or a heading."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories of characters that cannot be seen, or that turn the direction of what is beside them."""


def code(text: str) -> str:
    """Write a name as code in one line, as it can stand in a cell of a table; empty stays empty."""
    shown = seen(text, MOST)
    if not shown:
        return ""
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " * (shown.startswith("`") or shown.endswith("`"))
    return f"{fence}{space}{shown}{space}{fence}".replace("|", "\\|")


def prose(text: str) -> str:
    """Write a sentence so that nothing in it works as Markdown, HTML, a mention or a link."""
    inert = _TRIGGERS.sub(lambda found: f"{found[0]}{_JOINER}", seen(text, _MOST_OF_A_SENTENCE))
    return _OPENING.sub(r"\1\\", escaped(inert))


def summary(text: str) -> str:
    """Write a name as code in HTML, where Markdown is not read."""
    return f"<code>{html.escape(seen(text, MOST))}</code>"


def seen(text: str, most: int) -> str:
    """Give a text in one line, without what cannot be seen, and cut where it is too long."""
    visible = "".join(c if unicodedata.category(c) not in _UNSEEN else " " if c.isspace() else "" for c in text)
    line = " ".join(visible.split())
    return line if len(line) <= most else f"{line[: most - 1]}\N{HORIZONTAL ELLIPSIS}"
