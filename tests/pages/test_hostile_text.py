"""Whatever a stranger writes into a file, a page says it and does nothing else with it."""

from __future__ import annotations

import csv
import dataclasses
import io
from typing import TYPE_CHECKING

import pytest
import yaml
from page_reading import Read, as_html, read

from reportgen import BrokenFile, Catalogue, Mark, Problem
from reportgen.pages import Asset, Page, pages
from reportgen.pages.escape import description, markdown, plain_title, prose, safe_url
from reportgen.report import Finding, Metric, Published

if TYPE_CHECKING:
    from reportgen import NetworkReport

ATTACKS = (
    "<script>alert(1)</script>",
    "</title></code></pre><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "<!-- slot: layers --> --> ]]> {{ config }} {% raw %}",
    "--8<-- 'secret' `code` **bold** _it_ # no\n\n# Heading\n\n- list",
    "=HYPERLINK(1)",
)
ADDRESSES = ("javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,<script>1</script>", "//evil.example/x")


def attacked(report: NetworkReport, text: str) -> NetworkReport:
    """Put a text into every field that a file fills."""
    layers = tuple(
        dataclasses.replace(layer, id=f"{text}/{number}", inputs=(text,), options={text: text, **layer.options})
        for number, layer in enumerate(report.layers)
    )
    words = dict.fromkeys(("name", "family", "summary", "description", "owner", "status", "variant"), text)
    return dataclasses.replace(
        report,
        **words,
        layers=layers,
        outputs=(text,),
        source=f"{text}.yml",
        tags=(text,),
        extra={text: text},
        links={text: text, **{address: address for address in ADDRESSES}},
        inputs={text: (1, 28, 28)},
        findings=(
            Finding(name="even-kernel", severity="info", layer=layers[0].id, line=1, message=text, advice=text),
            Finding(name="budget-exceeded", severity="error", layer=None, line=0, message=text, advice=text),
        ),
        published=(Published(figure="macs", published=1, computed=2, agrees=False, source=text, misprint=text),),
        metrics=(Metric(name=text, value=1.5, unit=text, dataset=text, source=text),),
        verdict=dataclasses.replace(report.verdict, text=text),
    )


def attacked_catalogue(catalogue: Catalogue, text: str) -> Catalogue:
    report = next(network for network in catalogue.networks if network.id.endswith("seed-net"))
    mark = Mark(f"{text}.yml", 1, 1, 3)
    broken = BrokenFile(source=f"{text}.yml", text=text, problems=(Problem(text, text, mark, text),))
    hostile = attacked(report, text)
    return Catalogue(networks=(report, hostile), broken=(broken,), sources={hostile.source: f"{text}\n{text}"})


@pytest.fixture(scope="module", params=ATTACKS)
def attack(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def hostile(catalogue: Catalogue, attack: str) -> list[Page | Asset]:
    return list(pages(attacked_catalogue(catalogue, attack)))


@pytest.fixture(scope="module")
def hostile_reads(hostile: list[Page | Asset]) -> dict[str, Read]:
    made = [item for item in hostile if isinstance(item, Page)]
    return {page.path: read(as_html(page, {name: slot() for name, slot in page.slots.items()})) for page in made}


def test_nothing_that_runs_survives(hostile_reads: dict[str, Read]) -> None:
    for path, found in hostile_reads.items():
        assert not {"script", "iframe", "object", "embed", "form"} & set(found.tags), path
        assert not [name for _, name, _ in found.attributes if name.startswith("on") or name == "autofocus"], path
        for address in found.values("href", "src", "srcset"):
            assert not address.strip().lower().startswith(("javascript:", "data:", "//")), path


def test_only_our_own_pictures_are_shown(hostile_reads: dict[str, Read]) -> None:
    for path, found in hostile_reads.items():
        assert all(source.endswith(".svg") for source in found.values("src", "srcset")), path


def test_no_heading_or_page_structure_is_added(hostile_reads: dict[str, Read], reads: dict[str, Read]) -> None:
    kept = reads["networks/nolearn/seed-net/index.md"]
    found = hostile_reads["networks/nolearn/seed-net/index.md"]
    assert found.tags.count("h1") == 1
    assert found.tags.count("h2") == kept.tags.count("h2")


def test_the_name_is_said_as_it_was_written(hostile_reads: dict[str, Read], attack: str) -> None:
    said = " ".join(attack.split())
    for path in ("networks/nolearn/seed-net/index.md", "networks/index.md"):
        assert said in " ".join(hostile_reads[path].text.split()), path


def test_front_matter_holds_no_markup(hostile: list[Page | Asset]) -> None:
    for page in hostile:
        if not isinstance(page, Page):
            continue
        values = yaml.safe_load(page.markdown.split("\n---\n")[0].removeprefix("---\n"))
        for text in (values["title"], values["description"], *values.get("tags", ())):
            assert not set(text) & set('<>"\n'), page.path


def test_json_and_csv_hold_every_layer(hostile: list[Page | Asset], attack: str) -> None:
    assets = {item.path: item for item in hostile if isinstance(item, Asset)}
    rows = list(csv.reader(io.StringIO(assets["networks/nolearn/seed-net/layers.csv"].content().decode())))

    assert len(rows) == 19
    assert len({len(row) for row in rows}) == 1
    line = " ".join(attack.split())
    assert rows[1][0] == (f"'{line}/0" if line.startswith(("=", "-")) else f"{line}/0")


@pytest.mark.parametrize("text", [*ATTACKS, "1. one", "- item", "+ item", "| a | b |", "http://x.example", "a*b_c"])
def test_markdown_says_the_text_and_nothing_else(text: str) -> None:
    import markdown as library  # noqa: PLC0415 - the name is taken by ours

    found = read(library.markdown(markdown(text), extensions=["extra", "toc"]))

    assert found.tags == ["p"]
    assert found.text == " ".join(text.split())


def test_prose_makes_code_of_quoted_words_alone() -> None:
    assert prose("write `half` <b>") == "write <code>half</code> &#60;b&#62;"


@pytest.mark.parametrize("text", ATTACKS)
def test_titles_are_safe_raw_and_resolved(text: str) -> None:
    import html  # noqa: PLC0415 - only here

    title = plain_title(text)
    assert not set(title + html.unescape(title)) & set('<>"\n')


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_addresses_of_the_web_and_of_mailboxes_are_linked(address: str) -> None:
    assert safe_url(address) is None
    assert safe_url("https://example.org/a?b=c") == "https://example.org/a?b=c"
    assert safe_url("mailto:a@example.org") == "mailto:a@example.org"


def test_a_description_keeps_its_form_and_loses_what_runs_or_loads() -> None:
    made = description(
        "**Bold** [good](https://example.org) [bad](javascript:alert(1)) ![x](https://example.org/x.png)\n\n"
        "# Heading\n\n```\na\n\nb\n```\n\n<div onclick='x()' id='layers' style='color:red'>text</div><script>1</script>"
    )
    found = read(made)

    assert {"strong", "a", "p", "pre"} <= set(found.tags)
    assert not {"img", "h1", "div", "script"} & set(found.tags)
    assert {name for _, name, _ in found.attributes} == {"href", "rel"}
    assert found.values("href") == ["https://example.org"]
    assert "\n\n" not in made
    assert "a\n\nb" in found.text
