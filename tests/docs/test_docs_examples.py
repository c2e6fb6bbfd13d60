"""Every YAML example of the pages reads and builds, and those that are refused are refused as shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from literate import PAGES, Block, blocks, same, show_instead, shown_output, whole_file

from reportgen import ReportgenError, load
from reportgen.analysis import analyse_all

if TYPE_CHECKING:
    from pathlib import Path

FOREIGN = ("site_name:", "plugins:", "nav:", "- uses:", "- run:", "repos:")
"""What a YAML block begins with that configures MkDocs, GitHub or pre-commit."""
BROKEN = "broken/"
"""The folder that a page puts files into which are not meant to be read."""
EXAMPLES = [
    block
    for page in PAGES
    for block in blocks(page)
    if block.language == "yaml" and not block.text.startswith(FOREIGN)
    if not block.marks.get("file", "").startswith(BROKEN)
]


@pytest.mark.parametrize("block", [one for one in EXAMPLES if "refused" not in one.marks], ids=str)
def test_an_example_reads_and_builds(block: Block, tmp_path: Path) -> None:
    file = tmp_path / "example.yml"
    file.write_text(whole_file(block.text))

    reports = analyse_all(load(file))

    assert reports
    assert all(report.layers for report in reports)


@pytest.mark.parametrize("block", [one for one in EXAMPLES if "refused" in one.marks], ids=str)
def test_a_refused_example_is_refused_as_shown(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / block.marks["refused"]
    file.write_text(block.text)

    with pytest.raises(ReportgenError) as refused:
        analyse_all(load(file.name))

    told = "".join(f"{problem.explained()}\n" for problem in refused.value.problems)
    shown = shown_output(block)
    assert shown is not None, f"{block} shows no error"
    if not same(shown, told):
        assert update_golden, f"{block} shows:\n{shown.text}\nbut this is told:\n{told}"
        show_instead(shown, told)
