"""From an architecture to its report, and from a folder to its catalogue."""

from __future__ import annotations

import os
from dataclasses import field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.diagnostics.alike import each
from reportgen.diagnostics.base import Study
from reportgen.diagnostics.exact import plain
from reportgen.diagnostics.findings import RULES
from reportgen.diagnostics.findings.base import apply, refuse_unknown
from reportgen.diagnostics.registry import rows, totals
from reportgen.diagnostics.verdict import verdict
from reportgen.errors import Problem, ReportgenError
from reportgen.figures import figure
from reportgen.frozen import dataclass, of_columns
from reportgen.graph.lower import build
from reportgen.late import LateTuple
from reportgen.report import BrokenFile, Catalogue, LayerReport, Metric, NetworkReport, Published
from reportgen.settings import Settings
from reportgen.spec import read_data, read_source
from reportgen.spec.blocks import standard_names
from reportgen.spec.source import list_files, member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reportgen.limits import Limits
    from reportgen.ops.fitted import Fitted
    from reportgen.report import Told
    from reportgen.spec.model import Architecture, Claim
    from reportgen.spec.source import SourceFile

DEFAULTS = Settings()
_PLAIN = (str, int)
"""Kinds of most options, which JSON has too; to ask for a fraction takes ten times as long as to ask for these."""


def analyse(architecture: Architecture, settings: Settings = DEFAULTS) -> NetworkReport:
    """Work out everything about one network.

    Raises:
        ReportgenError: where its layers do not fit together, or it allows what no rule finds, with all that is wrong.
    """
    study = Study(build(architecture), architecture, settings)
    refuse_unknown(study, RULES)
    findings, allowed = apply(study, RULES, settings)
    return NetworkReport(
        id=architecture.id,
        name=architecture.name,
        family=architecture.family,
        source=architecture.source,
        variant=architecture.variant,
        summary=architecture.summary,
        description=architecture.description,
        year=architecture.year,
        tags=architecture.tags,
        owner=architecture.owner,
        status=architecture.status,
        extra=architecture.extra,
        links=architecture.links,
        inputs=architecture.inputs,
        outputs=tuple(study.graph.nodes[place].id for place in study.graph.outputs),
        totals=study.get(totals),
        layers=LateTuple(partial(_layers, study), len(study.layers)),
        findings=findings,
        allowed=allowed,
        published=tuple(_published(claim, study.get(totals)) for claim in architecture.published),
        metrics=tuple(
            Metric(name=m.name, value=plain(m.value) or 0, unit=m.unit, dataset=m.dataset, source=m.source)
            for m in architecture.metrics
        ),
        verdict=verdict(study, findings),
    )


def analyse_all(architectures: Iterable[Architecture], settings: Settings = DEFAULTS) -> tuple[NetworkReport, ...]:
    """Work out everything about the networks of one file; raise ``ReportgenError`` with what is wrong in any."""
    reports: list[NetworkReport] = []
    problems: list[Problem] = []
    written = 0
    for architecture in architectures:
        try:
            report = analyse(architecture, settings)
            # Made now: they take less room than what they are made of.
            reports.append(replace(report, layers=tuple(report.layers)))
            written += len(report.layers)
        except ReportgenError as error:
            problems += error.problems
        if written > architecture.limits.layers:
            problems.append(_too_many(architecture))
            break
    if problems:
        raise ReportgenError(problems)
    return tuple(reports)


def _too_many(architecture: Architecture) -> Problem:
    """Say that the networks of a file up to this one have more layers than one network may."""
    most = architecture.limits.layers
    what = f"the variants up to this one have more than {most:,} layers in all (layers); use a file for each"
    return Problem("too-many-layers", what, architecture.mark)


def _layers(study: Study) -> list[LayerReport]:
    """Tell all that is known of each layer; who asks for totals and findings alone never has that told."""
    ids, layers = [node.id for node in study.graph.nodes], study.layers
    return of_columns(
        LayerReport,
        ids[len(study.graph.inputs) :],
        each(study, lambda fitted: fitted.op.word),
        [node.line for node in layers],
        [(ids[n.inputs[0]],) if len(n.inputs) == 1 else tuple([ids[i] for i in n.inputs]) for n in layers],
        each(study, lambda fitted: fitted.output),
        each(study, _options),
        rows(study),
        [None if node.shares is None else ids[node.shares] for node in layers],
    )


def _options(fitted: Fitted) -> dict[str, Any]:
    """Give the options of a layer that differ from their default."""
    return {name: plain_option(value) for name, value in fitted.op.given().items()}


