"""Queries ask for facts where no variant has the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.catalog import Installation
from sphinxext_cache.domain.questions import WhyQuestion, why
from tests.facts import CATALOG, FactsFolder, catalog_of
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Packages of which a file says how well they are supported."""
    folder = FactsFolder(tmp_path)
    folder.write(
        "facts.yaml", "hdf5: {support: full, mpi: yes}\nhdf5@1.12: {support: limited}\nzlib: {support: full}\n"
    )
    return CATALOG.with_facts(folder.read())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("support=full", ["hdf5@1.14.5", "zlib@1.3.1"]),
        ("hdf5 support=limited", ["hdf5@1.12.3"]),
        ("support=full,limited", ["hdf5@1.14.5", "hdf5@1.12.3", "zlib@1.3.1"]),
        ("support=f*", ["hdf5@1.14.5", "zlib@1.3.1"]),
        ("support=* target=zen4", ["hdf5@1.14.5"]),
        ("tag=v0.23.1 support=limited", ["hdf5@1.12.3"]),
        ("support=none", []),
        ("support:=full", []),
    ],
)
def test_queries_choose_by_facts(catalog: Catalog, query: str, found: list[str]) -> None:
    assert [f"{spec.package}@{spec.version}" for spec in catalog.specs(query)] == found


def test_a_module_is_asked_for_that_only_an_installation_knows(tmp_path: Path) -> None:
    installed = make_spec("app", version="1", installation=Installation(module="app/1"))
    said = make_spec("app", version="2", installation=Installation(module="app/2"))
    catalog = catalog_of(installed, said)
    folder = FactsFolder(tmp_path)
    folder.write("facts.yaml", "app@2: {module: own/2}\n")

    assert catalog.specs("module=app/*") == (said, installed)
    assert catalog.with_facts(folder.read(catalog)).specs("module=app/*") == (installed,)
    assert catalog.specs("module=none") == ()
    assert why(catalog, WhyQuestion("module=none", None))[0] == "the specs that match the rest do not have module=none"


def test_a_variant_of_the_name_of_a_fact_is_meant(catalog: Catalog) -> None:
    assert catalog.specs("hdf5 mpi=yes") == ()
    assert len(catalog.specs("hdf5+mpi")) == len(catalog.specs("hdf5"))


def test_a_value_that_no_fact_has_suggests_one(catalog: Catalog) -> None:
    assert why(catalog, WhyQuestion("support=ful", None)) == ("no value 'ful' of 'support'; did you mean full?", True)


def test_what_meets_no_two_conditions_at_once_is_said(catalog: Catalog) -> None:
    reason, _is_mistake = why(catalog, WhyQuestion("zlib support=limited", None))

    assert reason == "the specs that match the rest do not have support=limited"
