"""A survey knows whether a catalog would be another than before, and makes none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.catalog import FrontMatterReader, load, survey
from tests.hostile import write_hostile_tree
from tests.listing import Listing, node
from tests.pages import detail, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinxext_cache.catalog import Source
    from tests.corpora import Corpus


def write(path: Path, *numbers: int) -> None:
    """A page of zlib."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page("zlib", *map(detail, numbers), categories="[package, develop]"))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A source in which a package is described twice, and of which a part cannot be used."""
    folder = tmp_path / "cache"
    write(folder / "a/specs.md", 1)
    write(folder / "b/specs.md", 2)
    (folder / "README.md").write_text("# Read me\n", encoding="utf-8")
    (folder / "gone.md").symlink_to("nowhere.md")
    (folder / "spack.lock").write_text("{}", encoding="utf-8")
    return folder


def test_a_survey_gives_the_digest_of_a_catalog_that_would_be_the_same(cache: Path) -> None:
    assert survey([cache]) == load([cache]).digest != ""


def test_a_survey_of_all_that_can_be_found_gives_the_digest_of_its_catalog(corpus: Corpus, tmp_path: Path) -> None:
    write_hostile_tree(tmp_path)
    listing = Listing(tmp_path / "listing.json")
    listing.write(node("hdf5", 1))
    sources: list[Path | Source] = [corpus.root, tmp_path, listing, tmp_path / "nowhere", corpus.root / "*"]

    assert survey(sources) == load(sources).digest


