"""A small site that has every kind of page and every awkward network, for whoever looks at pages."""

from __future__ import annotations

import shutil
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sites import ARCHITECTURES, ROOT, run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILES: Final = (
    "densenet/densenet.yml",
    "googlenet/googlenet.yml",
    "lenet/lenet-5.yml",
    "nolearn/seed-net.yml",
    "resnet/family.md",
    "resnet/resnet.yml",
    "tcn/tcn.yml",
    "unet/unet-3d.yml",
    "vgg/vgg.yml",
    "vit/vit.yml",
)
"""Plain, branching and dense networks of one, two and three axes, of 5 to 700 layers."""

LONG_NAME: Final = "A network whose name goes on for as long as eighty characters, which is the limit"
AWKWARD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "awkward/three-layers.yml": f"""
name: {LONG_NAME}
input: [1, 28, 28]
tags: [digits, "a tag of <b>five</b> & more words"]
layers: [{{conv: {{filters: 8, kernel: 5}}}}, {{max_pool: 2}}, {{dense: 10}}]
""",
        "awkward/no-axes.yml": """
name: Perceptron
input: [784]
layers: [{dense: 512}, relu, {dense: 256}, relu, {dense: 10}]
""",
        "awkward/long-layers.yml": """
name: Long names of layers
input: [3, 64, 64]
layers:
  - stage: a_first_stage_with_a_name_that_nobody_would_want_to_read_in_a_chart
    layers:
      - {conv: {filters: 16, kernel: 7}, name: the_first_convolution_of_the_first_stage_and_its_long_name}
      - relu
  - stage: a_second_stage_with_a_name_that_nobody_would_want_to_read_in_a_chart
    layers:
      - {conv: {filters: 32, kernel: 3, stride: 3}, name: the_second_convolution_does_not_fit_by_its_stride}
      - relu
  - global_avg_pool
  - dense: 10
""",
        "awkward/broken.yml": """
name: Broken
input: [3, 8, 8]
layers:
  - conv: {filters: 64, strides: 2}
  - rellu
""",
    }
)
"""What real catalogues hold now and then, and designs forget."""


def write_project(folder: Path) -> None:
    """Write a project of its own: our configuration and manual, with few networks and awkward ones."""
    for name in ("mkdocs.yml", "reportgen/site/bundled.yml"):
        _copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in FILES:
        _copy(ARCHITECTURES / name, folder / "architectures" / name)
    for name, text in AWKWARD.items():
        path = folder / "architectures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def build(project: Path, site: Path, **environment: str) -> None:
    """Build a project's site; a broken file is a warning."""
    done = run("mkdocs", "build", "--quiet", "--site-dir", str(site), cwd=project, **environment)
    if done.returncode:
        raise RuntimeError(done.stderr)


def kinds(site: Path) -> list[str]:
    """Give one page of each kind: pages of the same folder that lie equally deep are of a kind, as is the manual."""
    pages = sorted(page.relative_to(site) for page in site.rglob("*.html"))
    alone = {"index.html", "404.html"}

    def kind(page: Path) -> tuple[str, int]:
        top = page.parts[0] if len(page.parts) > 1 or page.name in alone else "manual"
        return top, len(page.parts)

    return [page.as_posix() for page in {kind(page): page for page in reversed(pages)}.values()]


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
