"""Roles that say a fact, or the command that loads something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.catalog import Installation
from tests.projects import make_spec

if TYPE_CHECKING:
    from bs4 import Tag

    from tests.projects import Build, Project

FACTS: Final = """\
markup: rst
hdf5:
  description: For *large* data.
  homepage: https://hdf5.example/
  module: hdf5/1.14
  maintainers: [ann, bob]
hdf5@1.12:
  module: hdf5/1.12
  homepage: https://old.example/
zlib:
  Support level: full
"""


def show(project: Project, text: str, facts: str = FACTS) -> Build:
    project.write("facts.yaml", facts)
    project.write("index.rst", f"Title\n=====\n\n{text}\n")
    page = project.build(cache_facts=["facts.yaml"])
    project.touch()
    return page


def shown(page: Build) -> Tag:
    (paragraph,) = page.soup("index.html").select("div.body p")
    return paragraph


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("fact:`hdf5 homepage`", "https://hdf5.example/"),
        ("fact:`hdf5@1.12 homepage`", "https://old.example/"),
        ("fact:`hdf5@1.14 module`", "hdf5/1.14"),
        ("fact:`hdf5@1.12: module`", "hdf5/1.14, hdf5/1.12"),
        ("fact:`hdf5 maintainers`", "ann, bob"),
        ("fact:`zlib Support-Level`", "full"),
        ("fact:`hdf5   description`", "For large data."),
        ("module:`hdf5`", "module load hdf5/1.14"),
        ("module:`hdf5@1.12`", "module load hdf5/1.12"),
    ],
)
def test_a_role_says_what_is_said_of_what_matches(role: str, said: str, hdf5: Project) -> None:
    page = show(hdf5, f":cache:{role}")

    assert page.warnings == []
    assert shown(page).get_text() == said


def test_an_address_is_a_link_and_what_one_types_is_code(hdf5: Project) -> None:
    page = show(hdf5, ":cache:fact:`hdf5 homepage` :cache:fact:`hdf5 module` :cache:module:`hdf5`")

    assert [link["href"] for link in shown(page).select("a")] == ["https://hdf5.example/"]
    assert [code.get_text() for code in shown(page).select("code")] == ["hdf5/1.14", "module load hdf5/1.14"]


def test_a_module_that_an_installation_knows_is_said(project: Project) -> None:
    project.add(make_spec("own", installation=Installation(status="installed", module="own/3")))

    page = show(project, ":cache:fact:`own module` :cache:module:`own`", "own: {note: x}\n")

    assert page.warnings == []
    assert shown(page).get_text() == "own/3 module load own/3"


@pytest.mark.parametrize(
    ("role", "warning"),
    [
        ("fact:`hdf5`", "expected a query and the name of a fact, such as 'hdf5 homepage', found 'hdf5' [cache.query]"),
        ("fact:`hdf5 homepag`", "no fact is named 'homepag'; did you mean homepage? [cache.fact]"),
        ("fact:`zlib homepage`", "no file of facts gives the 'homepage' of 'zlib' [cache.fact]"),
        ("fact:`hdff homepage`", "nothing matches 'hdff': no package 'hdff' in 'develop'"),
        ("fact:`hdf5@9 homepage`", "nothing matches 'hdf5@9' in the tag 'develop'"),
        ("fact:`hdf5@ homepage`", "[cache.query]"),
        ("fact:`site <hdf5 homepage>`", "takes a query and the name of a fact and no title"),
        (
            "module:`zlib`",
            "nothing to load for 'zlib': 1 spec matches, but none is known to be installed, so there",
        ),
        ("module:`hdff`", "did you mean hdf5?"),
    ],
)
def test_what_says_nothing_is_a_warning_with_its_place(role: str, warning: str, hdf5: Project) -> None:
    found = "\n".join(show(hdf5, f":cache:{role}").warnings)

    assert found.count("WARNING") == 1
    assert "index.rst:4: WARNING: " in found
    assert warning in found


def test_what_is_loaded_in_several_ways_is_a_warning(project: Project) -> None:
    modules = {"casper": Installation(status="installed", module="own/2"), "derecho": Installation(status="installed")}
    project.add(*(make_spec("own", stacks=(stack,), installation=made) for stack, made in modules.items()))

    page = show(project, ":cache:module:`own`", "own: {note: x}\n")

    (warning,) = page.warnings
    assert "'own' is loaded differently on each stack: 'module load own/2', 'spack load /" in warning
    assert show(project, ":cache:module:`own stack=derecho`", "own: {note: x}\n").warnings == []


def test_a_document_is_read_again_when_its_fact_changes_and_only_then(hdf5: Project) -> None:
    hdf5.write("fact.rst", ":orphan:\n\nTitle\n=====\n\n:cache:fact:`hdf5 homepage`\n")
    page = show(hdf5, "Text.").outdir / "fact.html"
    first = page.stat().st_mtime_ns

    def written(facts: str) -> int:
        hdf5.write("facts.yaml", facts)
        hdf5.build(cache_facts=["facts.yaml"])
        hdf5.touch()
        return page.stat().st_mtime_ns

    assert written(FACTS.replace("ann", "eve")) == first
    assert written(FACTS.replace("https://hdf5.example/", "https://new.example/")) != first
