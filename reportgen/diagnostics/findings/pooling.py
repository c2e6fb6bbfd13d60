"""What one more pooling would do: the layers behind each cut as they would see after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.diagnostics.findings.fitting import Rest
from reportgen.diagnostics.findings.places import cut_before
from reportgen.diagnostics.findings.sight import sight_of
from reportgen.diagnostics.findings.trial import inserted
from reportgen.diagnostics.receptive_field import main_input
from reportgen.ops.pooling import MaxPool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.diagnostics.base import Study
    from reportgen.diagnostics.findings.sight import Sight
    from reportgen.diagnostics.findings.trial import Tried


class Poolings:
    """The layers between two cuts as they would be behind a pooling at the first; each run is traced once."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._traced: dict[int, Mapping[int, Tried] | None] = {}

    def behind(self, cut: int) -> Mapping[int, Tried] | None:
        """Give the layers up to the next cut; ``None`` where the network does not fit together then."""
        if cut not in self._traced:
            rest = self._study.get(Rest)
            stop = rest.stop(cut)
            made = inserted(self._study, cut, [MaxPool(2)], stop)
            fits = made and (stop not in made or rest.fits(stop, made[stop].node.shape))
            self._traced[cut] = made if fits else None
        return self._traced[cut]


def pooled(study: Study, place: int) -> Sight | None:
    """Give what a layer would see with a 2x2 max pooling at the last cut before it; ``None`` where none fits."""
    cut = cut_before(study, place)
    made = None if cut is None else study.get(Poolings).behind(cut)
    if made is None or place not in made:
        return None
    tried = made[place]
    before = made[study.graph.nodes[place].inputs[0]]
    return sight_of(tried.node, before.fields.ungated, tried.fields.ungated, main_input(study.graph).shape[1:])
