"""JSON of reviews and comparisons is what its schema says, whatever changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from git_repositories import CONV, GitRepository
from jsonschema import Draft7Validator

from reportgen import NetworkReport, analyse, load
from reportgen.review.documents import comparison_json, review_json
from reportgen.review.revisions import review_revisions
from reportgen.review.schema import compare_schema, diff_schema
from reportgen.review.several import compare

if TYPE_CHECKING:
    from typing import Any

MISFIT = "input: [4, 9, 9]\nlayers:\n  - max_pool: 2\n"


def wrong(document: Any, schema: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft7Validator(schema).iter_errors(json.loads(json.dumps(document)))]


def closed(schema: Any) -> Any:
    """Give a schema that bears no key besides those that it declares."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    return {"additionalProperties": False, **parts} if "required" in parts and "properties" in parts else parts


@pytest.fixture
def everything(repository: GitRepository) -> Any:
    """A review in which every kind of change happens once."""
    repository.commit(
        net=CONV, gone=CONV.replace("[3,", "[4,"), said=CONV, laid=CONV, breaks=CONV, mends="layers: 3\n",
        old=CONV.replace("[3,", "[5,"), allows=MISFIT, plain="input: [4]\nlayers: [{dense: 3}]\n",
    )  # fmt: skip
    for name in ("gone", "old"):
        (repository.folder / f"architectures/{name}.yml").unlink()
    repository.write(
        net=CONV.replace("  - relu\n", "  - batch_norm\n"),
        said=f"summary: New.\n{CONV}",
        laid=f"# new\n{CONV}",
        breaks="layers: 3\n",
        mends=CONV,
        moved=CONV.replace("[3,", "[5,"),
        comes=f"{CONV}  - custom: {{output: [4]}}\n",
        allows=f"allow: {{stride-does-not-fit: it may}}\n{MISFIT}",
        plain="input: [4]\nlayers: [{dense: 4}]\n",
    )
    return review_revisions("HEAD", None, Path())


def test_a_review_with_everything_in_it(everything: Any) -> None:
    document = review_json(everything, ["a bound"])
    assert {network["kind"] for network in document["networks"]} == {
        "changed", "judged", "added", "removed", "renamed", "worded",
    }  # fmt: skip
    assert {file["kind"] for file in document["files"]} == {"broken", "mended"}
    assert {layer["kind"] for network in document["networks"] for layer in network["layers"]} >= {"added", "removed"}
    assert wrong(document, closed(diff_schema())) == []


def test_a_key_that_is_missing_is_told_and_a_later_one_is_borne(everything: Any) -> None:
    document = review_json(everything)
    document["networks"][0]["later"] = 1
    assert wrong(document, diff_schema()) == []
    del document["networks"][0]["kind"]
    assert wrong(document, diff_schema()) == ["'kind' is a required property"]


def test_comparisons(
    resnet_50: NetworkReport, resnet_50_paper: NetworkReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("vector.yml").write_text("input: [4]\nlayers: [{dense: 4}, {custom: {output: [3]}}]\n")
    vector = analyse(load("vector.yml")[0])
    for networks in ([resnet_50, resnet_50_paper], [vector, resnet_50, vector, resnet_50_paper]):
        assert wrong(comparison_json(compare(networks)), closed(compare_schema())) == []
