from __future__ import annotations

import contextlib
import gc
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinxext_cache.catalog import Code, Problem, QuerySyntaxError, SourceFolder, expand_sources, load, survey
from sphinxext_cache.catalog.sources.regular_files import read_regular
from tests.hostile import write_hostile_tree
from tests.pages import TAG, detail, hash_of, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.corpora import Corpus


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A source of two packages in one tag."""
    write(tmp_path / "cache/develop/zlib/specs.md", page("zlib", detail(1), categories="[package, develop]"))
    write(tmp_path / "cache/develop/hdf5/specs.md", page("hdf5", detail(2), categories="[package, develop]"))
    return tmp_path / "cache"


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def names(folder: Path | str, **options: Any) -> list[str]:  # noqa: ANN401 an option of any type
    return [package.name for package in load([folder], **options).packages()]


# --- Sources -----------------------------------------------------------------------------------------------------


def test_no_sources_are_an_empty_catalog_without_problems() -> None:
    catalog = load([])
    assert catalog.tags == ()
    assert catalog.problems == ()


def test_pages_are_found_wherever_they_lie(cache: Path) -> None:
    write(cache / "a/b/c/d/e/whatever.md", page("png", detail(3), categories="[package, develop]"))
    write(cache / "root-level.md", page("gcc", detail(4), categories="[package, develop]"))
    assert names(cache) == ["gcc", "hdf5", "png", "zlib"]
    assert load([cache]).problems == ()


def test_a_source_is_text_or_a_path(cache: Path) -> None:
    assert load([str(cache)]) == load([cache])


def test_a_source_may_be_relative_to_the_working_folder(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(cache.parent)
    package = load(["cache"]).package("zlib")
    assert package is not None
    assert package.file == os.path.join("cache", "develop", "zlib", "specs.md")  # noqa: PTH118 the text matters


def test_a_missing_source_is_a_problem_that_names_it(tmp_path: Path) -> None:
    (problem,) = load([tmp_path / "nowhere"]).problems
    assert problem.code is Code.SOURCE
    assert f"'{tmp_path / 'nowhere'}' is neither a folder nor a file" in problem.message


def test_a_source_that_is_a_file_is_a_problem(cache: Path) -> None:
    (problem,) = load([cache / "develop/zlib/specs.md"]).problems
    assert problem.code is Code.SOURCE


@pytest.mark.parametrize("files", [{}, {"README.md": b"# Read me\n"}, {"specs.txt": b"---\nlayout: cache\n---"}])
def test_a_source_without_pages_is_a_problem_that_names_it(tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        write(tmp_path / name, data)
    (problem,) = load([tmp_path]).problems
    assert problem.code is Code.SOURCE
    assert f"'{tmp_path}' contains neither pages of a build cache" in problem.message


def test_one_bad_source_does_not_hide_the_others(cache: Path, tmp_path: Path) -> None:
    catalog = load([tmp_path / "nowhere", cache])
    assert [problem.code for problem in catalog.problems] == [Code.SOURCE]
    assert [package.name for package in catalog.packages()] == ["hdf5", "zlib"]


def test_globs_name_several_sources(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / f"cache{number}/p/specs.md", page(f"p{number}", detail(number)))
    write(tmp_path / "cache3.md", b"no folder")
    assert names(tmp_path / "cache*") == ["p1", "p2"]
    found, problems = expand_sources([tmp_path / "cache[12]", tmp_path / "cache1"])
    assert found == [SourceFolder(tmp_path / "cache1"), SourceFolder(tmp_path / "cache2")]
    assert problems == []


def test_a_folder_whose_name_looks_like_a_glob_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "cache[1]/specs.md", page("zlib", detail()))
    assert names(tmp_path / "cache[1]") == ["zlib"]


def test_a_glob_that_fits_nothing_is_a_problem(tmp_path: Path) -> None:
    (problem,) = load([tmp_path / "*.cache"]).problems
    assert problem.code is Code.SOURCE


@pytest.mark.parametrize("order", [(".", "develop"), ("develop", "."), (".", "."), (".", "develop/..")])
def test_overlapping_sources_are_read_once(cache: Path, order: tuple[str, str]) -> None:
    catalog = load([cache / part for part in order])
    assert catalog.problems == ()
    assert [package.name for package in catalog.packages()] == ["hdf5", "zlib"]


def test_other_documents_beside_pages_pass_silently(cache: Path) -> None:
    write(cache / "README.md", b"# Read me\n")
    write(cache / "develop/index.md", b"---\ntitle: All packages\nlayout: list\n---\n")
    write(cache / "develop/notes.md", b"---\nbroken: [\n---\n")
    write(cache / "develop/junk.md", bytes(range(256)))
    write(cache / "develop/data.json", b"{}")
    assert load([cache]).problems == ()
    assert names(cache) == ["hdf5", "zlib"]


def test_hidden_files_and_folders_are_passed_over(cache: Path) -> None:
    write(cache / ".git/specs.md", page("png", detail(3)))
    write(cache / "develop/.#specs.md", page("gcc", detail(4)))
    assert load([cache]).tags == ("develop",)


# --- The file system ---------------------------------------------------------------------------------------------


def test_links_are_followed(cache: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/png/specs.md", page("png", detail(3), categories="[package, develop]"))
    (cache / "linked").symlink_to(tmp_path / "elsewhere")
    assert names(cache) == ["hdf5", "png", "zlib"]


def test_links_that_lead_round_in_a_circle_end(cache: Path) -> None:
    (cache / "develop/again").symlink_to(cache)
    (cache / "develop/zlib/up").symlink_to("..")
    (cache / "aaa").symlink_to("develop")
    catalog = load([cache])
    assert catalog.problems == ()
    assert [package.file for package in catalog.packages()] == [
        str(cache / "develop/hdf5/specs.md"),
        str(cache / "develop/zlib/specs.md"),
    ]


def test_a_link_to_itself_hides_nothing(cache: Path) -> None:
    (cache / "loop").symlink_to("loop")
    (cache / "develop/hdf5/loop.md").symlink_to("loop.md")
    catalog = load([cache])
    assert [package.name for package in catalog.packages()] == ["hdf5", "zlib"]
    (problem,) = catalog.problems
    assert (problem.code, problem.file) == (Code.SOURCE, str(cache / "develop/hdf5/loop.md"))


def test_two_links_to_one_page_are_one_page(cache: Path) -> None:
    (cache / "develop/zlib/again.md").symlink_to("specs.md")
    catalog = load([cache])
    assert catalog.problems == ()
    assert len(catalog.packages()) == 2


def test_a_link_that_leads_nowhere_is_a_problem_with_its_place(cache: Path) -> None:
    (cache / "develop/gone.md").symlink_to("nowhere.md")
    (cache / "develop/gone.txt").symlink_to("nowhere.txt")
    (problem,) = load([cache]).problems
    assert (problem.code, problem.file) == (Code.SOURCE, str(cache / "develop/gone.md"))
    assert "cannot be read" in problem.message


def test_a_file_that_cannot_be_read_is_a_problem_with_its_place(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = str(cache / "develop/hdf5/specs.md")
    real_open = os.open

    def refuse(path: str, flags: int) -> int:
        if path == blocked:
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags)

    monkeypatch.setattr("os.open", refuse)
    catalog = load([cache])
    assert catalog.problems == (Problem(code=Code.SOURCE, message="cannot be read: Permission denied", file=blocked),)
    assert [package.name for package in catalog.packages()] == ["zlib"]


def test_a_folder_that_cannot_be_read_is_a_problem_with_its_place(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = str(cache / "develop/hdf5")
    real_scandir = os.scandir

    def refuse(path: str) -> object:
        if path == blocked:
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    catalog = load([cache])
    assert catalog.problems == (Problem(code=Code.SOURCE, message="cannot be read: Permission denied", file=blocked),)
    assert [package.name for package in catalog.packages()] == ["zlib"]


def test_what_is_no_regular_file_is_not_opened(cache: Path) -> None:
    os.mkfifo(cache / "develop/x.md")
    (cache / "develop/folder.md").mkdir()
    catalog = load([cache])
    assert catalog.problems == ()
    assert len(catalog.packages()) == 2


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened, contextlib.chdir(path.parent):  # a long path is none for a socket
        opened.bind(path.name)


def _folder(path: Path) -> None:
    write(path / "png.md", page("png", detail(3), categories="[package, develop]"))


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _link_to_pipe(path: Path) -> None:
    os.mkfifo(path.with_name("pipe"))
    path.symlink_to("pipe")


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (_pipe, "a named pipe"),
        (_link_to_pipe, "a named pipe"),
        (_socket, "a socket"),
        (_folder, "a folder"),
        (_device, "a device"),
    ],
)
def test_what_is_called_like_a_page_must_be_a_file(cache: Path, make: Callable[[Path], None], found: str) -> None:
    place = cache / "develop/odd/specs.md"
    place.parent.mkdir()
    make(place)
    catalog = load([cache, cache / "develop"])
    assert catalog.problems == (
        Problem(code=Code.SOURCE, message=f"is {found}: a file with this name must be a page", file=str(place)),
    )
    assert [package.name for package in catalog.packages()] == ["hdf5", *["png"] * (found == "a folder"), "zlib"]


@pytest.mark.parametrize("make", [_pipe, _link_to_pipe, _socket, _folder, _device])
def test_reading_waits_for_nothing_but_a_regular_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Even if it was one a moment ago."""
    make(tmp_path / "specs.md")
    with pytest.raises(OSError, match=r"not a file|No such device"):
        read_regular(str(tmp_path / "specs.md"))


