"""What is wrong with files of facts is told with its place, and costs nothing but itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinxext_cache.catalog import Code, Facts
from sphinxext_cache.catalog.fact_files import join as joining
from sphinxext_cache.catalog.fact_files import yaml_tree
from sphinxext_cache.catalog.fact_files.join import Join
from sphinxext_cache.catalog.fact_files.kinds import names_of
from sphinxext_cache.catalog.fact_files.read import read_facts
from sphinxext_cache.catalog.fact_files.report import Report
from sphinxext_cache.catalog.limits import (
    MAX_BROAD_KEYS,
    MAX_BYTES,
    MAX_FACT,
    MAX_FACT_ITEMS,
    MAX_FACT_NAMES,
    MAX_PROBLEMS,
)
from sphinxext_cache.catalog.names import is_printable
from tests.facts import BEFORE, CATALOG, NEW, NUMPY, OLD, ZLIB, FactsFolder, catalog_of, said
from tests.pages import hash_of
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> FactsFolder:
    return FactsFolder(tmp_path)


# --- Keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("hdff", "'hdff' matches nothing: no package 'hdff' in any tag of the build cache; did you mean hdf5?"),
        ("stack=e5s", "'stack=e5s' matches nothing: no stack 'e5s' in any tag of the build cache; did you mean e4s?"),
        ("tag=develp", "'tag=develp' matches nothing: no tag 'develp' in the build cache; did you mean develop?"),
        ("rb-*", "'rb-*' matches nothing: no package 'rb-*' in any tag of the build cache"),
        ("hdf5@1.8", "'hdf5@1.8' matches nothing: without '@1.8' 3 specs would match"),
        ("hdf5 tag=v0.23.*", ""),
        ("hdf5 tag=v9", "'hdf5 tag=v9' matches nothing: no tag 'v9' in the build cache; available: develop, v0.23.1"),
        ("/2222222", "'/2222222' matches nothing: no hash begins with '2222222'"),
        (f"/{hash_of(1)}", f"'/{hash_of(1)}' is not in any source"),
        ("hdf5 +", "'hdf5 +' is not a package, a query or a /hash: expected the name of a variant after '+'"),
        ("../x", "'../x' is not a package, a query or a /hash: "),
    ],
)
def test_a_key_that_is_about_nothing_is_told(key: str, message: str, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"# Facts\n'{key}': {{support: full}}\n")

    told = folder.told()

    assert len(told) == bool(message)
    assert all(line.startswith(f"2: {message}") and line.endswith(" [fact]") for line in told)


def test_the_beginning_of_several_hashes_is_told_and_is_about_all_of_them(folder: FactsFolder) -> None:
    specs = [make_spec(hash=f"abcde{last * 27}") for last in "xyz"]
    folder.write("facts.yaml", "/abcde: {note: x}\n/abcdez: {note: z}\n")

    told = folder.told(catalog_of(*specs))

    shown = ", ".join(f"/{spec.hash}" for spec in specs)
    assert told == [
        f"1: '/abcde' matches 3 hashes, such as {shown}; its facts apply to all of them [fact]",
        "2: 'note' of '/abcdez' is 'z' here, and 'x' in line 1; this value is used [fact]",
    ]


def test_in_a_catalog_without_packages_keys_are_told_once(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {support: full}\nzlib: {support: none}\nextra: [{name: Matlab}]\n")

    assert folder.told(catalog_of()) == ["1: the catalog is empty, so each of its 2 keys matches nothing [fact]"]
    assert [each.name for each in folder.read(catalog_of()).extra] == ["Matlab"]


# --- Contradictions --------------------------------------------------------------------------------------------------


def test_facts_of_one_file_that_contradict_each_other_are_told_and_the_last_counts(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {support: full, note: x}\nzlib: {}\nhdf5:\n  support: none\n  note: x\n")

    assert folder.told() == ["4: 'support' of 'hdf5' is 'none' here, and 'full' in line 1; this value is used [fact]"]
    assert said(folder.read(), NEW) == {"support": "none", "note": "x"}


def test_a_fact_that_is_there_twice_is_a_contradiction(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5:\n  support: full\n  support: none\n  note: x\n  note: x\n")

    assert folder.told() == ["3: 'support' of 'hdf5' is 'none' here, and 'full' in line 2; this value is used [fact]"]


def test_queries_contradict_each_other_where_both_match_and_that_is_told_once(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "'hdf5@1.12:': {module: a}\n'hdf5@1:': {module: b}\n'hdf5@1.14:': {support: full}\n")

    assert folder.told() == ["2: 'module' of 'hdf5@1:' is 'b' here, and 'a' in line 1; this value is used [fact]"]


def test_rows_of_a_table_contradict_each_other(folder: FactsFolder) -> None:
    folder.write("facts.csv", "package,note\nhdf5,x\nhdf5,y\n")

    assert folder.told() == ["3: 'note' of 'hdf5' is 'y' here, and 'x' in line 2; this value is used [fact]"]


# --- Names and values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("version", "'version' cannot be a fact, because specs have a field of that name; it is left out"),
        (
            "name",
            "'name' cannot be a fact, because specs have a field of that name; to change the name that readers see",
        ),
        ("variants", "'variants' cannot be a fact, because specs have a field of that name; it is left out"),
        ("1st", "'1st' is not a name for a fact: use ASCII letters, digits, '_' and '-'; it is left out"),
        ("a<b", "'a<b' is not a name for a fact"),
        ("home_pge", "'home_pge' is read as a custom fact; did you mean 'homepage'?"),
        ("home-page", "'home-page' is read as a custom fact; did you mean 'homepage'?"),
        ("notes", ""),
    ],
)
def test_a_name_that_is_none_is_told_once_in_a_file(name: str, message: str, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"hdf5:\n  '{name}': x\nzlib:\n  '{name}': x\n")

    told = folder.told()

    assert len(told) == bool(message)
    assert all(line.startswith(f"2: {message}") for line in told)


@pytest.mark.parametrize(
    ("fact", "message", "code"),
    [
        ("homepage: 'javascript:alert(1)'", "'javascript:alert(1)' is not an http(s) URL", Code.UNSAFE),
        ("homepage: 'https://a.org/\"><script>'", "'https://a.org/\"><script>' is not an http(s) URL", Code.UNSAFE),
        ("homepage: [https://a.org]", "is a list; expected a single value", Code.FACT),
        ("module: '$(reboot)'", "'$(reboot)' is not the name of a module", Code.UNSAFE),
        ("module: '-f x'", "'-f x' is not the name of a module", Code.UNSAFE),
        ('note: "a\\u202Eb"', "'a\\u202eb' contains the invisible character U+202E", Code.UNSAFE),
        ('note: "a\\0b"', "'a\\x00b' contains the invisible character U+0000", Code.UNSAFE),
        ("note: ' \t '", "is empty", Code.FACT),
        ("note: {a: b}", "is a map", Code.FACT),
        ("note: [a, [b]]", "has an item that is a list", Code.FACT),
        ("note: [a, ~]", "has an item that is empty", Code.FACT),
        (f"note: {'a' * (MAX_FACT + 1)}", f"has {MAX_FACT + 1} characters, more than {MAX_FACT}", Code.LIMIT),
        (f"note: {[*range(MAX_FACT_ITEMS + 1)]}", f"has {MAX_FACT_ITEMS + 1} values, more than", Code.LIMIT),
    ],
)
def test_a_value_that_cannot_be_shown_is_left_out(fact: str, message: str, code: Code, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"hdf5:\n  support: full\n  {fact}\n")

    (told,) = folder.told()

    assert told.startswith("3: ")
    assert message in told
    assert told.endswith(f"; it is left out [{code}]")
    assert said(folder.read(), NEW) == {"support": "full"}


def test_markup_of_data_is_text(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "hdf5: {description: '</script><b>`x <javascript:1>`_ |x|'}\n")

    assert folder.read().of_spec(NEW)["description"].markup == ""
    assert folder.told() == []


@pytest.mark.parametrize(
    ("licence", "message"),
    [
        ("BSD-3-Clause", ""),
        ("Apache-2.0 WITH LLVM-exception", ""),
        ("(MIT OR Apache-2.0) AND Zlib", ""),
        ("LicenseRef-Academic", ""),
        ("GPLv3", "'GPLv3' is not an SPDX licence identifier; did you mean GPL-3.0-only or GPL-3.0-or-later?"),
        ("MIT OR Apahce-2.0", "'Apahce-2.0' is not an SPDX licence identifier; did you mean Apache-2.0"),
        ("BSD", "'BSD' is not an SPDX licence identifier; did you mean BSD-2-Clause or BSD-3-Clause"),
        (
            "commercial",
            "'commercial' is not an SPDX licence identifier; for a licence that SPDX does not list",
        ),
        ("(" * 1000 + "MIT", "'" + "(" * 79 + "…' is longer than 300 characters, the limit"),
        (
            "MIT AND (Apache-2.0 WITH LLVM-exception",
            "'MIT AND (Apache-2.0 WITH LLVM-exception' is not an SPDX expression",
        ),
        ("MIT OR", "'MIT OR' is not an SPDX expression such as MIT OR Apache-2.0"),
    ],
)
def test_a_licence_that_spdx_does_not_know_is_told_and_kept(licence: str, message: str, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"hdf5:\n  licence: {licence}\n")

    told = folder.told()

    assert len(told) == bool(message)
    assert all(line.startswith(f"2: 'licence' of 'hdf5': {message}") for line in told)
    assert said(folder.read(), NEW) == {"licence": licence}


def test_a_markup_that_is_none_is_told(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "markup: markdwon\nhdf5: {note: x}\n")

    assert folder.told() == [
        "1: 'markup' is 'markdwon'; did you mean markdown?; strings are shown without markup [fact]"
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("markup: [rst]", "'markup' is a list; expected rst or md; strings are shown without markup"),
        ("markup:", "'markup' is empty; expected rst or md; strings are shown without markup"),
        ("extra: Matlab", "'extra' is a string, not a list of software; it is left out"),
        ("extra:", ""),
        (
            "hdf5@1: {variants: {mpi: x}}",
            "variants are described below the name of a package, which 'hdf5@1' is not;",
        ),
    ],
)
def test_what_is_beside_packages_has_a_form(line: str, message: str, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"{line}\nhdf5: {{note: x}}\n")

    told = folder.told()

    assert len(told) == bool(message)
    assert all(each.startswith(f"1: {message}") for each in told)
    assert said(folder.read(), NEW) == {"note": "x"}


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("- Matlab", "an item of 'extra' is a string, not a map with a 'name'; it is left out"),
        ("- {version: '1'}", "an item of 'extra' has no 'name'; it is left out"),
        (
            '- {name: "a\\u202Eb"}',
            "'name' of 'a\\u202eb' is wrong: 'a\\u202eb' contains the invisible character U+202E;",
        ),
    ],
)
def test_an_extra_row_that_is_none_is_left_out(extra: str, message: str, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"extra:\n{extra}\n- {{name: Good}}\n")

    assert folder.told()[0].startswith(f"2: {message}")
    assert [each.name for each in folder.read().extra] == ["Good"]


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"hdf5: [\n", 2, "not valid YAML: "),
        (b"hdf5: {a: &x 1}\nzlib: {a: *x}\n", 1, "YAML anchor '&"),
        (b"a: &a [x, x]\nb: [*a, *a]\n", 1, "YAML anchor '&"),
        (b"hdf5: {a: *x}\n", 1, "YAML alias '*x' is not allowed"),
        (b"hdf5: !!python/object:os.system {a: b}\n", 1, "YAML tags"),
        (b"hdf5: {a: b}\n---\nzlib: {a: b}\n", 3, "a second YAML document begins here"),
        (b"? [a]\n: b\n", 1, "a list where a key is expected"),
        (b"hdf5: {note: \x07}\n", 1, "not valid YAML: the character U+0007 is not allowed"),
        (b"# a\nhdf5: {note: M\xfcller}\n", 2, "not UTF-8: invalid start byte, byte 0xfc"),
        (b"hdf5: " + b"[" * 7 + b"]" * 7, 1, "nested more than 6 levels deep"),
        (b"[" * 100_000, 1, ""),  # some releases of libyaml have a limit of their own
        (b'{"hdf5": ' * 100_000, 1, "nested more than 6 levels deep"),
        (b"[hdf5, zlib]", 1, "is a list, not a map of packages to facts"),
        (b'["hdf5", "zlib"]', 1, "is a list, not a map of packages to facts"),
        (b"hdf5", 1, "is a string, not a map of packages to facts"),
        (b"\x00\x01\x02", 1, "not valid YAML: the character U+0000 is not allowed"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_cannot_be_read_hides_no_other(
    content: bytes, line: int, message: str, folder: FactsFolder
) -> None:
    folder.write("bad.yaml", content)
    folder.write("good.yaml", "hdf5: {support: full}\n")

    (told,) = folder.told()

    assert told.startswith(f"{line}: {message}")
    assert told.endswith("; the file is left out [fact]")
    assert said(folder.read(), NEW) == {"support": "full"}


@pytest.mark.parametrize("value", ["text", "[a]"])
def test_what_is_below_a_key_must_be_facts(value: str, folder: FactsFolder) -> None:
    folder.write("facts.yaml", f"hdf5: {value}\n'': {{a: b}}\nzlib: {{note: x}}\n")

    first, second = folder.told()

    assert first.startswith("1: 'hdf5' is ")
    assert second == "2: a key is empty; everything below it is ignored [fact]"


def test_a_file_that_is_too_large_is_left_out(folder: FactsFolder) -> None:
    with folder.write("facts.yaml", "hdf5: {support: full}\n").open("r+b") as file:
        file.truncate(MAX_BYTES + 1)

    assert folder.told() == [f"0: larger than {MAX_BYTES} bytes; it is left out [limit]"]


def test_a_file_of_very_many_values_is_left_out(folder: FactsFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "MAX_VALUES", 5)
    folder.write("facts.yaml", "hdf5: {note: x}\nzlib: {note: y}\n")

    assert folder.told() == ["2: more than 5 values; the file is left out [fact]"]


def test_facts_of_very_many_names_are_left_out(folder: FactsFolder) -> None:
    facts = {f"fact-{number}": "x" for number in range(MAX_FACT_NAMES + 5)}
    folder.write("facts.json", json.dumps({"hdf5": facts}))

    assert folder.told() == [f"1: more than {MAX_FACT_NAMES} names of facts; the others are left out [limit]"]
    assert len(folder.read().names) == MAX_FACT_NAMES


def test_of_very_many_keys_that_name_no_package_the_first_count(folder: FactsFolder) -> None:
    folder.write("a.yaml", "".join(f"'*{number * '*'}': {{a{number % 100}: x}}\n" for number in range(MAX_BROAD_KEYS)))
    folder.write("b.yaml", "hdf5: {b: x}\n'hdf5@1: target=zen4': {c: x}\n'@1.14': {d: x}\n'hdf*': {e: x}\n")

    assert folder.told() == [
        f"3: more than {MAX_BROAD_KEYS} keys that are not names of packages; this one and the rest are left out [limit]"
    ]
    assert len(said(folder.read(), NEW)) == 102


def test_of_very_many_problems_the_first_are_listed(folder: FactsFolder) -> None:
    folder.write("facts.yaml", "".join(f"nothing{number}: {{note: x}}\n" for number in range(MAX_PROBLEMS + 50)))

    told = folder.told()

    assert len(told) == MAX_PROBLEMS + 1
    assert f"0: more than {MAX_PROBLEMS} problems; the others are not listed [limit]" in told


def test_reasons_are_looked_for_as_long_as_they_are_told(folder: FactsFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def explain(query: object, _catalog: object) -> tuple[str, bool]:
        asked.append(query)
        return "", False

    monkeypatch.setattr(joining, "explain", explain)
    folder.write("facts.yaml", "".join(f"nothing{number}: {{note: x}}\n" for number in range(3 * MAX_PROBLEMS)))

    folder.read()

    assert len(asked) == MAX_PROBLEMS + 1


def test_a_listing_of_odd_values_is_read_for_the_others(folder: FactsFolder) -> None:
    odd = {"name": "hdf5", "homepage": 1, "description": ["A format."], "maintainers": [1, "me", None], "variants": 7}
    folder.write("packages.json", json.dumps([odd, 1, {"name": 2}, {"name": "hdf5", "variants": [1, {"name": []}]}]))

    told = folder.told()

    assert told == ["1: 'description' of 'hdf5' is a list; expected a single value; it is left out [fact]"]
    assert said(folder.read(), NEW) == {"maintainers": ("me",)}


# --- Whatever there may be -----------------------------------------------------------------------------------------

_TEXTS: Final = st.text("hdf5zlib_-@=+~%^/*:,.{}[]'\"&!|>#?<\\ \t\r\n\x00\x85é\u2028\u202e\ud800")
_WORDS: Final = st.sampled_from(
    ["name", "package", "versions", "description", "hdf5", "homepage", "url", "full", "extra"]
)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS | st.text(max_size=3), inner, max_size=6),
    max_leaves=30,
)
_FILES: Final = (
    st.binary()
    | _TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))
    | _TEXTS.map(lambda text: f"hdf5:\n  note: {text}\nzlib: x\n".encode("utf-8", "surrogatepass"))
    | _TEXTS.map(lambda text: f"package,{text}\nhdf5,{text},{text}\n".encode("utf-8", "surrogatepass"))
    | _TEXTS.map(lambda text: f"module_index:\n  {text}: {{use_name: {text}}}\n".encode("utf-8", "surrogatepass"))
    | _JSON.map(lambda value: json.dumps(value).encode())
)


@given(data=_FILES)
def test_whatever_a_file_holds_gives_facts_that_can_be_seen_or_problems_that_have_a_place(data: bytes) -> None:
    join, report = Join(CATALOG), Report("facts")

    file = read_facts(data, report, join.package)
    join.add(file)
    join.end()

    facts = Facts(join.joined, names_of(join.met), tuple(file.extra), tuple(report.problems))
    found = [fact for spec in (OLD, NEW, BEFORE, ZLIB, NUMPY) for fact in facts.of_spec(spec).values()]
    found += [fact for extra in file.extra for fact in extra.facts.values()]
    assert all(is_printable(value) and value for fact in found for value in fact.values)
    assert all(problem.message for problem in facts.problems)
    assert all(is_printable(problem.message) for problem in facts.problems)
