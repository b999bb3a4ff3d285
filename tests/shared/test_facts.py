"""Facts about a real installation: each is where it belongs, and what is about nothing is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from sphinxext_cache.catalog import load
from sphinxext_cache.catalog.fact_files.form import form_of_facts
from tests.corpora import SHARED
from tests.facts import FactsFolder

if TYPE_CHECKING:
    from pathlib import Path

_DATABASE: Final = SHARED / "spack/database/v7-derecho.json"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not _DATABASE.is_file(), reason="there are no real files of Spack beside the checkout"),
]


def test_a_module_index_of_an_installation_is_joined_with_what_is_shown_of_it_exactly(tmp_path: Path) -> None:
    catalog = load([_DATABASE])
    graph, specs = catalog.graph(), catalog.specs("*")
    hidden = {each.hash for spec in specs for each, _found in graph.dependencies(spec) or ()} - {s.hash for s in specs}
    modules = {spec.hash: f"{spec.package}/{spec.version}-{spec.hash}" for spec in specs}
    modules |= {key: f"hidden/{key}" for key in hidden} | {number * 32: "lost/1" for number in "abcd"}
    folder = FactsFolder(tmp_path)
    entries = (f"  {key}:\n    path: /home/x\n    use_name: {name}\n" for key, name in modules.items())
    folder.write("module-index.yaml", "module_index:\n" + "".join(entries))

    facts = folder.read(catalog)

    assert len(specs) > 600
    assert hidden
    assert {spec.hash: facts.module(spec) for spec in specs} == {spec.hash: modules[spec.hash] for spec in specs}
    (problem,) = facts.problems
    assert problem.message == "4 hashes are not in any source: /aaaaaaa, /bbbbbbb, /ccccccc, …"


def test_a_form_of_an_installation_has_room_for_all_that_is_shown_of_it(tmp_path: Path) -> None:
    catalog = load([_DATABASE])
    folder = FactsFolder(tmp_path)

    folder.write("facts.yaml", form_of_facts(catalog).replace("  licence:\n", "  licence: MIT\n"))

    facts = folder.read(catalog)
    assert facts.problems == ()
    assert all(facts.of_spec(spec)["licence"].value == "MIT" for spec in catalog.specs("*"))