def test_the_beginning_of_a_file_is_read_alone(tmp_path: Path) -> None:
    write(tmp_path / "a", b"0123456789")
    assert [read_regular(str(tmp_path / "a"), most) for most in (4, 10, 99)] == [b"0123", b"0123456789", b"0123456789"]


def test_a_lockfile_that_is_none_is_told_and_other_json_is_passed_over(cache: Path) -> None:
    for name in ("a/spack.lock", "index.json", "d/index.json", ".spack/index.json", "data.json"):
        write(cache / name, b"{}")

    (problem,) = load([cache]).problems

    assert (problem.code, problem.file) == (Code.SOURCE, str(cache / "a/spack.lock"))
    assert problem.message.startswith("is not a supported file: expected a lockfile, ")
    assert names(cache) == ["hdf5", "zlib"]


def test_a_file_name_that_cannot_be_printed_is_shown_with_escapes(tmp_path: Path) -> None:
    write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n.md")), page("zlib", detail(), layout=None))
    (problem,) = load([tmp_path]).problems
    assert problem.file == f"{tmp_path}/\\udcff\\n.md"


@pytest.mark.parametrize("use", [load, survey])
def test_the_collector_of_garbage_is_off_while_files_are_read(
    cache: Path, use: Callable[[list[Path]], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    real_open = os.open

    def note(path: str, flags: int) -> int:
        seen.append(gc.isenabled())
        return real_open(path, flags)

    monkeypatch.setattr("os.open", note)

    use([cache])

    assert seen == [False, False]
    assert gc.isenabled()


# --- What enters the catalog -------------------------------------------------------------------------------------


def test_a_package_described_twice_counts_once(cache: Path) -> None:
    write(cache / "develop/zlib/twice.md", page("zlib", detail(9), categories="[package, develop]"))
    catalog = load([cache])
    (problem,) = catalog.problems
    assert (problem.code, problem.file, problem.line) == (Code.DUPLICATE, str(cache / "develop/zlib/twice.md"), 1)
    assert str(cache / "develop/zlib/specs.md") in problem.message
    package = catalog.package("zlib")
    assert package is not None
    assert package.specs[0].hash == hash_of(1)


def test_the_same_package_in_two_tags_is_no_duplicate(cache: Path) -> None:
    write(cache / "v1.0/zlib/specs.md", page("zlib", detail(1), categories="[package, v1.0]"))
    catalog = load([cache])
    assert catalog.problems == ()
    assert catalog.tags == ("develop", "v1.0")


def test_select_keeps_only_the_specs_that_match(tmp_path: Path) -> None:
    write(tmp_path / "a.md", page("hdf5", detail(1, target="zen4"), detail(2)))
    write(tmp_path / "b.md", page("zlib", detail(3)))
    catalog = load([tmp_path], select="target=zen4")
    assert catalog.problems == ()
    assert [(package.name, len(package.specs)) for package in catalog.packages()] == [("hdf5", 1)]


def test_select_that_matches_nothing_gives_an_empty_catalog_and_says_why(cache: Path) -> None:
    catalog = load([cache], select="no-such-package")
    assert catalog.tags == ()
    (problem,) = catalog.problems
    assert problem.code is Code.EMPTY
    assert "matches none of the specs that were read: no package 'no-such-package'" in problem.message


def test_select_sees_stacks_as_the_catalog_shows_them(cache: Path) -> None:
    assert load([cache], select="stack=root").tags == ()
    assert load([cache], select="stack=root", hidden_stacks=()).tags == ("develop",)


def test_select_that_is_no_query_is_an_error(cache: Path) -> None:
    with pytest.raises(QuerySyntaxError):
        load([cache], select="@@")


def test_a_page_without_specs_enters_the_catalog_unless_something_is_selected(tmp_path: Path) -> None:
    write(tmp_path / "a.md", page("zlib"))
    assert names(tmp_path) == ["zlib"]
    assert load([tmp_path], select="zlib").problems == ()


def test_root_is_no_stack_unless_asked_for(cache: Path) -> None:
    assert load([cache]).stacks() == ("e4s",)
    assert load([cache], hidden_stacks=()).stacks() == ("e4s", "root")
    assert load([cache], hidden_stacks=("root", "e4s")).stacks() == ()


def test_hidden_stacks_do_not_contradict_meta(cache: Path) -> None:
    assert load([cache], hidden_stacks=("root", "e4s", "no-such-stack")).problems == ()


def test_the_default_tag_can_be_named(cache: Path) -> None:
    write(cache / "v1.0/zlib/specs.md", page("zlib", detail(1), categories="[package, v1.0]"))
    assert load([cache], default_tag="v1.0").tags == ("v1.0", "develop")


_PAGES = {
    "a": page("zlib", detail(1)),
    "b": page("hdf5", detail(2), detail(3)),
    "c": page("zlib", detail(4), categories="[package, v1.0]"),
    "d": page("png", detail(5), layout=None),
    "e": page("gcc", detail(6), detail(6)),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(order=st.permutations(sorted(_PAGES)))
def test_pages_in_any_order_give_an_equal_catalog(
    order: list[str], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    for name in sorted(_PAGES):
        write(folder / f"{name}.md", _PAGES[name])
    real_scandir = os.scandir

    class Shuffled:
        def __init__(self, path: str) -> None:
            with real_scandir(path) as entries:
                self.entries = sorted(entries, key=lambda entry: order.index(entry.name[0]))

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    expected = load([folder])
    with monkeypatch.context() as patch:
        patch.setattr("os.scandir", Shuffled)
        shuffled = load([folder])
    assert shuffled == expected
    assert [str(problem) for problem in shuffled.problems] == [str(problem) for problem in expected.problems]


# --- All at once -------------------------------------------------------------------------------------------------


def test_no_broken_page_stops_the_others_or_hides_another(tmp_path: Path) -> None:
    tree = write_hostile_tree(tmp_path)
    catalog = load([tmp_path])
    told: dict[str, set[Code]] = {}
    for problem in catalog.problems:
        told.setdefault(Path(problem.file).relative_to(tmp_path).as_posix(), set()).add(problem.code)
        assert problem.line > 0 or problem.code is Code.SOURCE, problem
    assert told == tree.broken
    assert len(tree.good) == 20
    assert {package.name for package in catalog.packages(tree.tag)} == {*tree.good, *tree.partial}
    assert catalog.tags == (tree.tag,) == (TAG,)


def test_pages_of_every_generation_are_loaded_and_only_what_stands_twice_is_told(corpus: Corpus) -> None:
    catalog = load([corpus.root])
    assert len(catalog.tags) == corpus.tags
    assert sum(len(catalog.packages(tag)) for tag in catalog.tags) == corpus.pages - 1
    # 'legacy' holds one package in both forms of 2022.
    assert [(problem.code, Path(problem.file).name) for problem in catalog.problems] == [(Code.DUPLICATE, "specs.md")]


def test_pages_of_the_site_are_loaded_without_problems(corpus: Corpus) -> None:
    catalog = load([corpus.site])
    assert catalog.problems == ()
    assert catalog.default_tag == max(tag for tag in catalog.tags if tag.startswith("v"))
    assert sum(len(catalog.packages(tag)) for tag in catalog.tags) == len(corpus.paths)
