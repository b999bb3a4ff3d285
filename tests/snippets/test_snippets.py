"""The snippets of the documentation, in both markups: what each gives, against a stored doctree.

Where a change of a doctree is meant, ``pytest tests/snippets --force-regen`` stores the new ones; read their difference
before you commit it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from docutils import nodes
from sphinx.addnodes import number_reference

from sphinxext_cache.documents.directives import DIRECTIVES
from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_regressions.file_regression import FileRegressionFixture

    from tests.projects import Build

ROOT: Final = Path(__file__).parents[2]
SNIPPETS: Final = ROOT / "docs" / "snippets"
DOCTREES: Final = Path(__file__).parent / "doctrees"
SUFFIXES: Final = {"rst": ".rst", "myst": ".md"}
"""The folder of each markup, and the suffix of its files."""
NAMES: Final = sorted(path.stem for path in (SNIPPETS / "rst").iterdir())

WITHOUT_SNIPPET: Final = {
    "noindex": "Sphinx's older name of no-index",
    "noindexentry": "Sphinx's older name of no-index-entry",
    "nocontentsentry": "Sphinx's older name of no-contents-entry",
    "no-typesetting": "Sphinx's; it hides all that cache:package is there to show",
}
"""The options that need no snippet, and why."""

_DIRECTIVE: Final = {
    "rst": re.compile(r"^\.\. cache:(\w+)::.*\n((?:   :.*\n)*)", re.MULTILINE),
    "myst": re.compile(r"^(?:```|:::)\{cache:(\w+)\}.*\n((?::.*\n)*)", re.MULTILINE),
}
_OPTION: Final = re.compile(r"^ *:([\w-]+):", re.MULTILINE)
_ROLE: Final = re.compile(r"[:{]cache:(\w+)[:}]`")


@pytest.fixture(scope="module", params=SUFFIXES)
def markup(request: pytest.FixtureRequest) -> str:
    """Each markup in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Build]:
    """All snippets of each markup, built."""
    return {markup: _build(markup, tmp_path_factory.mktemp(markup)) for markup in SUFFIXES}


@pytest.fixture(scope="module")
def doctrees(builds: Mapping[str, Build]) -> Mapping[str, Mapping[str, str]]:
    """The resolved doctree of each snippet as XML, by markup and name."""
    return {
        markup: {name: _xml(built.app.env.get_and_resolve_doctree(name, built.app.builder)) for name in NAMES}
        for markup, built in builds.items()
    }


def _build(markup: str, folder: Path) -> Build:
    """Build all snippets of a markup, each a document, with a builder that has docutils tables."""
    project = Project(root=folder)
    shutil.copytree(SNIPPETS / markup, folder, dirs_exist_ok=True)
    entries = "".join(f"   {name} <{name}>\n" for name in NAMES)
    project.write("index.rst", f"Snippets\n========\n\n.. toctree::\n   :hidden:\n\n{entries}")
    return project.build(
        "xml",
        cache_sources=[
            str(ROOT / "example_project" / "_cache"),
            {"path": str(ROOT / "docs" / "installed.json"), "stack": "cluster"},
        ],
        cache_facts=[str(ROOT / "docs" / "facts.yaml")],
        cache_default_tag="develop-2025-10-12",
        html_baseurl="https://docs.hpc.example",
        myst_enable_extensions=["colon_fence"],
        nitpicky=True,
        numfig=True,
    )


def _xml(document: nodes.document) -> str:
    """A doctree as XML, without what rightly differs between the markups or the versions of Sphinx.

    That is the path of the source; what Sphinx counts of translations, and the older names of its options; text that
    MyST, but not reStructuredText, splits at the end of a line; and that a link of MyST is called one, where the role
    that says the same is called by its name, and `any` shows its text as code. Nor does a number say how many tables
    other snippets have.
    """
    document.attributes.pop("source", None)
    document.attributes.pop("translation_progress", None)
    for node in list(document.findall(nodes.Element)):
        for option in WITHOUT_SNIPPET:
            node.attributes.pop(option, None)
        if "xref" in node["classes"] and {"any", "myst", "std-ref"} & set(node["classes"]):
            node.parent.replace(node, nodes.inline("", "", *node.children))
    for reference in document.findall(number_reference):
        for text in list(reference.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(re.sub(r"\d+", "N", text)))
    xml = document.asdom()
    xml.normalize()
    pretty: str = xml.toprettyxml(indent=" ")
    return pretty


def test_no_snippet_warns(markup: str, builds: Mapping[str, Build]) -> None:
    assert builds[markup].warnings == []


@pytest.mark.parametrize("name", NAMES)
def test_a_snippet_gives_the_stored_doctree(
    name: str, doctrees: Mapping[str, Mapping[str, str]], file_regression: FileRegressionFixture
) -> None:
    file_regression.check(doctrees["rst"][name], fullpath=DOCTREES / f"{name}.xml")


@pytest.mark.parametrize("name", NAMES)
def test_a_snippet_gives_the_same_in_both_markups(name: str, doctrees: Mapping[str, Mapping[str, str]]) -> None:
    assert doctrees["myst"][name] == doctrees["rst"][name]


def test_each_doctree_is_of_a_snippet() -> None:
    assert sorted(path.stem for path in DOCTREES.iterdir()) == NAMES


def test_each_snippet_is_there_in_both_markups(markup: str) -> None:
    assert {path.name for path in (SNIPPETS / markup).iterdir()} == {f"{name}{SUFFIXES[markup]}" for name in NAMES}


def test_each_directive_has_a_snippet_of_each_option(markup: str) -> None:
    shown = {
        (directive, option)
        for text in _texts(markup)
        for directive, options in _DIRECTIVE[markup].findall(text)
        for option in ("", *_OPTION.findall(options))
    }
    expected = {
        (directive, option)
        for directive, made in DIRECTIVES.items()
        for option in ("", *(made.option_spec or ()))
        if option not in WITHOUT_SNIPPET
    }
    assert shown == expected


def test_each_role_has_a_snippet(markup: str, builds: Mapping[str, Build]) -> None:
    shown = {role for text in _texts(markup) for role in _ROLE.findall(text)}
    assert shown == set(builds[markup].domain.roles)


def test_the_documentation_shows_each_snippet() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.rst"))
    shown = re.findall(r"^\s*\.\. snippet:: (\S+)$", pages, re.MULTILINE)
    assert sorted(shown) == NAMES, "each once"


def _texts(markup: str) -> list[str]:
    return [(SNIPPETS / markup / f"{name}{SUFFIXES[markup]}").read_text(encoding="utf-8") for name in NAMES]
