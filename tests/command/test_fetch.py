"""``fetch``, from a repository on this machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.catalog import load
from sphinxext_cache.command import fetch
from sphinxext_cache.command.fetch import NOTE
from sphinxext_cache.command.repository import Repository
from tests.pages import detail, hash_of, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.command.conftest import Done

    Run = Callable[..., Done]


def _git(folder: Path, *arguments: str) -> str:
    name = ["-c", "user.name=tests", "-c", "user.email=tests@hpc.example", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(folder), *name, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _commit(site: Path) -> None:
    _git(site, "add", "--all")
    _git(site, "commit", "--quiet", "--message", "Pages")


def _page(site: Path, tag: str, name: str, *numbers: int) -> Path:
    file = site / "_cache" / tag / name / "specs.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    details = sorted((detail(number, target=f"zen{number}") for number in numbers), key=lambda each: str(each["hash"]))
    file.write_bytes(page(name, *details, categories=f"[package, {tag}]"))
    return file


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A repository with the layout of that of the public cache: pages of two tags, and other files."""
    site = tmp_path / "site"
    _page(site, "develop", "hdf5", 1, 2)
    _page(site, "develop", "zlib", 3)
    _page(site, "v1.0", "hdf5", 4)
    (site / "README.md").write_text("# The site\n")
    _git(site, "init", "--quiet")
    _git(site, "config", "uploadpack.allowFilter", "true")
    _commit(site)
    return site


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in _names(folder)}


