"""Files of facts of every kind are told by their content: our own, and those that programs write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from sphinxext_cache.catalog import Catalog, Package
from sphinxext_cache.catalog.fact_files.load import load_facts
from sphinxext_cache.catalog.facts import Fact
from tests.facts import CATALOG, NEW, NUMPY, OLD, ZLIB, FactsFolder, catalog_of, said
from tests.pages import hash_of
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

TURN: Final = "U+202E"
LEFT_OUT: Final = "; it is left out [unsafe]"


@pytest.fixture
def folder(tmp_path: Path) -> FactsFolder:
    return FactsFolder(tmp_path)


# --- Tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("first", ["package", "Name", '"key"'])
def test_a_table_says_the_same_as_yaml(first: str, separator: str, folder: FactsFolder) -> None:
    rows = [f"{first},Support level,homepage", "hdf5,full,https://hdfgroup.org", '"zlib@1.3:",none,', ",,"]
    folder.write("facts.txt", "\n".join(rows).replace(",", separator))

    facts = folder.read()

    assert facts.problems == ()
    assert said(facts, NEW) == {"support-level": "full", "homepage": "https://hdfgroup.org"}
    assert said(facts, ZLIB) == {"support-level": "none"}


def test_a_table_may_be_one_that_a_spreadsheet_wrote(folder: FactsFolder) -> None:
    folder.write("facts.csv", b'\xef\xbb\xbfpackage;description\r\nhdf5;"A ""file""\r\nformat; fast"\r\n')

    assert said(folder.read(), NEW) == {"description": 'A "file" format; fast'}


def test_a_table_may_have_the_line_ends_of_long_ago(folder: FactsFolder) -> None:
    folder.write("facts.csv", "package,note\rhdf5,x\rzlib,y\r")

    assert said(folder.read(), ZLIB) == {"note": "y"}


def test_a_title_of_a_column_may_be_of_two_lines(folder: FactsFolder) -> None:
    folder.write("facts.csv", 'package,"Support\nlevel"\nhdf5,full\n')

    fact = folder.read().of_spec(NEW)["support-level"]

    assert (fact.value, fact.line) == ("full", 3)


def test_a_row_of_a_table_knows_its_line(folder: FactsFolder) -> None:
    folder.write("facts.csv", 'package,note\nhdf5,"two\nlines"\nzlib,x\n')

    assert folder.read().of_spec(ZLIB)["note"].line == 4


def test_a_table_is_read_as_far_as_it_is_one(folder: FactsFolder) -> None:
    folder.write("facts.csv", 'package,note,note,\nhdf5,x,y,z,more\n,lost\nzlib,"a"b\n')

    assert folder.told() == [
        "1: the column 'note' occurs twice; the first one is used [fact]",
        "2: the row has 5 cells, but the header has 4; the extra cells are left out [fact]",
        "3: the first cell, which says what the row is about, is empty; the row is left out [fact]",
        "4: not valid CSV: ',' expected after '\"'; this line and those below it are ignored [fact]",
    ]
    assert said(folder.read(), NEW) == {"note": "x"}


# --- The site of Spack's packages, and `spack list` ------------------------------------------------------------------


def site_entry(name: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 a value of any type
    """What the site says of a package."""
    return {
        "name": name,
        "aliases": [],
        "versions": [{"name": "1.14.5", "sha256": "0" * 64}],
        "build_system": "CMakePackage",
        "variants": [
            {"name": "mpi", "default": True, "description": "Enable MPI support"},
            {"name": "api", "default": "default", "description": "Choose api\ncompatibility"},
            {"name": "odd", "default": True, "description": None},
        ],
        "homepage": f"https://{name}.org",
        "maintainers": ["someone", "other"],
        "description": f"{name} is a\n    library.\n",
        "dependencies": [],
        **changes,
    }


def test_the_site_describes_packages_and_their_variants(folder: FactsFolder) -> None:
    folder.write("hdf5.json", json.dumps(site_entry("hdf5"), indent=4))

    facts = folder.read()

    assert facts.problems == ()
    assert said(facts, NEW) == {
        "description": "hdf5 is a library.",
        "homepage": "https://hdf5.org",
        "maintainers": ("someone", "other"),
    }
    described = {name: fact.text for name, fact in facts.of_variants("hdf5").items()}
    assert described == {"mpi": "Enable MPI support", "api": "Choose api compatibility"}


def test_variants_may_be_mapped_by_their_names(folder: FactsFolder) -> None:
    folder.write("hdf5.json", json.dumps(site_entry("hdf5", variants={"mpi": {"description": "Enable MPI"}})))

    assert folder.read().of_variants("hdf5") == {"mpi": Fact(value="Enable MPI")}


def test_a_folder_of_the_site_is_read_for_the_packages_that_there_are(folder: FactsFolder) -> None:
    for name in ("hdf5", "zlib", "not-here"):
        folder.write(f"packages/{name}.json", json.dumps(site_entry(name)))
    folder.write("packages/.hidden.json", "nothing")
    folder.write("packages/README.md", "# Packages")

    facts = load_facts([folder.root / "packages"], CATALOG)

    assert facts.problems == ()
    homepages = [facts.of_spec(spec)["homepage"].text for spec in (NEW, ZLIB)]
    assert homepages == ["https://hdf5.org", "https://zlib.org"]


def test_spack_lists_homepages_and_maintainers(folder: FactsFolder) -> None:
    entries = [
        {
            "name": name,
            "latest_version": "1.0",
            "versions": ["1.0"],
            "homepage": f"https://{name}.org",
            "file": f"https://github.com/spack/spack/blob/develop/{name}/package.py",
            "maintainers": maintainers,
            "dependencies": {"build": [], "link": [], "run": []},
        }
        for name, maintainers in [("hdf5", ["someone"]), ("zlib", []), ("not-here", [])]
    ]
    folder.write("packages.json", json.dumps(entries))

    facts = folder.read()

    assert facts.problems == ()
    assert said(facts, NEW) == {"homepage": "https://hdf5.org", "maintainers": ("someone",)}
    assert said(facts, ZLIB) == {"homepage": "https://zlib.org"}


def test_spack_itself_spells_names_right(folder: FactsFolder) -> None:
    folder.write("packages.json", json.dumps([site_entry("HDF5"), site_entry("zlib")]))

    assert said(folder.read(), NEW) == {}


def test_a_list_of_other_packages_is_most_likely_the_wrong_one(folder: FactsFolder) -> None:
    folder.write("packages.json", json.dumps([site_entry("not-here")]))

    assert folder.told() == ["0: does not list any package of the catalog [fact]"]


def test_what_cannot_be_used_of_a_listing_has_its_line(folder: FactsFolder) -> None:
    entries = [site_entry("zlib"), site_entry("hdf5", homepage="javascript:alert(1)", description="a\u202eb")]
    folder.write("packages.json", text := json.dumps(entries, indent=1))

    address, description = (
        next(number for number, line in enumerate(text.split("\n"), start=1) if part in line)
        for part in ("javascript:", '"a\\u202eb"')
    )
    assert address < description
    assert folder.told() == [
        f"{address}: 'homepage' of 'hdf5' is wrong: 'javascript:alert(1)' is not an http(s) URL{LEFT_OUT}",
        (
            f"{description}: 'description' of 'hdf5' is wrong: 'a\\u202eb' contains the invisible character "
            f"{TURN}{LEFT_OUT}"
        ),
    ]
    assert said(folder.read(), NEW) == {"maintainers": ("someone", "other")}


# --- Lmod ------------------------------------------------------------------------------------------------------------


def lmod_entry(package: str, *versions: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 the same
    """What Lmod's spider says of the modules of one name."""
    return {"package": package, "defaultVersionName": "1.14.5", "versions": list(versions), **changes}


