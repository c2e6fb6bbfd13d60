"""The page on the review shows its comment as GitHub renders it."""

from __future__ import annotations

import re

import cmarkgfm
from cmarkgfm.cmark import Options
from literate import blocks
from sites import ROOT

PAGE = ROOT / "docs/review.md"
SHOWN = re.compile(r'(?<=<div class="review-comment">\n).*?(?=</div>\n)', re.DOTALL)


def test_the_comment_is_shown_as_it_renders(*, update_golden: bool) -> None:
    text = PAGE.read_text()
    comment = next(block.text for block in blocks(PAGE) if block.text.startswith("<!-- reportgen review -->"))

    html = cmarkgfm.markdown_to_html_with_extensions(
        comment, options=Options.CMARK_OPT_UNSAFE, extensions=["table", "autolink", "strikethrough", "tagfilter"]
    )
    if update_golden:
        PAGE.write_text(SHOWN.sub(lambda _: html, text))
    shown = SHOWN.search(PAGE.read_text())

    assert shown is not None
    assert shown[0] == html
    assert "<table>" in html