def test_pages_of_a_tag_come_as_they_are_and_nothing_else_does(site: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "docs" / "_cache"

    done = run("fetch", "develop", out, "--site", site.as_uri())

    assert (done.status, done.out) == (0, "")
    assert done.err == f"2 pages of develop in {out}/develop\n"
    assert _names(out) == [f"develop/{NOTE}", "develop/hdf5/specs.md", "develop/zlib/specs.md"]
    assert (out / "develop/hdf5/specs.md").read_bytes() == (site / "_cache/develop/hdf5/specs.md").read_bytes()
    assert load([out]).problems == ()


def test_a_note_says_whence_they_are_and_changes_with_them_alone(site: Path, tmp_path: Path, run: Run) -> None:
    run("fetch", "develop", tmp_path / "out", "--site", site.as_uri())
    note = tmp_path / "out/develop" / NOTE
    before = note.read_text()
    _page(site, "v1.0", "curl", 9)
    _commit(site)

    run("fetch", "develop", tmp_path / "out", "--site", site.as_uri())

    assert f"site: {site.as_uri()}\ntree: {_git(site, 'rev-parse', 'HEAD:_cache/develop')}" in before
    assert note.read_text() == before


def test_several_tags_come_at_once(site: Path, tmp_path: Path, run: Run) -> None:
    done = run("fetch", "develop", "v1.0", tmp_path, "--site", site.as_uri())

    assert done.status == 0
    assert load([tmp_path / "develop", tmp_path / "v1.0"]).tags == ("develop", "v1.0")


def test_a_folder_is_replaced_as_a_whole_and_others_stay(site: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("fetch", "develop", "v1.0", out, "--site", site.as_uri())
    others = _contents(out / "v1.0")
    shutil.rmtree(site / "_cache/develop/zlib")
    _page(site, "develop", "curl", 5)
    _commit(site)

    done = run("fetch", "develop", out, "--site", site.as_uri())

    assert done.status == 0
    assert _names(out / "develop") == [NOTE, "curl/specs.md", "hdf5/specs.md"]
    assert _contents(out / "v1.0") == others
    assert sorted(path.name for path in out.iterdir()) == ["develop", "v1.0"]


def test_only_what_is_selected_is_kept(site: Path, tmp_path: Path, run: Run) -> None:
    done = run("fetch", "develop", tmp_path / "out", "--site", site.as_uri(), "--select", "target=zen2,zen3")

    assert done.status == 0
    catalog = load([tmp_path / "out"], hidden_stacks=())
    assert sorted(spec.hash or "" for spec in catalog.specs("*")) == sorted([hash_of(2), hash_of(3)])
    assert {spec.stacks for spec in catalog.specs("*")} == {("e4s", "root")}


def _no_such_tag(site: Path, patch: pytest.MonkeyPatch) -> tuple[str, str, str]:  # noqa: ARG001 as the others
    return "develp", site.as_uri(), "no tag 'develp' at"


def _no_repository(site: Path, patch: pytest.MonkeyPatch) -> tuple[str, str, str]:  # noqa: ARG001 as the others
    return "develop", f"{site.as_uri()}-gone", "nothing could be fetched from"


def _no_pages(site: Path, patch: pytest.MonkeyPatch) -> tuple[str, str, str]:  # noqa: ARG001 as the others
    shutil.rmtree(site / "_cache")
    _commit(site)
    return "develop", site.as_uri(), "no folder '_cache' at"


def _no_git(site: Path, patch: pytest.MonkeyPatch) -> tuple[str, str, str]:
    patch.setenv("PATH", str(site))
    return "develop", site.as_uri(), "git is not installed; it is needed to fetch pages"


def _full_disk(site: Path, patch: pytest.MonkeyPatch) -> tuple[str, str, str]:
    def take(*_arguments: object) -> int:
        raise OSError(28, "No space left on device", "specs.md")

    patch.setattr(fetch, "_take_all", take)
    return "develop", site.as_uri(), "specs.md: No space left on device"


def _interrupted(site: Path, patch: pytest.MonkeyPatch) -> tuple[str, str, str]:
    def take(*_arguments: object) -> int:
        raise KeyboardInterrupt

    patch.setattr(fetch, "_take_all", take)
    return "develop", site.as_uri(), ""


@pytest.mark.parametrize("fault", [_no_such_tag, _no_repository, _no_pages, _no_git, _full_disk, _interrupted])
def test_what_was_there_stays_if_it_fails(
    fault: Callable[..., tuple[str, str, str]], site: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run("fetch", "develop", out, "--site", site.as_uri())
    before = _contents(out)
    tag, address, message = fault(site, monkeypatch)

    done = run("fetch", tag, out, "--site", address)

    assert done.status in {1, 130}
    assert message in done.err
    assert "Traceback" not in done.err
    assert _contents(out) == before


def test_a_folder_that_was_not_there_is_not_there_if_it_fails(site: Path, tmp_path: Path, run: Run) -> None:
    done = run("fetch", "develp", tmp_path / "docs/_cache", "--site", site.as_uri())

    assert "did you mean develop?" in done.err
    assert not (tmp_path / "docs").exists()


def test_a_selection_of_nothing_replaces_nothing(site: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out"
    run("fetch", "develop", out, "--site", site.as_uri())
    before = _contents(out)

    done = run("fetch", "develop", out, "--site", site.as_uri(), "--select", "hdf")

    assert done.status == 1
    assert "did you mean hdf5?" in done.err
    assert _contents(out) == before


def test_a_folder_that_it_did_not_write_is_not_replaced(site: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "out/develop").mkdir(parents=True)
    (tmp_path / "out/develop/mine.rst").write_text("Mine\n====\n")

    done = run("fetch", "develop", tmp_path / "out", "--site", site.as_uri())

    assert done.status == 1
    assert "exists, but was not written by 'fetch'; remove it, or choose another folder" in done.err
    assert _names(tmp_path / "out") == ["develop/mine.rst"]


def test_a_tag_without_pages_replaces_nothing(site: Path, tmp_path: Path, run: Run) -> None:
    (site / "_cache/empty").mkdir()
    (site / "_cache/empty/README.txt").write_text("Nothing yet.")
    _commit(site)

    done = run("fetch", "empty", tmp_path / "out", "--site", site.as_uri())

    assert done.status == 1
    assert "empty has no pages; nothing was replaced" in done.err
    assert not (tmp_path / "out").exists()


def test_a_link_is_not_replaced(site: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/develop").symlink_to(site)

    done = run("fetch", "develop", tmp_path / "out", "--site", site.as_uri())

    assert done.status == 1
    assert (tmp_path / "out/develop").is_symlink()


@pytest.mark.parametrize("tag", ["../v1.0", "a/b", ".git", "a b", ""])
def test_a_tag_that_is_no_name_is_refused(tag: str, site: Path, tmp_path: Path, run: Run) -> None:
    done = run("fetch", "--site", site.as_uri(), "--", tag, tmp_path / "out")

    assert done.status == 2
    assert "is not a name of letters, digits and '_.+-'" in done.err
    assert not (tmp_path / "out").exists()


def test_a_tag_that_looks_like_an_option_is_refused(site: Path, tmp_path: Path, run: Run) -> None:
    done = run("fetch", "--site", site.as_uri(), "--", "--upload-pack=touch", tmp_path / "out")

    assert done.status == 2
    assert "unrecognized arguments: --upload-pack=touch" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["ext::sh -c true", "--upload-pack=true", "/srv/site", "fd::17", "ftp://x/y"])
def test_an_address_that_would_run_something_is_refused(address: str, tmp_path: Path, run: Run) -> None:
    done = run("fetch", "develop", tmp_path / "out", f"--site={address}")

    assert done.status == 2
    assert "is not the URL of a repository; it must begin with https://, ssh:// or file://" in done.err


def test_no_password_is_shown_or_written(site: Path, tmp_path: Path, run: Run) -> None:
    done = run("fetch", "develop", tmp_path, "--site", "http://somebody:secret@127.0.0.1:9/site")

    assert done.status == 1
    assert "http://127.0.0.1:9/site" in done.err
    assert "secret" not in done.err
    assert site.exists()


def test_links_in_the_repository_are_not_followed(site: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "private.md").write_text("private")
    (site / "_cache/develop/link.md").symlink_to(tmp_path / "private.md")
    _commit(site)

    run("fetch", "develop", tmp_path / "out", "--site", site.as_uri())

    link = tmp_path / "out/develop/link.md"
    assert not link.is_symlink()
    assert link.read_text() == str(tmp_path / "private.md")


def test_it_is_not_misled_by_the_git_that_runs_it(
    site: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(site / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(site))

    done = run("fetch", "develop", tmp_path / "out", "--site", site.as_uri())

    assert done.status == 0
    assert _names(site / "_cache") == ["develop/hdf5/specs.md", "develop/zlib/specs.md", "v1.0/hdf5/specs.md"]


def test_nothing_but_pages_of_the_tag_is_fetched(site: Path, tmp_path: Path) -> None:
    (site / "_cache/develop/hdf5/spec-0.json").write_text("{}")
    _commit(site)
    names = ("develop/hdf5/specs.md", "develop/hdf5/spec-0.json", "v1.0/hdf5/specs.md")
    wanted, *others = (_git(site, "rev-parse", f"HEAD:_cache/{name}").strip() for name in names)

    repository = Repository(site.as_uri(), tmp_path / "fetched")
    repository.check_out(["develop"])

    missing = _git(tmp_path / "fetched", "rev-list", "--objects", "--all", "--missing=print").splitlines()
    assert f"?{wanted}" not in missing
    assert {f"?{other}" for other in others} <= {*missing}


def test_a_folder_that_cannot_be_put_in_place_leaves_the_other_there(
    site: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run("fetch", "develop", out, "--site", site.as_uri())
    before = _contents(out)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.parent.name == "new":
            raise OSError(5, "Input/output error", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    done = run("fetch", "develop", out, "--site", site.as_uri())

    assert done.status == 1
    assert "Input/output error" in done.err
    assert _contents(out) == before


def test_tags_are_listed_with_the_default_one_first_and_nothing_is_written(
    site: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _page(site, "develop-2025-10-12", "hdf5", 5)
    _page(site, "v1.10", "hdf5", 6)
    _commit(site)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    done = run("fetch", "--list", "--site", site.as_uri())

    assert (done.status, done.err) == (0, "")
    assert done.out.split() == ["develop", "v1.10", "v1.0", "develop-2025-10-12"]
    assert _names(tmp_path / "here") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give at least one TAG, then the folder OUT; to list the tags, use --list"),
        (["develop"], "give at least one TAG, then the folder OUT; to list the tags, use --list"),
        (["--list", "develop"], "--list takes no TAG and no OUT"),
    ],
)
def test_what_is_not_named_is_asked_for(arguments: list[str], message: str, run: Run) -> None:
    done = run("fetch", *arguments)

    assert done.status == 2
    assert message in done.err
