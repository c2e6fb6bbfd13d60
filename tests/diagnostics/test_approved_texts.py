"""What an engineer reads of twelve networks, word for word: people approved these texts.

A text is the verdict, then the first finding of each rule with its advice, as if the file allowed nothing. After
a change of words run ``pytest --update-golden`` and read the difference as that engineer would.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import pytest

from reportgen import analyse, load
from reportgen.spec.model import Branches, Residual, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen import NetworkReport
    from reportgen.spec.model import Architecture, Item

HERE = Path(__file__).parent
CATALOGUE = HERE.parents[1] / "architectures"
NETWORKS = {
    "alexnet": "alexnet/alexnet.yml",
    "deep-net": "nolearn/deep-net.yml",
    "densenet-121": "densenet/densenet.yml",
    "fcn-resnet-50": "segmentation/dilated-resnet-50.yml",
    "googlenet": "googlenet/googlenet.yml",
    "lstm": "recurrent/lstm.yml",
    "mobilenet-v2": "mobilenet/mobilenet-v2.yml",
    "resnet-50": "resnet/resnet.yml",
    "squeezenet-1-0": "squeezenet/squeezenet.yml",
    "tcn": "tcn/tcn.yml",
    "unet-3d": "unet/unet-3d.yml",
    "vgg-16": "vgg/vgg.yml",
    "vit-b-16": "vit/vit.yml",
    "wavenet": "wavenet/wavenet.yml",
}


def unsilenced(architecture: Architecture) -> Architecture:
    """Take out every ``allow``, of the file and of all that it holds."""
    blocks = {
        name: replace(block, layers=tuple(map(_unsilenced, block.layers)))
        for name, block in architecture.blocks.items()
    }
    layers = tuple(map(_unsilenced, architecture.layers))
    return replace(architecture, allow={}, blocks=blocks, layers=layers)


def _unsilenced(item: Item) -> Item:
    inside = item.structure
    match inside:
        case Stage():
            inside = replace(inside, layers=tuple(map(_unsilenced, inside.layers)))
        case Residual():
            body, shortcut = (tuple(map(_unsilenced, path)) for path in (inside.body, inside.shortcut))
            inside = replace(inside, body=body, shortcut=shortcut)
        case Branches():
            inside = replace(inside, paths=tuple((name, tuple(map(_unsilenced, path))) for name, path in inside.paths))
    return replace(item, allow={}, structure=inside)


def text_of(report: NetworkReport) -> Iterator[str]:
    yield f"{report.verdict.text}\n"
    told: set[str] = set()
    for finding in report.findings:
        if finding.name not in told:
            told.add(finding.name)
            yield f"{finding.name} ({finding.severity})"
            yield f"{finding.message} {finding.advice}".rstrip() + "\n"


@pytest.mark.parametrize("network", NETWORKS)
def test_words_are_those_that_were_approved(network: str, *, update_golden: bool) -> None:
    (architecture,) = (a for a in load(CATALOGUE / NETWORKS[network]) if a.id.rpartition("/")[2] == network)
    report = analyse(unsilenced(architecture))
    text = "\n".join(fill(line, 100) if line.strip() else line for part in text_of(report) for line in part.split("\n"))
    approved = HERE / "approved" / f"{network}.txt"
    if update_golden:
        approved.parent.mkdir(exist_ok=True)
        approved.write_text(text, encoding="utf-8")
    assert text == approved.read_text(encoding="utf-8")


@pytest.mark.parametrize("network", NETWORKS)
def test_a_verdict_names_layer_value_and_bound(network: str) -> None:
    verdict = (HERE / "approved" / f"{network}.txt").read_text(encoding="utf-8").split("\n\n")[0]
    if "not judged" not in verdict:
        assert "the narrowest, at " in verdict.replace("\n", " ")
        assert "where the bound is 16.7%" in verdict.replace("\n", " ")
        assert "coverage of " in verdict.replace("\n", " ")
