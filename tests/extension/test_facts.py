"""Files of facts are found as sources are, read once in a build, and looked at again in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.facts import said
from tests.projects import make_hash, make_spec

if TYPE_CHECKING:
    from tests.projects import Build, Project

NAMES_NOTHING: Final = "is neither a file nor a folder"


def note(build: Build) -> object:
    """What is said of HDF5 in a note."""
    (spec, *_) = build.domain.catalog.specs("hdf5")
    return said(build.domain.catalog.facts, spec).get("note")


def test_a_build_knows_the_facts_of_its_catalog(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("facts/b.yaml", "hdf5: {note: b, support: full}\n")
    hdf5.write("facts/a.csv", "package,note\nhdf5,a\n")

    build = hdf5.build(cache_facts=["facts/b.yaml", "facts/*.csv"])

    assert build.warnings == []
    assert note(build) == "a"
    assert list(build.domain.catalog.facts.names) == ["note", "support"]


def test_without_files_nothing_is_said(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")

    facts = hdf5.build().domain.catalog.facts

    assert (facts.names, facts.digest) == ({}, "")


def test_what_is_wrong_with_facts_is_a_warning_with_its_place(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    file = hdf5.write("facts.yaml", "hdf5:\n  homepage: javascript:alert(1)\nhdff: {note: x}\n")

    gone, unsafe, unknown = hdf5.build(cache_facts=["facts.yaml", "gone.yaml"]).warnings

    assert gone == f"WARNING: '{hdf5.root / 'gone.yaml'}' in 'cache_facts' {NAMES_NOTHING} [cache.source]"
    assert unsafe.startswith(
        f"{file}:2: WARNING: 'homepage' of 'hdf5' is wrong: 'javascript:alert(1)' is not an http(s)"
    )
    assert unsafe.endswith(" [cache.unsafe]")
    assert unknown.startswith(f"{file}:3: WARNING: 'hdff' matches nothing: no package 'hdff' in any tag")
    assert unknown.endswith("; did you mean hdf5? [cache.fact]")


def test_one_kind_of_warning_is_silenced_by_its_code(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("facts.yaml", "hdff: {note: x}\n")

    assert hdf5.build(cache_facts=["facts.yaml"], suppress_warnings=["cache.fact"]).warnings == []


def test_an_address_is_no_file(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")

    (warning,) = hdf5.build(cache_facts=["https://example.org/facts.yaml"]).warnings

    assert "'https://example.org/facts.yaml' in 'cache_facts' is a URL, and builds do not download anything" in warning


def test_facts_are_no_documents(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("facts/README.md", "# How we write facts\n")
    hdf5.write("facts/a.yaml", "hdf5: {note: a}\n")

    build = hdf5.build(cache_facts=["facts"])

    assert note(build) == "a"


def test_a_change_of_a_fact_is_seen_by_the_next_build(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("facts.yaml", "hdf5: {note: a}\n")
    assert note(hdf5.build(cache_facts=["facts.yaml"])) == "a"
    hdf5.write("facts.yaml", "hdf5: {note: b}\n")

    assert note(hdf5.build(cache_facts=["facts.yaml"])) == "b"


def test_facts_are_about_packages_that_come_later(hdf5: Project) -> None:
    hdf5.write("index.rst", "Title\n=====\n")
    hdf5.write("facts.yaml", "new: {note: a}\n")
    (warning,) = hdf5.build(cache_facts=["facts.yaml"]).warnings
    assert "'new' matches nothing" in warning
    hdf5.add(make_spec("new"))

    assert hdf5.build(cache_facts=["facts.yaml"]).warnings == []


def test_modules_of_1000_hashes_reach_a_build_with_one_warning_for_those_that_are_in_no_source(
    project: Project,
) -> None:
    specs = [make_spec(f"pkg{number:02}", version=f"1.{build}") for number in range(50) for build in range(20)]
    modules = {spec.hash: f"{spec.package}/{spec.version}-{spec.hash}" for spec in specs}
    lost = {make_hash(f"lost {number}"): f"lost/{number}" for number in range(400)}
    project.add(*specs)
    project.write("index.rst", "Title\n=====\n")
    entries = (f"  {key}:\n    path: /opt/{name}\n    use_name: {name}\n" for key, name in (modules | lost).items())
    project.write("module-index.yaml", "module_index:\n" + "".join(entries))

    build = project.build(cache_facts=["module-index.yaml"])

    catalog = build.domain.catalog
    assert {spec.hash: catalog.facts.module(spec) for spec in catalog.specs("*")} == modules
    assert len(modules) == 1000
    (warning,) = build.warnings
    assert "400 hashes are not in any source: /" in warning
    assert warning.endswith(" [cache.fact]")
