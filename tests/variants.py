"""A great many small networks: files of a thousand variants each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

VARIANTS: Final = 1_000
"""Networks in one file."""


def write_variants(folder: Path, files: int) -> Path:
    """Write so many files of a thousand variants, each a network of its own."""
    variants = ", ".join(f"v{i}: {{n: {i}}}" for i in range(1, VARIANTS + 1))
    for file in range(files):
        layers = "layers: [{conv: {filters: $n, kernel: 3}}, relu]"
        path = folder / f"f{file:03}" / "net.yml"
        path.parent.mkdir(parents=True)
        path.write_text(f"arguments: {{n: }}\nvariants: {{{variants}}}\ninput: [{file + 1}, 16, 16]\n{layers}\n")
    return folder
