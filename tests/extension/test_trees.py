"""``cache:tree``: what specs are built on, and what is built on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.catalog import Dependency, Installation
from sphinxext_cache.tables.tree import MOST_LEVELS, MOST_LINES
from tests import spack_files as spack
from tests.projects import make_hash, make_spec

if TYPE_CHECKING:
    from bs4 import Tag

    from sphinxext_cache.catalog import Spec
    from tests.projects import Build, Project


def _needs(*specs: Spec, types: tuple[str, ...] = ("link",), virtuals: tuple[str, ...] = ()) -> tuple[Dependency, ...]:
    return tuple(Dependency(name=each.package, hash=each.hash, types=types, virtuals=virtuals) for each in specs)


def _spec(name: str, *on: Dependency, version: str = "1.0", **fields: Any) -> Spec:  # noqa: ANN401 a field of any type
    return make_spec(name, version=version, dependencies=on, hash=make_hash(f"{name}{version}"), **fields)


def _show(project: Project, directive: str, **conf: Any) -> Build:  # noqa: ANN401 a value of any type
    project.write("index.rst", f"Title\n=====\n\n{directive}\n")
    return project.build(**conf)


def _lines(page: Build) -> list[str]:
    """The lines of the trees of a page, each with two blanks for each level."""
    return [line for tree in page.soup("index.html").select(".cache-tree > ul") for line in _lines_of(tree)]


def _lines_of(items: Tag, level: int = 0) -> list[str]:
    found: list[str] = []
    for item in items.find_all("li", recursive=False):
        details = item.find("details", recursive=False)
        below = (details or item).find("ul", recursive=False)
        if below is not None:
            (details or below).extract()
        found.append("  " * level + " ".join(item.get_text().split()))
        found += _lines_of(below, level + 1) if below is not None else []
    return found


@pytest.fixture
def stack(project: Project) -> Project:
    """A small stack, in which zlib is at the bottom."""
    zlib = _spec("zlib", compiler="gcc@7.5.0")
    cmake = _spec("cmake", *_needs(zlib))
    mpich = _spec("mpich", *_needs(zlib), target="zen4", installation=Installation(external=True))
    on = (*_needs(zlib), *_needs(cmake, types=("build",)), *_needs(mpich, types=("build", "link"), virtuals=("mpi",)))
    project.add(zlib, cmake, mpich, _spec("hdf5", *on))
    return project


def _short(name: str, version: str = "1.0") -> str:
    return f"/{make_hash(f'{name}{version}')[:7]}"


def test_a_tree_shows_what_is_needed_to_run(stack: Project) -> None:
    page = _show(stack, ".. cache:tree:: hdf5")

    assert page.warnings == []
    assert _lines(page) == [
        f"hdf5@1.0 %gcc@13.2.0 {_short('hdf5')}",
        f"  mpich@1.0 target=zen4 {_short('mpich')} (as mpi, external)",
        f"    zlib@1.0 %gcc@7.5.0 {_short('zlib')}",
        f"  zlib@1.0 %gcc@7.5.0 {_short('zlib')}",
    ]


def test_types_choose_the_dependencies(stack: Project) -> None:
    page = _show(stack, ".. cache:tree:: hdf5\n   :types: build")

    assert [line.split()[0] for line in _lines(page)] == ["hdf5@1.0", "cmake@1.0", "mpich@1.0"]
    assert _lines(page)[1].endswith("(build)")


def test_a_depth_bounds_the_levels(stack: Project) -> None:
    page = _show(stack, ".. cache:tree:: hdf5\n   :depth: 1")

    assert [line.split("@")[0] for line in _lines(page)] == ["hdf5", "  mpich", "  zlib"]


def test_reversed_it_shows_what_is_built_on_a_spec_what_somebody_asked_for_first(project: Project) -> None:
    zlib = _spec("zlib")
    needed = _spec("a-library", *_needs(zlib), installation=Installation(explicit=False))
    asked_for = _spec("tool", *_needs(zlib), installation=Installation(explicit=True))
    builder = _spec("builder", *_needs(zlib, types=("build",)))
    project.add(zlib, needed, asked_for, builder)

    page = _show(project, ".. cache:tree:: zlib\n   :reverse:")

    assert [line.split("@")[0] for line in _lines(page)] == ["zlib", "  tool", "  a-library"]


def test_what_is_below_a_spec_is_said_once(project: Project) -> None:
    last = _spec("last")
    shared = _spec("shared", *_needs(last))
    above = _spec("above", *_needs(shared))
    project.add(last, shared, above, _spec("root", *_needs(above, shared)))

    page = _show(project, ".. cache:tree:: root")

    assert [line.replace(_short(line.split("@")[0].strip()), "") for line in _lines(page)] == [
        "root@1.0 %gcc@13.2.0 ",
        "  above@1.0 ",
        "    shared@1.0  (see below)",
        "  shared@1.0 ",
        "    last@1.0 ",
    ]


def test_lines_lead_to_pages_and_rows(stack: Project) -> None:
    tree = _show(stack, ".. cache:tree:: hdf5\n   :depth: 1").soup("index.html").select_one(".cache-tree")

    assert tree is not None
    assert [link["href"] for link in tree.select("a")][:2] == [
        "cache/develop/packages/hdf5.html",
        f"cache/develop/packages/hdf5.html#{make_hash('hdf51.0')}",
    ]


def test_what_is_not_shown_has_no_links_but_a_tree_if_it_is_asked_for(project: Project) -> None:
    zlib = spack.Made(name="zlib")
    hdf5 = spack.Made(name="hdf5", on=[(zlib, ("link",), ())])
    spack.write(project.root / "hpc/spack.lock", spack.lockfile([hdf5, zlib], [hdf5]))

    page = _show(project, ".. cache:tree:: zlib\n   :reverse:", cache_sources=["hpc"])

    assert page.warnings == []
    assert [line.split("@")[0] for line in _lines(page)] == ["zlib", "  hdf5"]
    links = [link.get_text() for link in page.soup("index.html").select(".cache-tree a")]
    assert links == ["hdf5@1.2.5", f"/{hdf5.hash[:7]}"]


def test_the_first_levels_are_open(project: Project) -> None:
    names = ["a", "b", "c", "d", "e"]
    specs = [_spec("e")]
    for name in reversed(names[:-1]):
        specs.append(_spec(name, *_needs(specs[-1])))
    project.add(*specs)

    details = _show(project, ".. cache:tree:: a").soup("index.html").select(".cache-tree details")

    assert [each.has_attr("open") for each in details] == [True, True, False, False]


def test_each_spec_that_matches_has_a_tree_with_the_variants_in_which_it_differs(project: Project) -> None:
    project.add(
        _spec("hdf5", version="1.2", variants=("+cxx", "~mpi")), _spec("hdf5", version="1.1", variants=("+cxx", "+mpi"))
    )

    page = _show(project, ".. cache:tree:: hdf5")

    assert _lines(page) == [
        f"hdf5@1.2 %gcc@13.2.0 ~mpi {_short('hdf5', '1.2')} (no dependencies)",
        f"hdf5@1.1 %gcc@13.2.0 +mpi {_short('hdf5', '1.1')} (no dependencies)",
    ]


def test_a_limit_bounds_the_trees_and_says_so(project: Project) -> None:
    project.add(*(_spec("hdf5", version=f"1.{number}") for number in range(4)))

    page = _show(project, ".. cache:tree:: hdf5\n   :limit: 3")

    assert len(_lines(page)) == 3
    remark = page.soup("index.html").select_one(".cache-tree .cache-remark")
    assert remark is not None
    assert remark.get_text() == "The first 3 of 4 specs."


def test_it_warns_where_dependencies_are_unknown(project: Project) -> None:
    project.add(make_spec("hdf5"), _spec("zlib"))

    page = _show(project, ".. cache:tree:: hdf5\n\n.. cache:tree:: hdf5\n   :reverse:")

    (warning,) = page.warnings
    assert "index.rst:4: WARNING: no tree of 'hdf5': the dependencies of these specs are not known" in warning
    assert "[cache.empty]" in warning
    assert _lines(page)[0].endswith("(no dependents)")


def test_it_says_what_the_author_says_where_there_is_nothing_to_show(project: Project) -> None:
    project.add(make_spec("hdf5"))

    page = _show(project, ".. cache:tree:: hdf5\n   :empty: Ask *us*.")

    assert page.warnings == []
    assert "Ask us." in page.soup("index.html").get_text()


def test_a_query_that_matches_nothing_warns_as_everywhere(stack: Project) -> None:
    (warning,) = _show(stack, ".. cache:tree:: hdf").warnings

    assert "did you mean hdf5?" in warning


def test_a_circle_is_gone_through_once(project: Project) -> None:
    hash_ = make_hash("b1.0")
    first = _spec("a", Dependency(name="b", hash=hash_, types=("link",)))
    project.add(first, _spec("b", *_needs(first)))

    page = _show(project, ".. cache:tree:: a\n   :allow-empty:")

    assert [line.split()[0] for line in _lines(page)] == ["a@1.0", "b@1.0", "a@1.0"]
    assert _lines(page)[-1].endswith("(see above)")


def test_a_tree_of_too_many_lines_counts_what_it_leaves_out(project: Project) -> None:
    below = [_spec(f"p{number}") for number in range(MOST_LINES + 9)]
    project.add(_spec("root", *_needs(*below)), *below)

    lines = _lines(_show(project, ".. cache:tree:: root", cache_pages=None))

    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == "  … and 10 more"


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_a_deep_tree_comes_to_an_end(builder: str, project: Project) -> None:
    specs = [_spec("p0")]
    for number in range(1, 300):
        specs.append(_spec(f"p{number}", *_needs(specs[-1])))
    project.add(*specs)
    project.write("index.rst", "Title\n=====\n\n.. cache:tree:: p299\n")

    page = project.build(builder, cache_pages=None)

    assert page.warnings == []
    name = {"html": "index.html", "latex": "projectnamenotset.tex", "text": "index.txt"}[builder]
    found = page.text(name)
    assert f"p{299 - MOST_LEVELS}@" in found
    assert f"p{299 - MOST_LEVELS - 1}@" not in found
    assert "and 1 more" in found


def test_a_dependency_that_is_nowhere_is_named(project: Project) -> None:
    hash_ = make_hash("nowhere")
    project.add(_spec("hdf5", Dependency(name="zlib", hash=hash_), Dependency(name="szip")))

    lines = _lines(_show(project, ".. cache:tree:: hdf5"))

    assert lines[1:] == ["  szip", f"  zlib /{hash_[:7]}"]


def test_no_more_than_four_lists_are_within_each_other_in_latex(project: Project) -> None:
    specs = [_spec("p0")]
    for number in range(1, 8):
        specs.append(_spec(f"p{number}", *_needs(specs[-1])))
    project.add(*specs)
    project.write("index.rst", "Title\n=====\n\n- one\n\n  - two\n\n    .. cache:tree:: p7\n")

    text = project.build("latex").text("projectnamenotset.tex")

    depth = deepest = 0
    for line in text.splitlines():
        depth += line.count(r"\begin{itemize}") - line.count(r"\end{itemize}")
        deepest = max(deepest, depth)
    assert deepest == 4
    assert r"\hspace*{6em}" in text


def test_a_tree_has_a_number_and_a_name(stack: Project) -> None:
    text = "See :numref:`needs`.\n\n.. cache:tree:: hdf5\n   :caption: What *it* needs\n   :name: needs\n   :class: own"

    page = _show(stack, text, numfig=True)

    assert page.warnings == []
    tree = page.soup("index.html").select_one("#needs.cache-tree.own")
    assert tree is not None
    caption = tree.select_one(".cache-caption")
    assert caption is not None
    assert caption.get_text().startswith("Table 1 What it needs")
    assert "See Table 1." in page.soup("index.html").get_text()


def test_in_a_book_a_tree_does_not_fold(stack: Project) -> None:
    stack.write("index.rst", "Title\n=====\n\n.. cache:tree:: hdf5\n")

    soup = stack.build("epub").soup("index.xhtml")

    assert soup.select(".cache-tree ul ul")
    assert not soup.select("details")


def test_a_document_is_read_again_when_its_tree_changes_and_only_then(stack: Project) -> None:
    stack.write("tree.rst", ":orphan:\n\nTitle\n=====\n\n.. cache:tree:: hdf5\n")
    _show(stack, "Nothing.")

    def build() -> tuple[int, str]:
        page = stack.build()
        return (page.outdir / "tree.html").stat().st_mtime_ns, page.text("tree.html")

    first = build()
    stack.add(make_spec("other"))
    stack.touch()
    assert build() == first

    stack.add(_spec("zlib", compiler="gcc@8"))
    stack.touch()
    assert "%gcc@8" in build()[1]