def test_a_survey_makes_nothing_of_what_it_reads(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = load([cache]).digest
    monkeypatch.setattr(FrontMatterReader, "read", None)

    assert survey([cache]) == expected


def _edit_in_place(cache: Path) -> None:
    """Only its content tells that the file is another."""
    file = cache / "a/specs.md"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"gcc", b"icc"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


def _swap(cache: Path) -> None:
    """Of two pages of a package the first counts."""
    (cache / "a").rename(cache / "c")


def _swap_contents(cache: Path) -> None:
    write(cache / "a/specs.md", 2)
    write(cache / "b/specs.md", 1)


def _link_instead_of_copy(cache: Path) -> None:
    """Two paths of one file are no two files."""
    (cache / "b/specs.md").unlink()
    (cache / "b/specs.md").symlink_to("../a/specs.md")


def _another_fault(cache: Path) -> None:
    (cache / "gone.md").unlink()
    (cache / "gone.md").symlink_to("gone.md")


def _pipe_instead(cache: Path) -> None:
    """It is not waited for either."""
    (cache / "a/specs.md").unlink()
    os.mkfifo(cache / "a/specs.md")


@pytest.mark.parametrize(
    "change",
    [
        _edit_in_place,
        _swap,
        _swap_contents,
        _link_instead_of_copy,
        lambda cache: (cache / "b/specs.md").unlink(),
        lambda cache: write(cache / "c/specs.md", 3),
        lambda cache: write(cache / "nowhere.md", 3),
        lambda cache: (cache / "spack.lock").rename(cache / "index.json"),
        lambda cache: (cache / "a/.buildinfo").touch(),
        _pipe_instead,
        _another_fault,
        lambda cache: (cache / "c/specs.md").mkdir(parents=True),
        lambda cache: cache.rename(cache.with_name("elsewhere")),
    ],
)
def test_whatever_makes_another_catalog_is_seen(cache: Path, change: Callable[[Path], object]) -> None:
    write(cache / "b/specs.md", 1)
    before = load([cache])

    change(cache)

    after = load([cache])
    assert after != before
    assert survey([cache]) == after.digest != before.digest


@pytest.mark.parametrize(
    "options",
    [
        {"select": "zlib"},
        {"select": "target=zen4"},
        {"default_tag": "develop"},
        {"hidden_stacks": ()},
        {"hidden_stacks": ("root", "e4s")},
    ],
)
def test_what_is_asked_for_counts(cache: Path, options: dict[str, Any]) -> None:
    assert survey([cache], **options) == load([cache], **options).digest != survey([cache])


def test_hidden_stacks_count_in_no_order(cache: Path) -> None:
    assert survey([cache], hidden_stacks={"root", "e4s"}) == survey([cache], hidden_stacks=("e4s", "root"))


def test_a_folder_that_is_not_entered_counts_only_where_it_is(cache: Path, tmp_path: Path) -> None:
    assert survey([cache], exclude=[cache / "b"]) != survey([cache]) == survey([cache], exclude=[tmp_path / "out"])


def test_what_is_not_read_does_not_count(cache: Path) -> None:
    before = survey([cache])

    (cache / "a/data.txt").write_text("{}", encoding="utf-8")
    write(cache / ".git/specs.md", 3)
    os.utime(cache / "a/specs.md", (0, 0))

    assert survey([cache]) == before


def test_the_order_of_sources_counts(cache: Path) -> None:
    assert survey([cache / "a", cache / "b"]) != survey([cache / "b", cache / "a"])


def test_what_a_source_says_of_all_its_packages_counts(tmp_path: Path) -> None:
    listing = Listing(tmp_path / "listing.json")
    listing.write(node("hdf5", 1))

    digests = [survey([Listing(listing.file, tag, stack)]) for tag in ("a", "b") for stack in ("c", "d")]

    assert len(set(digests)) == len(digests)
    assert survey([listing]) == load([listing]).digest


@pytest.mark.parametrize("use", [lambda sources: load(sources).digest, survey])
def test_each_file_is_read_once_in_however_many_sources_it_lies(
    cache: Path, use: Callable[[list[Path]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real_open = os.open

    def note(path: str, flags: int) -> int:
        opened.append(path)
        return real_open(path, flags)

    monkeypatch.setattr("os.open", note)
    (cache / "c").symlink_to("a")

    use([cache, cache / "a", cache / "c", cache.parent])

    assert len(opened) == len(set(opened)) == len([*cache.glob("**/*.md"), *cache.glob("**/*.lock")])


def test_it_counts_which_file_is_not_read_again(cache: Path) -> None:
    """Where there is nothing else in a source, that file says whether the source is one."""
    other = cache.with_name("other")
    other.mkdir()
    (other / "link.md").symlink_to(cache / "a/specs.md")
    before = load([cache, other])

    (other / "link.md").unlink()
    (other / "link.md").symlink_to(cache / "README.md")

    after = load([cache, other])
    assert len(after.problems) == len(before.problems) + 1
    assert survey([cache, other]) == after.digest != before.digest


def test_a_file_that_cannot_be_read_counts(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_open = os.open

    def refuse(path: str, flags: int) -> int:
        if path.endswith("a/specs.md"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags)

    before = survey([cache])
    monkeypatch.setattr("os.open", refuse)

    assert survey([cache]) == load([cache]).digest != before


def test_a_folder_that_cannot_be_read_counts(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/empty"):
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    (cache / "empty").mkdir()
    before = survey([cache])
    monkeypatch.setattr("os.scandir", refuse)

    assert survey([cache]) == load([cache]).digest != before


def test_the_digest_of_a_catalog_is_one_of_what_was_read_then(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = survey([cache])
    real_read = FrontMatterReader.read

    def read_and_change(self: FrontMatterReader, data: bytes, file: str = "", digest: str = "") -> object:
        write(cache / "b/specs.md", 7)
        write(cache / "a/specs.md", 7)
        return real_read(self, data, file, digest)

    monkeypatch.setattr(FrontMatterReader, "read", read_and_change)
    catalog = load([cache / "a"])

    assert [spec.hash for spec in catalog.specs()] != [spec.hash for spec in load([cache / "a"]).specs()]
    assert catalog.digest != survey([cache / "a"])
    assert survey([cache]) != before
