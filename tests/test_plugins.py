"""Finding what third parties add, and putting it beside our own; how it works in use is in ``thirdparty/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.errors import ReportgenError
from reportgen.plugins import _installed, joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GROUP = "reportgen.tests"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is looked at for distributions."""
    monkeypatch.syspath_prepend(tmp_path)
    _installed.cache_clear()
    yield tmp_path
    _installed.cache_clear()


def distribution(site: Path, name: str, **points: str) -> None:
    (site / f"{name}.py").write_text("\n".join(f"{key} = {value}" for key, value in points.items()))
    metadata = site / f"{name}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"{key} = {name}:{key}" for key in points]
    (metadata / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines, ""]))


def word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def test_what_is_added_stands_behind_our_own_in_a_fixed_order(site: Path) -> None:
    distribution(site, "zulu", a="'third'")
    distribution(site, "alpha", b="'second'", a="'first'")
    assert list(joined({"own": "own"}, GROUP, "a word", word)) == ["own", "first", "second", "third"]


def test_without_plugins_there_is_our_own_alone(site: Path) -> None:
    assert site.is_dir()
    assert joined({"own": "own"}, GROUP, "a word", word) == {"own": "own"}


def test_all_that_does_not_fit_is_told_at_once(site: Path) -> None:
    distribution(site, "one", a="'own'", b="'new'", c="5")
    distribution(site, "two", a="'new'", b="1 / 0")
    with pytest.raises(ReportgenError) as caught:
        joined({"own": "own"}, GROUP, "a word", word)
    division = "cannot be loaded (ZeroDivisionError: division by zero); repair or uninstall it"
    assert [str(problem) for problem in caught.value.problems] == [
        "one 1.0: repeated-name: a word called 'own' is there already, from reportgen; rename or uninstall one of them",
        "one 1.0: broken-plugin: one:c is not a word, as the entry-point group reportgen.tests expects",
        f"two 1.0: broken-plugin: two:a {division}",
        f"two 1.0: broken-plugin: two:b {division}",
    ]


def test_a_clash_names_both(site: Path) -> None:
    distribution(site, "uno", a="'new'")
    distribution(site, "zwei", a="'new'")
    with pytest.raises(ReportgenError) as caught:
        joined({}, GROUP, "a word", word)
    (problem,) = caught.value.problems
    assert (problem.mark.file, problem.message) == (
        "zwei 1.0",
        "a word called 'new' is there already, from uno 1.0; rename or uninstall one of them",
    )
