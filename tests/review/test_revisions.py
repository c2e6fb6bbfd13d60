"""Two revisions of a real repository: every kind of change, and every way in which git cannot answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from git_repositories import CONV, GitRepository

from reportgen import ReportgenError, analysis
from reportgen.review.revisions import review_revisions

if TYPE_CHECKING:
    from reportgen.review.catalogues import Review

WIDER = CONV.replace("filters: 8", "filters: 16")
BROKEN = CONV.replace("relu", "rleu")


def kinds(review: Review) -> list[tuple[str, str]]:
    return [(change.kind, change.network.id) for change in review.networks]


def against_head(head: str | None = None) -> Review:
    return review_revisions("HEAD", head, Path())


def refused(base: str = "HEAD", head: str | None = None, folder: Path = Path()) -> str:
    with pytest.raises(ReportgenError) as caught:
        review_revisions(base, head, folder)
    return str(caught.value)


def test_nothing_changed(repository: GitRepository) -> None:
    repository.commit(net=CONV)
    assert against_head().empty


def test_the_working_tree_is_compared_committed_or_not(repository: GitRepository) -> None:
    repository.commit(net=CONV, other=CONV)
    repository.write(net=WIDER, new=CONV.replace("kernel: 3", "kernel: 5"))
    review = against_head()
    assert kinds(review) == [("changed", "net"), ("added", "new")]
    assert (review.base, review.head, review.unread) == ("HEAD", "the working tree", 1)
    assert [change.network.source for change in review.networks] == [
        "architectures/net.yml",
        "architectures/new.yml",
    ]


def test_two_revisions_are_compared_whatever_is_on_the_disk(repository: GitRepository) -> None:
    first = repository.commit(net=CONV)
    repository.commit(net=WIDER)
    repository.write(net=BROKEN, other=CONV)
    review = review_revisions(first, "main", Path())
    assert kinds(review) == [("changed", "net")]
    assert (review.base, review.head) == (first, "main")


def test_removed_and_renamed(repository: GitRepository) -> None:
    repository.commit(gone=CONV.replace("kernel: 3", "kernel: 5"), old=CONV, a__moved=CONV.replace("[3,", "[4,"))
    for name in ("gone", "old", "a/moved"):
        (repository.folder / f"architectures/{name}.yml").unlink()
    repository.write(new=CONV, b__moved=CONV.replace("[3,", "[4,").replace("filters: 8", "filters: 9"))
    review = against_head()
    assert kinds(review) == [("changed", "b/moved"), ("removed", "gone"), ("renamed", "new")]
    assert [change.before.id for change in review.networks if change.before] == ["a/moved", "gone", "old"]


def test_words_and_layout_are_told_apart_from_meaning(repository: GitRepository) -> None:
    repository.commit(said=CONV, laid=CONV)
    repository.write(said=f"summary: New.\n{CONV}", laid=f"# a comment\n{CONV}")
    review = against_head()
    assert kinds(review) == [("worded", "said")]
    assert review.unaffected == ("architectures/laid.yml",)


def test_one_variant_of_a_file_changes_alone(repository: GitRepository) -> None:
    text = "arguments: {width: 8}\nvariants: {small: {}, large: {width: 16}}\ninput: [3, 16, 16]\n"
    text += "layers: [{conv: {filters: $width, kernel: 3}}]\n"
    repository.commit(net=text)
    repository.write(net=text.replace("width: 16", "width: 32"))
    assert kinds(against_head()) == [("changed", "large")]


def test_a_block_of_the_file_changes_every_variant_that_uses_it(repository: GitRepository) -> None:
    text = "arguments: {depth: 1}\nvariants: {one: {}, none: {depth: 0}}\ninput: [3, 16, 16]\n"
    text += "blocks: {unit: {layers: [{conv: {filters: 3, kernel: 3, padding: half}}]}}\n"
    text += "layers: [relu, {unit: , repeat: $depth}]\n"
    repository.commit(net=text)
    repository.write(net=text.replace("kernel: 3", "kernel: 5"))
    assert kinds(against_head()) == [("changed", "one")]


def test_broken_mended_and_broken_as_before(repository: GitRepository) -> None:
    repository.commit(breaks=CONV, mends=BROKEN, stays=BROKEN, leaves=BROKEN)
    (repository.folder / "architectures/leaves.yml").unlink()
    repository.write(breaks=BROKEN, mends=CONV, stays=f"# still\n{BROKEN}", comes=BROKEN)
    review = against_head()
    assert review.networks == ()
    assert [(file.kind, Path(file.source).stem, file.networks) for file in review.files] == [
        ("broken", "breaks", ("breaks",)),
        ("broken", "comes", ()),
        ("mended", "mends", ("mends",)),
        ("still-broken", "stays", ()),
    ]
    assert str(review.files[0].problems[0]).startswith("architectures/breaks.yml:4:5: unknown-layer: ")


def test_no_catalogue_on_one_side_or_on_both(repository: GitRepository) -> None:
    empty = repository.commit()
    full = repository.commit(net=CONV)
    there, gone = review_revisions(empty, full, Path()), review_revisions(full, empty, Path())
    assert kinds(there) == [("added", "net")]
    assert there.notes == (f"There is no architecture file in {empty}, so that everything is new.",)
    assert kinds(gone) == [("removed", "net")]
    assert gone.notes == (f"There is no architecture file in {empty}, so that everything is gone.",)
    assert "no-files: neither" in refused(empty, empty)


def test_settings_of_the_head_judge_both_sides(repository: GitRepository) -> None:
    fits_not = "input: [4, 9, 9]\nlayers:\n  - max_pool: 2\n"
    repository.commit(net=fits_not, other=fits_not)
    repository.file("pyproject.toml", '[tool.reportgen.severity]\nstride-does-not-fit = "error"\n')
    repository.write(net=fits_not.replace("[4,", "[5,"))
    review = against_head()
    assert review.settings
    assert kinds(review) == [("changed", "net"), ("judged", "other")]
    changed, judged = review.networks
    assert [f.severity for f in changed.findings.still if f.name == "stride-does-not-fit"] == ["error"]
    assert [f.severity for f in judged.findings.new if f.name == "stride-does-not-fit"] == ["error"]
    assert [f.severity for f in judged.findings.fixed if f.name == "stride-does-not-fit"] == ["warning"]


def test_settings_of_a_revision_are_read_from_it(repository: GitRepository) -> None:
    text = "input: [4, 9, 9]\nlayers:\n  - max_pool: 2\n"
    first = repository.commit(net=text)
    repository.file("architectures/reportgen.toml", 'ignore = ["stride-does-not-fit"]\n')
    second = repository.commit(net=text.replace("[4,", "[5,"))
    repository.file("architectures/reportgen.toml", "ignore = 3\n")
    (change,) = review_revisions(first, second, Path()).networks
    assert "stride-does-not-fit" not in {f.name for f in (*change.findings.new, *change.findings.still)}
    assert "ignore: expected a list of rules" in refused("HEAD")


def test_settings_that_alter_nothing_are_no_change(repository: GitRepository) -> None:
    repository.commit(net=CONV)
    repository.file("reportgen.toml", "batch = 64\n")
    assert against_head().empty


def test_a_line_more_in_the_settings_is_no_change(repository: GitRepository) -> None:
    budgets = '[budgets.family.architectures]\nmacs = "1G"\n'
    repository.file("reportgen.toml", budgets)
    repository.commit(net=CONV)
    repository.file("reportgen.toml", f'baseline = "v1"\n\n{budgets}')
    repository.write(net=WIDER)
    assert not against_head().settings
    repository.file("reportgen.toml", budgets.replace("1G", "2G"))
    assert against_head().settings


def test_a_folder_of_another_name_and_one_further_down(repository: GitRepository) -> None:
    repository.file("models/net.yml", CONV)
    repository.file("deep/architectures/a/net.yml", CONV)
    repository.commit()
    repository.file("models/net.yml", WIDER)
    repository.file("deep/architectures/a/net.yml", WIDER)
    assert kinds(review_revisions("HEAD", None, Path("models"))) == [("changed", "net")]
    assert kinds(review_revisions("HEAD", None, Path("deep"))) == [("changed", "a/net")]
    assert kinds(review_revisions("HEAD", None, Path("deep/architectures/a"))) == [("changed", "a/net")]


def test_hidden_files_and_other_files_are_no_networks(repository: GitRepository) -> None:
    repository.commit(net=CONV)
    for name in (".hidden/net.yml", "notes.txt", ".net.yml"):
        repository.file(f"architectures/{name}", "not a network")
    assert against_head().empty
    repository.commit()
    assert against_head("HEAD~1").empty


def test_links_between_files_are_followed(repository: GitRepository) -> None:
    repository.write(net=CONV)
    (repository.folder / "architectures/same.yml").symlink_to("net.yml")
    repository.commit()
    repository.write(net=WIDER)
    assert kinds(against_head()) == [("changed", "net"), ("changed", "same")]
    repository.commit()
    assert kinds(review_revisions("HEAD~1", "HEAD", Path())) == [("changed", "net"), ("changed", "same")]


def test_names_that_need_quoting(repository: GitRepository) -> None:
    name = 'archi"tectures/netz\n\u00fc'
    repository.file(f"{name}.yml", CONV)
    repository.commit()
    folder = Path('archi"tectures')
    assert review_revisions("HEAD", None, folder).empty
    repository.file(f"{name}.yml", WIDER)
    assert len(review_revisions("HEAD", None, folder).networks) == 1


def test_a_bare_repository(repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(net=CONV)
    repository.commit(net=WIDER)
    bare = tmp_path / "bare.git"
    repository.git("clone", "-q", "--bare", str(repository.folder), str(bare))
    monkeypatch.chdir(bare)
    review = review_revisions("HEAD~1", "HEAD", Path())
    assert kinds(review) == [("changed", "net")]
    assert review.networks[0].network.source == "architectures/net.yml"
    assert kinds(review_revisions("HEAD~1", "HEAD", Path("architectures"))) == [("changed", "net")]
    assert "no-working-tree: a bare repository has no working tree; name the head's revision" in refused("HEAD~1")


def test_a_shallow_clone(repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = repository.commit(net=CONV)
    repository.commit(net=WIDER)
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth=1", f"file://{repository.folder}", str(shallow))
    monkeypatch.chdir(shallow)
    for revision in (first, "HEAD~1"):
        message = refused(revision)
        assert message.startswith(f"{revision}: unknown-revision: ")
        assert "this clone is shallow" in message
        assert "`git fetch --unshallow`" in message
    assert against_head().empty


def test_a_submodule(repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = GitRepository.made(tmp_path / "inner")
    inner.file("nets/net.yml", CONV)
    inner.commit()
    repository.git("submodule", "--quiet", "add", str(inner.folder), "architectures")
    repository.commit()
    module = GitRepository(repository.folder / "architectures")
    module.file("nets/net.yml", WIDER)
    assert kinds(against_head()) == [("changed", "nets/net")]
    module.commit()
    repository.commit()
    assert kinds(review_revisions("HEAD~1", "HEAD", Path())) == [("changed", "nets/net")]
    assert kinds(review_revisions("HEAD~1", "HEAD", Path("architectures/nets"))) == [("changed", "nets/net")]
    clone = tmp_path / "clone"
    repository.git("clone", "-q", str(repository.folder), str(clone))
    monkeypatch.chdir(clone)
    assert "architectures: no-submodule: this folder is a submodule that is not here; `git submodule" in refused()


def test_revisions_that_are_none(repository: GitRepository) -> None:
    repository.commit(net=CONV)
    for revision in ("nowhere", "--all", "", "HEAD:architectures", "-h"):
        assert f"{revision}: unknown-revision: no commit, branch or tag of this repository" in refused(revision)


def test_a_branch_that_only_the_remote_has(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(net=CONV)
    repository.git("branch", "release")
    repository.git("clone", "-q", str(repository.folder), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    assert "did you mean 'origin/release'?" in refused("release")


def test_outside_of_a_repository_and_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "no-repository: this is not in a git repository; revisions need one" in refused()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no-git: git is not installed or not on the PATH" in refused()


def test_nothing_is_written(repository: GitRepository) -> None:
    repository.commit(net=CONV)
    repository.write(net=WIDER)
    before = {path: path.stat().st_mtime_ns for path in repository.folder.rglob("*") if path.is_file()}
    against_head()
    assert {path: path.stat().st_mtime_ns for path in repository.folder.rglob("*") if path.is_file()} == before


def test_files_that_did_not_change_are_not_analysed(repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(**{f"net{number}": CONV for number in range(20)})
    repository.write(net7=WIDER)
    seen: list[str] = []
    real = analysis.analyse

    def counted(architecture: object, *rest: object) -> object:
        seen.append(architecture.id)
        return real(architecture, *rest)

    monkeypatch.setattr(analysis, "analyse", counted)
    assert kinds(against_head()) == [("changed", "net7")]
    assert seen == ["net7", "net7"]


def test_a_folder_of_another_repository(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(net=CONV)
    repository.write(net=WIDER)
    monkeypatch.chdir(tmp_path)
    assert kinds(review_revisions("HEAD", None, Path("project"))) == [("changed", "net")]
    GitRepository.made(tmp_path / "other").commit()
    monkeypatch.chdir(tmp_path / "other")
    assert kinds(review_revisions("HEAD", None, repository.folder)) == [("changed", "net")]