def lmod_version(full: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 the same
    """What it says of one module."""
    name = full.rpartition("/")[2]
    return {"full": full, "versionName": name, "path": f"/home/x/{full}.lua", "parent": [["gcc/13"]], **changes}


def test_lmod_names_modules_by_version_and_describes_packages(folder: FactsFolder) -> None:
    versions = [lmod_version("HDF5/1.14.5"), lmod_version("HDF5/1.14.5", parent=[["gcc/12"]])]
    entry = lmod_entry("HDF5", *versions, displayName="HDF5", description="A format.", url="https://hdfgroup.org")
    folder.write("modules.json", json.dumps([entry, lmod_entry("not-here", lmod_version("not-here/1"))]))

    facts = folder.read()

    assert facts.problems == ()
    about_all = {"title": "HDF5", "description": "A format.", "homepage": "https://hdfgroup.org"}
    assert said(facts, NEW) == {**about_all, "module": "HDF5/1.14.5"}
    assert said(facts, OLD) == about_all


def test_lmod_says_false_or_describes_versions_only(folder: FactsFolder) -> None:
    version = lmod_version("hdf5/1.14.5", description="Of a version.", versionName="HDF5 1.14.5 & more")
    folder.write("modules.json", json.dumps([lmod_entry("hdf5", version, description=False, url=False)]))

    assert said(folder.read(), NEW) == {"description": "Of a version.", "module": "hdf5/1.14.5"}


def test_a_module_without_a_version_is_that_of_all(folder: FactsFolder) -> None:
    folder.write("modules.json", json.dumps([lmod_entry("hdf5", lmod_version("hdf5"))]))

    facts = folder.read()

    assert said(facts, NEW) == said(facts, OLD) == {"module": "hdf5"}


def test_modules_that_lmod_hides_are_hidden(folder: FactsFolder) -> None:
    hidden = [lmod_version("hdf5/.1.14.5"), lmod_version("hdf5/1.12.3", hidden=True)]
    shown = lmod_entry("zlib", lmod_version("zlib/1.3.1"))
    folder.write("modules.json", json.dumps([lmod_entry("hdf5", *hidden, description="Secret."), shown]))

    facts = folder.read()

    assert [said(facts, spec) for spec in (NEW, OLD, ZLIB)] == [{}, {}, {"module": "zlib/1.3.1"}]


def test_a_module_that_would_be_more_than_a_module_in_a_shell_is_left_out(folder: FactsFolder) -> None:
    folder.write("modules.json", json.dumps([lmod_entry("hdf5", lmod_version("hdf5/1.14.5;reboot"))]))

    (told,) = folder.told()

    assert told.startswith("1: 'module' of 'hdf5' is wrong: 'hdf5/1.14.5;reboot' is not the name of a module")


# --- Spack's index of modules ----------------------------------------------------------------------------------------


def index_of(modules: dict[str, str]) -> str:
    """An index of modules by hash, as Spack writes it."""
    entries = (f"  {key}:\n    path: /home/x/{name}\n    use_name: {name}\n" for key, name in modules.items())
    return "module_index:\n" + "".join(entries)


def test_a_module_index_of_1000_hashes_is_joined_exactly(folder: FactsFolder) -> None:
    specs = [make_spec(f"pkg{number}", version=f"1.{build}") for number in range(100) for build in range(10)]
    modules = {spec.hash or "": f"{spec.package}/{spec.version}-{(spec.hash or '')[:7]}" for spec in specs}
    folder.write("module-index.yaml", index_of(modules))

    facts = folder.read(catalog_of(*specs))

    assert facts.problems == ()
    assert {spec.hash: said(facts, spec) for spec in specs} == {key: {"module": name} for key, name in modules.items()}


def test_hashes_that_are_in_no_source_are_told_once_with_their_number(folder: FactsFolder) -> None:
    lost = {hash_of(number): f"lost/{number}" for number in range(400)}
    folder.write("module-index.yaml", index_of({NEW.hash or "": "hdf5/1.14.5", **lost}))

    shown = ", ".join(f"/{key[:7]}" for key in list(lost)[:3])
    assert folder.told() == [f"5: 400 hashes are not in any source: {shown}, … [fact]"]
    assert said(folder.read(), NEW) == {"module": "hdf5/1.14.5"}


def test_hashes_of_several_indices_are_told_once_for_each_and_the_later_index_counts(folder: FactsFolder) -> None:
    lost = {hash_of(number): f"lost/{number}" for number in range(300)}
    hashes = [spec.hash or "" for spec in (NEW, OLD)]
    folder.write("tcl/module-index.yaml", index_of({**dict.fromkeys(hashes, "hdf5/tcl"), **lost}))
    folder.write("lmod/module-index.yaml", index_of({hashes[1]: "hdf5/lmod", **dict(list(lost.items())[:200])}))

    facts = folder.read()

    told = [(problem.file, problem.message.partition(":")[0]) for problem in facts.problems]
    first, second = map(str, folder.files)
    assert told == [(first, "300 hashes are not in any source"), (second, "200 hashes are not in any source")]
    assert [facts.module(spec) for spec in (NEW, OLD)] == ["hdf5/tcl", "hdf5/lmod"]


def test_a_module_of_a_spec_that_is_not_shown_is_no_mistake(folder: FactsFolder) -> None:
    hidden = make_spec("cmake")
    folder.write("module-index.yaml", index_of({hidden.hash or "": "cmake/1"}))
    packages = [
        Package(name="hdf5", tag="develop", specs=(NEW,)),
        Package(name="cmake", tag="develop", specs=(), pulled_in=(hidden,)),
    ]

    facts = folder.read(Catalog(packages))

    assert facts.problems == ()
    assert said(facts, hidden) == {"module": "cmake/1"}


def test_an_entry_of_an_index_that_is_none_is_left_out(folder: FactsFolder) -> None:
    folder.write("module-index.yaml", f"module_index:\n  {NEW.hash}: {{path: /home/x}}\n  {OLD.hash}: x\n")

    assert folder.told() == [
        f"{line}: '/{spec.hash}' has no 'use_name', which names a module; it is left out [fact]"
        for line, spec in [(2, NEW), (3, OLD)]
    ]


# --- Which files -----------------------------------------------------------------------------------------------------


def test_json_is_yaml_where_it_says_the_same(folder: FactsFolder) -> None:
    folder.write("facts.json", json.dumps({"hdf5": {"support": "full", "field": ["physics"], "seats": 3}}))

    assert said(folder.read(), NEW) == {"support": "full", "field": ("physics",), "seats": "3"}


def test_a_glob_names_several_files_in_order(folder: FactsFolder) -> None:
    folder.write("facts-2.yaml", "hdf5: {note: two}\n")
    folder.write("facts-1.yaml", "hdf5: {note: one}\npy-numpy: {note: one}\n")

    facts = load_facts([folder.root / "facts-*.yaml"], CATALOG)

    assert (said(facts, NEW), said(facts, NUMPY)) == ({"note": "two"}, {"note": "one"})


def test_a_file_is_read_once_in_however_many_ways_it_is_named(folder: FactsFolder) -> None:
    file = folder.write("facts.yaml", "hdff: {note: two}\n")

    assert len(load_facts([file, folder.root / "*.yaml", folder.root], CATALOG).problems) == 1


def test_an_empty_file_says_nothing(folder: FactsFolder) -> None:
    for number, text in enumerate(["", "# Only a remark.\n", "---\n", "hdf5:\n"]):
        folder.write(f"{number}.yaml", text)

    facts = folder.read()

    assert (facts.problems, facts.names) == ((), {})


def test_a_path_that_names_nothing_is_told(folder: FactsFolder) -> None:
    (problem,) = load_facts([folder.root / "nowhere.yaml"], CATALOG).problems

    assert problem.code == "source"
    assert "nowhere.yaml' in 'cache_facts' is neither a file nor a folder" in problem.message
