"""Facts: what is said about packages and specs, and which of two things that are said counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.catalog import Installation
from sphinxext_cache.catalog.fact_files.load import load_facts, survey_facts
from sphinxext_cache.catalog.facts import Extra, Fact, FactKind, Facts
from tests.facts import BEFORE, CATALOG, NEW, NUMPY, OLD, ZLIB, FactsFolder, catalog_of, said
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> FactsFolder:
    return FactsFolder(tmp_path)


# --- What a file says ------------------------------------------------------------------------------------------------


def test_a_file_says_something_of_each_package_that_it_names(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5:\n  description: A file format.\n  support: full\nzlib:\n  support: none\n")

    facts = folder.read()

    assert facts.problems == ()
    assert said(facts, NEW) == {"description": "A file format.", "support": "full"}
    assert said(facts, ZLIB) == {"support": "none"}
    assert said(facts, NUMPY) == {}
    assert facts.of_package("develop", "hdf5") == facts.of_package("v0.23.1", "hdf5") == facts.of_spec(NEW)


@pytest.mark.parametrize("key", ["hdf5", f"/{NEW.hash}", f"hdf5@{NEW.version}", "hdf5 tag=develop", "hdf5*", "zlib"])
def test_of_several_specs_a_file_says_what_it_says_of_each(key: str, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"{key}: {{support: full}}\nnumpy: {{support: none}}\nhdf5: {{note: Ask us.}}\n")

    facts, specs = folder.read(), (NEW, OLD, BEFORE, NUMPY, ZLIB)

    assert facts.of_specs(specs) == [facts.of_spec(spec) for spec in specs]


def test_specs_of_which_nothing_is_said_apart_have_what_is_said_of_their_package(folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"hdf5: {{note: Ask us.}}\n/{NEW.hash}: {{support: full}}\n")

    facts = folder.read()
    new, old = facts.of_specs((NEW, OLD))

    assert old is facts.of_package("develop", "hdf5")
    assert new == {"note": facts.of_spec(NEW)["note"], "support": facts.of_spec(NEW)["support"]}


def test_every_value_is_the_string_that_was_written(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {since: 1.10, default: yes, day: 2024-01-01, none: ~, empty: ''}\n")

    assert said(folder.read(), NEW) == {"since": "1.10", "default": "yes", "day": "2024-01-01"}


def test_a_value_of_several_lines_is_one_line(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5:\n  description: |\n    A file\n\n    \tformat.\n")

    assert said(folder.read(), NEW) == {"description": "A file format."}


def test_a_list_is_a_list_whose_values_are_there_once(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {field: [physics, climate, physics]}\n")

    facts = folder.read()

    assert said(facts, NEW) == {"field": ("physics", "climate")}
    assert facts.names["field"].is_list


def test_a_name_may_be_written_as_a_title_of_a_column(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {Support level: full, License: MIT}\n")

    assert said(folder.read(), NEW) == {"support-level": "full", "licence": "MIT"}


def test_a_file_says_in_which_markup_its_texts_are(folder: FactsFolder) -> None:
    folder.write("rst.yaml", "hdf5: {description: '*A* format.', module: hdf5/1}\nmarkup: reStructuredText\n")
    folder.write("plain.yaml", "zlib: {description: '*A* library.'}\n")
    folder.write("md.yaml", "markup: md\npy-numpy: {description: '*Arrays*.'}\n")

    facts = folder.read()

    assert facts.problems == ()
    assert facts.of_spec(NEW)["description"].markup == "rst"
    assert facts.of_spec(NEW)["module"].markup == ""
    assert facts.of_spec(ZLIB)["description"].markup == ""
    assert facts.of_spec(NUMPY)["description"].markup == "md"


def test_a_fact_knows_where_it_is_said_and_is_equal_wherever_that_is(folder: FactsFolder) -> None:
    file = folder.write("facts.yaml", "# Facts\nhdf5:\n  support: full\n")

    (fact,) = folder.read().of_spec(NEW).values()

    assert (fact.file, fact.line) == (str(file), 3)
    assert fact == Fact(value="full")
    assert repr(fact) == repr(Fact(value="full"))


def test_a_package_may_be_called_like_a_key_of_ours(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "markup: {support: full}\nextra: {support: none}\n")

    assert [line.split(":")[1] for line in folder.told()] == [" 'markup' matches nothing", " 'extra' matches nothing"]


def test_variants_are_described_by_their_names(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5:\n  variants: {mpi: Parallel files., homepage: Not an address.}\n")

    facts = folder.read()

    assert facts.of_variants("hdf5") == {
        "mpi": Fact(value="Parallel files."),
        "homepage": Fact(value="Not an address."),
    }
    assert facts.of_variants("zlib") == {}
    assert (facts.names, facts.problems) == ({}, ())


def test_software_that_is_in_no_source_is_an_extra_row(folder: FactsFolder) -> None:
    folder.write(
        "facts.yaml", "extra:\n- {name: Matlab, version: R2024b, compiler: none, seats: 100}\n- name: My Code\n"
    )

    facts = folder.read()

    assert facts.problems == ()
    assert facts.extra == (
        Extra(name="Matlab", version="R2024b", facts={"compiler": Fact(value="none"), "seats": Fact(value="100")}),
        Extra(name="My Code", version="", facts={}),
    )
    assert list(facts.names) == ["seats"]


# --- What a key is about ---------------------------------------------------------------------------------------------


def test_a_query_is_about_the_specs_that_match_in_any_tag(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "'hdf5@1.12:1.13': {module: hdf5/1.12}\n")

    facts = folder.read()

    assert said(facts, OLD) == said(facts, BEFORE) == {"module": "hdf5/1.12"}
    assert said(facts, NEW) == {}
    assert facts.of_package("develop", "hdf5") == {}


@pytest.mark.parametrize("length", [5, 32])
def test_a_hash_is_about_its_spec(length: int, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"/{(NEW.hash or '')[:length]}: {{note: default}}\n")

    facts = folder.read()

    assert facts.problems == ()
    assert (said(facts, NEW), said(facts, OLD)) == ({"note": "default"}, {})


def test_a_pattern_is_about_all_packages_whose_names_fit(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "'py-*': {field: Python}\n")

    facts = folder.read()

    assert facts.of_package("develop", "py-numpy") == {"field": Fact(value="Python")}
    assert said(facts, ZLIB) == {}


def test_a_package_of_a_tag_is_the_package_there(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {support: full, note: old}\n'hdf5 tag=develop': {note: new}\n")

    facts = folder.read()

    assert facts.of_package("develop", "hdf5")["note"].value == "new"
    assert facts.of_package("v0.23.1", "hdf5")["note"].value == "old"
    assert said(facts, NEW) == {"support": "full", "note": "new"}


@pytest.mark.parametrize(("kind", "name"), [("stack", "e4s"), ("target", "zen4"), ("tag", "v0.23.1")])
def test_a_query_that_only_names_a_thing_is_about_the_thing_and_not_about_its_specs(
    kind: str, name: str, folder: FactsFolder
) -> None:
    folder.write("facts.yaml", f"{kind}={name}: {{title: A name}}\n")

    facts = folder.read()

    assert facts.of_thing(kind, name) == {"title": Fact(value="A name")}
    assert facts.title(kind, name) == "A name"
    assert facts.title(kind, "other") == "other"
    assert not any(said(facts, spec) for spec in (OLD, NEW, BEFORE))


def test_a_package_has_a_title_by_which_it_is_shown(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {title: HDF5}\n")

    facts = folder.read()

    assert facts.title("package", "hdf5", "develop") == "HDF5"
    assert facts.title("package", "zlib", "develop") == "zlib"


# --- Which counts ----------------------------------------------------------------------------------------------------


def test_the_more_precise_fact_counts_wherever_it_is_said(folder: FactsFolder) -> None:
    hash_ = f"/{NEW.hash}"
    folder.write("1.yaml", f"{hash_}: {{a: hash}}\n'hdf5@1.14:': {{a: query, b: query}}\n")
    folder.write("2.yaml", "'hdf5': {a: name, b: name, c: name}\n")
    folder.write("3.yaml", "'hdf*': {a: pattern, b: pattern, c: pattern, d: pattern}\n")

    assert said(folder.read(), NEW) == {"a": "hash", "b": "query", "c": "name", "d": "pattern"}


@pytest.mark.parametrize("key", ["hdf5", "hdf*", "hdf5@1.14:", f"/{NEW.hash}", "hdf5 tag=develop"])
def test_of_two_facts_as_precise_that_of_the_later_file_counts(key: str, folder: FactsFolder) -> None:
    folder.write("b.yaml", f'"{key}": {{a: first, b: first}}\n')
    folder.write("a.yaml", f'"{key}": {{b: second}}\n')

    facts = folder.read()

    assert facts.problems == ()
    assert said(facts, NEW) == {"a": "first", "b": "second"}


def test_a_module_that_is_said_counts_before_one_that_an_installation_knows(folder: FactsFolder) -> None:
    known, both, neither = (
        make_spec(version=str(number), installation=Installation(module=module))
        for number, module in enumerate(["known/1", "known/2", None])
    )
    folder.write("facts.yaml", "'hdf5@1': {module: said/1}\n")

    facts = folder.read(catalog_of(known, both, neither))

    assert [facts.module(spec) for spec in (known, both, neither)] == ["known/1", "said/1", ""]


def test_specs_that_have_no_hash_are_told_apart(folder: FactsFolder) -> None:
    old, new = make_spec(version="1", hash=None), make_spec(version="2", hash=None)
    folder.write("facts.yaml", "'hdf5@1': {note: x}\nhdf5@2: {note: y}\n")

    facts = folder.read(catalog_of(old, new))

    assert (said(facts, old), said(facts, new)) == ({"note": "x"}, {"note": "y"})


# --- What it takes to show facts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["10", "9.5", "-3"], FactKind.NUMBER),
        (["10", "about 9"], FactKind.TEXT),
        (["2024-01-31", "2023-12-01"], FactKind.DATE),
        (["2024-01-31", "2023-02-30"], FactKind.TEXT),
        (["https://a.org/x", "http://b.org"], FactKind.ADDRESS),
        (["https://a.org/x", "javascript:1"], FactKind.TEXT),
    ],
)
def test_all_values_of_a_name_decide_of_which_kind_they_are(
    values: list[str], kind: FactKind, folder: FactsFolder
) -> None:
    for number, value in enumerate(values):
        folder.write(f"{number}.yaml", f"'hdf5@1.{12 + number}': {{own: '{value}'}}\nhdf5: {{own: '{value}'}}\n")

    assert folder.read().names["own"].kind is kind


def test_what_is_called_by_a_name_of_ours_is_no_number(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {module: '2024'}\n")

    assert folder.read().names["module"].kind is FactKind.TEXT


@pytest.mark.parametrize(
    "values",
    [["9", "10"], ["2023-12-01", "2024-01-31"], ["node9", "node10"], ["9, 10", "10, 1"], ["1.25", "1.5"], ["-3", "2"]],
)
def test_facts_sort_by_their_kind(values: list[str], folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"hdf5: {{own: [{values[1]}]}}\nzlib: {{own: [{values[0]}]}}\n")

    facts = folder.read()
    found = [facts.of_spec(spec)["own"] for spec in (NEW, ZLIB)]

    assert [fact.text for fact in sorted(found, key=facts.names["own"].key)] == values


def test_names_of_ours_come_first(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {support: full, note: x, since: '2020', title: HDF5}\n")

    assert list(folder.read().names) == ["title", "note", "support", "since"]


def test_a_condition_asks_for_any_of_some_values(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {support: full, field: [physics, climate]}\n")

    facts = folder.read()

    assert facts.accepts(NEW, "support", ("none", "full"))
    assert facts.accepts(NEW, "field", ("climate",))
    assert facts.accepts(NEW, "field", ("phys*",))
    assert not facts.accepts(NEW, "support", ("ful",))
    assert not facts.accepts(ZLIB, "support", ("full",))


# --- From one build to the next --------------------------------------------------------------------------------------


def test_a_survey_gives_the_digest_of_facts_that_would_be_the_same(folder: FactsFolder) -> None:
    file = folder.write("facts.yaml", "hdf5: {support: full}\n")
    paths = [file, folder.root / "nowhere.yaml"]
    digest = load_facts(paths, CATALOG).digest

    assert survey_facts(paths) == digest != ""
    file.write_text("hdf5: {support: none}\n", encoding="utf-8")
    assert survey_facts(paths) == load_facts(paths, CATALOG).digest != digest
    assert survey_facts([file, folder.root / "elsewhere.yaml"]) != survey_facts(paths)


def test_a_survey_makes_nothing_of_what_it_reads(folder: FactsFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder.write("facts.yaml", "hdf5: {support: full}\n")
    expected = folder.read().digest
    monkeypatch.setattr("sphinxext_cache.catalog.fact_files.read.read_facts", None)

    assert survey_facts([file]) == expected


def test_no_files_say_nothing() -> None:
    facts = load_facts([], CATALOG)

    assert (facts.names, facts.extra, facts.problems, facts.digest) == ({}, (), (), "")
    assert facts.of_spec(NEW) == facts.of_package("develop", "hdf5") == Facts().of_spec(NEW) == {}
    assert survey_facts([]) == ""


def test_what_is_said_of_packages_takes_no_room_for_specs(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {support: full}\n")

    facts = folder.read()

    assert facts.of_spec(NEW) is facts.of_spec(OLD) is facts.of_package("develop", "hdf5")


def test_a_catalog_has_its_facts_and_what_is_wrong_with_them_beside_what_it_had(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {support: full}\nhdff: {}\n")
    facts = folder.read()

    told = CATALOG.with_facts(facts)

    assert told.facts.of_spec(NEW)["support"].value == "full"
    assert told.problems == (*CATALOG.problems, *facts.problems)
    assert told.digest == CATALOG.digest + facts.digest != CATALOG.digest
    assert CATALOG.facts.names == {}