def plain_option(value: Any) -> Any:  # noqa: ANN401 - any option, and any plain JSON value
    """Give an option's value as JSON has it."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [plain_option(entry) for entry in value]
    if isinstance(value, dict):
        return {name: plain_option(entry) for name, entry in value.items()}
    return plain(value) if isinstance(value, Fraction) else value


def _published(claim: Claim, totals: Mapping[str, Any]) -> Published:
    computed = figure(totals, claim.figure)
    return Published(
        figure=claim.figure,
        published=plain(claim.value) or 0,
        computed=computed,
        agrees=computed is not None and claim.agrees(computed),
        source=claim.source,
        misprint=claim.misprint,
    )


def read_catalogue(folder: str | Path, settings: Settings = DEFAULTS) -> Catalogue:
    """Read and analyse every file below a folder; broken files stand beside the sound networks."""
    root = Path(folder)
    return catalogue((member(root, path) for path in list_files(root, settings.limits)), settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """What one file came to."""

    reports: tuple[NetworkReport, ...]
    text: str
    """What the file holds."""
    digest: str = ""
    """Of all that the reports were made of; empty where nobody worked it out."""
    told: Mapping[str, Told] = field(default_factory=dict)
    """What is told of each network beside its own page, by its id, as far as somebody worked it out."""


def analyse_file(file: SourceFile, settings: Settings) -> Analysed:
    """Read and analyse a file; raises ``ReportgenError`` with all that is wrong with it."""
    return analyse_data(file, file.read(settings.limits), settings)


def analyse_data(file: SourceFile, data: bytes, settings: Settings, digest: str = "") -> Analysed:
    """Analyse a file whose bytes are at hand; raises as ``analyse_file`` does."""
    architectures = read_data(file, data, settings.limits)
    return Analysed(reports=analyse_all(architectures, settings), text=architectures[0].text, digest=digest)


def catalogue(
    files: Iterable[SourceFile],
    settings: Settings = DEFAULTS,
    analysed: Callable[[SourceFile, Settings], Analysed] = analyse_file,
) -> Catalogue:
    """Analyse files into a catalogue, ordered by family, then name, then id.

    Args:
        files: in the order that decides which of two networks has an id.
        settings: what judges them.
        analysed: gives what a file comes to; another may remember it.
    """
    standard_names()  # what is wrong with a plugin is told once, and not of every file
    sound: list[tuple[SourceFile, Analysed]] = []
    broken: list[BrokenFile] = []
    taken: dict[str, str] = {}
    for file in files:
        try:
            found = analysed(file, settings)
            reports = found.reports
            _refuse_taken(file, reports, taken)
        except ReportgenError as error:
            broken.append(BrokenFile(source=file.path, text=_text(file, settings.limits), problems=error.problems))
            continue
        taken |= {report.id: file.path for report in reports}
        sound.append((file, found))
    networks = (report for _, found in sound for report in found.reports)
    return Catalogue(
        networks=tuple(sorted(networks, key=lambda n: (n.family.casefold(), n.name.casefold(), n.id))),
        broken=tuple(broken),
        sources={file.path: found.text for file, found in sound},
        introductions=_introductions(sound, settings.limits),
        digests={report.id: found.digest for _, found in sound for report in found.reports},
        told={name: told for _, found in sound for name, told in found.told.items()},
    )


def _introductions(sound: Iterable[tuple[SourceFile, Analysed]], limits: Limits) -> dict[str, str]:
    """Give what introduces each family: what stands beside the first of its files that have such a thing."""
    found: dict[str, str] = {}
    texts: dict[str, str] = {}
    for file, analysed in sound:
        for family in {report.family for report in analysed.reports} - found.keys():
            folder = os.path.dirname(file.location)  # noqa: PTH120 - for each of thousands of files
            text = texts[folder] if folder in texts else texts.setdefault(folder, file.introduction(limits))
            if text:
                found[family] = text
    return found


def _text(file: SourceFile, limits: Limits) -> str:
    """Give what a broken file holds, as far as it can be shown; nothing of one that is too large."""
    try:
        held = file.read(limits)
    except ReportgenError:
        return ""
    return held.decode(errors="replace") if len(held) <= limits.file_bytes else ""


def _refuse_taken(file: SourceFile, reports: Iterable[NetworkReport], taken: Mapping[str, str]) -> None:
    """Raise where a network's id is another file's already."""
    if not any(report.id in taken for report in reports):
        return
    problems = [
        Problem(
            "repeated-id",
            f"{taken[a.id]} already describes a network with the id '{a.id}'; rename one",
            a.mark,
        )
        for a in read_source(file)
        if a.id in taken
    ]
    raise ReportgenError(problems)
