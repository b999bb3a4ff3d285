"""The projects whose figures are compared, each built once: of each corpus, and of pages drawn by lot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.consistency import cases
from tests.consistency.generated import TAG, write_generated
from tests.consistency.raw import read_raw
from tests.corpora import CORPORA, PARAMS
from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tests.consistency.cases import Case, Question
    from tests.consistency.raw import RawSpec
    from tests.corpora import Corpus
    from tests.projects import Build

_FEW = 60
"""A list of more specs is left to the pages of packages, which show each spec once."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison:
    """What the pages say, what was built of them, and the cases by the name of their document."""

    specs: list[RawSpec]
    build: Build
    documents: dict[str, list[Case]]


def compare(root: Path, specs: list[RawSpec], documents: dict[str, list[Case]], sources: list[str]) -> Comparison:
    """Build a project of these documents."""
    root.mkdir(exist_ok=True)
    project = Project(root=root)
    names = "".join(f"   {name}\n" for name in documents)
    project.write("index.rst", f"Title\n=====\n\n.. toctree::\n\n{names}")
    for name, found in documents.items():
        project.write(f"{name}.rst", cases.document(found))
    # Whichever tag is meant where none is named, for all these are no guess.
    tags = {spec.tag for spec in specs}
    default = TAG if TAG in tags else None
    build = project.build(cache_sources=sources, cache_default_tag=default)
    return Comparison(specs=specs, build=build, documents=documents)


def ask(questions: Iterable[Question]) -> Iterable[Case]:
    """What is asked beside matrices: a figure of every question, and a list of those whose answer is not long."""
    for number, question in enumerate(questions):
        yield from cases.figures(question)
        if len(question.specs) <= _FEW:
            yield from cases.specs(question)
        if number % 5 == 0 or len(question.specs) <= _FEW:
            yield from cases.packages(question)


def _compare_corpus(corpus: Corpus, root: Path) -> Comparison:
    """The pages that say of each spec what it is in so many keys, as nearly all do that have a tag."""
    folders = sorted({path.parents[1] for path in corpus.paths if b'"target": ' in path.read_bytes()})
    specs = [spec for folder in folders for spec in read_raw(folder)]
    largest = "develop-2025-04-20"
    documents = {}
    for folder in folders:
        whole, *others = cases.questions(specs, folder.name)
        facets, few = (cases.FACETS, None) if folder.name == largest else (("stack", "target", "version"), 4)
        documents[folder.name] = [*cases.matrices(whole, facets=facets), *ask([whole, *others[:few]])]
    documents["all-tags"] = [*cases.tags(specs)]
    return compare(root, specs, documents, [str(folder) for folder in folders])


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A tag of 300 packages, and two smaller ones."""
    root = tmp_path_factory.mktemp("generated")
    write_generated(root / "_cache")
    specs = read_raw(root / "_cache")
    whole, *others = cases.questions(specs, TAG)
    by_query = {each.query: each for each in others}
    without_packages = [facet for facet in cases.FACETS if facet != "package"]
    documents = {
        "whole": [*cases.matrices(whole, facets=("stack", "target"))],
        "matrices": [*cases.matrices(by_query["symbol_suffix=64_"], facets=without_packages)],
        "packages": [case for case in cases.matrices(by_query["py-made2*"]) if "package" in case.text],
        "questions": [*ask([whole, *others]), *cases.tags(specs)],
    }
    return compare(root, specs, documents, ["_cache"])


@pytest.fixture(scope="session")
def _compared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Comparison]:
    """Builds the project of a corpus, once."""
    return cache(lambda name: _compare_corpus(CORPORA[name], tmp_path_factory.mktemp(name)))


@pytest.fixture(params=[*PARAMS, "generated"])
def comparison(request: pytest.FixtureRequest, _compared: Callable[[str], Comparison]) -> Comparison:
    """One project after the other."""
    if request.param in CORPORA:
        return _compared(request.param)
    found: Comparison = request.getfixturevalue(request.param)
    return found
