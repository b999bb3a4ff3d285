"""The filter box and the build read the same query language: what both accept, they answer alike."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from sphinxext_cache.catalog import (
    Catalog,
    Dependency,
    Installation,
    Package,
    QuerySyntaxError,
    Spec,
    load,
    parse_query,
    spec_key,
)
from sphinxext_cache.catalog.spack.variants import parse_variant, quote
from sphinxext_cache.pages.data_file import encode_specs
from sphinxext_cache.pages.scripts import project_script
from sphinxext_cache.tables import MatrixRecipe, matrix_table
from sphinxext_cache.tables.specs import sort_specs
from tests.checkout import told
from tests.corpora import SHARED
from tests.dependency_queries import random_queries, read_node
from tests.facts import FactsFolder, catalog_of
from tests.pages import hash_of
from tests.programs import require
from tests.projects import make_spec
from tests.queries import SPECS, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HERE: Final = Path(__file__).parent
_DATABASE: Final = SHARED / "spack" / "database" / "v7-derecho.json"
_CASES: Final = json.loads((_HERE / "cases.json").read_bytes())
_WORDS: Final = (
    *("a", "Zz", "z", "x", "rc", "alpha", "beta", "final", "develop", "main", "head", "stable", "trunk"),
    *("0", "1", "2", "9", "10", "007", "99", "git.1", "git.ab=1.2"),
)
_TARGETS: Final = ("x86_64", "x86_64_v3", "zen2", "zen4", "aarch64", "neoverse_v1", "alien", "m1", "")
_VARIANTS: Final = ("mpi", "cuda_arch", "patches", "api", "stack")
_VALUES: Final = ("90", "100", "true", "False", "'90,100'", "100,90", '"a b"', "*", "default", "8ae17f6", "8ae")


@pytest.mark.parametrize(("text", "letters"), _CASES["cases"])
def test_the_cases_of_the_filter_box_are_those_of_the_build(text: str, letters: str) -> None:
    query = parse_query(text)

    assert "".join(letter for letter, spec in SPECS.items() if query.matches(spec)) == letters


def test_the_filter_box_is_tested_on_all_cases_and_specs_but_names_that_are_words_there() -> None:
    assert [case for case in TABLE if list(case) not in _CASES["cases"]] == [("hdf", "")]
    assert _CASES["specs"] == {letter: _row(spec) for letter, spec in SPECS.items()}


def test_ranges_of_versions_hold_the_same_versions_in_both() -> None:
    dice = random.Random(1)  # noqa: S311 the same each time
    specs = [make_spec(version=_version(dice)) for _ in range(400)]
    queries = [f"@{_versions(dice)}" for _ in range(400)]

    _agree(queries, specs, refused_alike=True)


def test_random_terms_are_answered_alike_by_both() -> None:
    dice = random.Random(2)  # noqa: S311 the same each time
    specs = [*SPECS.values(), *(_random_spec(dice) for _ in range(300))]
    queries = [" ".join(_term(dice) for _ in range(dice.choice((1, 1, 2, 3)))) for _ in range(600)]

    _agree(queries, specs)


def _random_graph(dice: random.Random) -> list[Spec]:
    """Specs that are built on each other, in circles too; on compilers as they were, and as they are now."""
    specs = []
    names = ("hdf5", "openmpi", "mpich", "cmake", "gcc", "llvm")
    for number in range(80):
        edges = tuple(
            Dependency(
                name=names[on % len(names)] if on < 70 else "gone",
                hash=hash_of(on) if on < 75 else None,
                virtuals=dice.choice(((), (), ("mpi",), ("c",), ("c", "cxx"), ("blas", "mpi"))),
            )
            for on in dice.sample(range(min(number + 2, 80)), min(number, dice.randrange(4)))
        )
        specs.append(
            make_spec(
                names[number % len(names)],
                hash=hash_of(number),
                version=dice.choice(("1.0", "1.2.3", "2.0", "develop", "git.main=1.4")),
                compiler=dice.choice((None, "gcc@12.3.0", "clang@17", "cmake@1", "oneapi")),
                namespace=dice.choice((None, "builtin", "site.hpc")),
                target=dice.choice(_TARGETS[:3]),
                dependencies=edges if dice.random() < 0.9 else None,
                installation=Installation(provides=("mpi", "hdf")) if dice.random() < 0.1 else None,
            )
        )
    return specs


def _condition(dice: random.Random) -> str:
    name = dice.choice(("hdf5", "openmpi", "mpich", "cmake", "gcc", "llvm", "clang", "oneapi", "gone", "none", "*pi*"))
    virtuals = dice.choice(("", "", "", "mpi=", "c=", "c,cxx=", "blas=", "fortran="))
    versions = "" if name == "none" else dice.choice(("", "", f"@{_versions(dice)}", "@1", "@:1.2", " @2:", "@12"))
    return dice.choice(
        (
            f"{dice.choice(('^', '%', '%%', '% '))}{virtuals}{name}{versions}",
            f"^{dice.choice(('mpi', 'c', 'hdf'))}",
            f"%{dice.choice(('mpi', 'cxx', 'hdf'))}",
            f"namespace={dice.choice(('builtin', 'site.*', '*'))}",
            "stack=e4s",
            f"target={dice.choice(_TARGETS[:3])}",
            "@1:",
        )
    )


def _agree_on(catalog: Catalog, queries: Sequence[str]) -> int:
    """How many queries the page that searches all specs answers, as the build does."""
    tag = catalog.default_tag or ""
    data = json.loads(encode_specs(tag, catalog.specs("*"), catalog.graph(), catalog.facts))
    given = {"data": data, "queries": queries, "project": told(project_script())}
    answered = 0
    for text, found in zip(queries, _run("explore.js", json.dumps(given).encode()), strict=True):
        try:
            expected = sorted(spec.hash or "" for spec in catalog.specs(text))
        except QuerySyntaxError:
            continue
        if found is not None:
            answered += 1
            assert sorted(found) == expected, text
    return answered


def _catalog(specs: Sequence[Spec]) -> Catalog:
    shown = {spec.hash: number % 3 > 0 for number, spec in enumerate(specs)}
    return Catalog(
        Package(
            name=name,
            tag="develop",
            specs=tuple(spec for spec in specs if spec.package == name and shown[spec.hash]),
            pulled_in=tuple(spec for spec in specs if spec.package == name and not shown[spec.hash]),
        )
        for name in dict.fromkeys(spec.package for spec in specs)
    )


@pytest.mark.parametrize("seed", range(5))
def test_conditions_on_dependencies_are_answered_alike_by_both(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 the same each time
    catalog = _catalog(_random_graph(dice))
    queries = [" ".join(_condition(dice) for _ in range(dice.choice((1, 1, 1, 2, 3)))) for _ in range(300)]

    assert _agree_on(catalog, queries) > 150


@pytest.mark.parametrize(
    "query",
    ["^openmpi +mpi", "^openmpi target=zen4", "^openmpi %gcc", "^openmpi/ab", "^/ab", "%/ab", "%cmake@3 ~x", "^a.b"],
)
def test_what_the_data_file_does_not_know_of_dependencies_is_not_answered(query: str) -> None:
    dice = random.Random(1)  # noqa: S311 the same each time

    parse_query(query)
    assert _agree_on(_catalog(_random_graph(dice)), [query, "external=true", "explicit=false"]) == 0


@pytest.mark.parametrize("query", ["^openmpi", "%cmake", "^mpi=openmpi", "%c=gcc", "namespace=builtin"])
def test_where_nothing_is_known_of_dependencies_they_are_not_answered(query: str) -> None:
    assert _agree_on(_catalog([make_spec(compiler="gcc@13.2.0"), make_spec("zlib")]), [query]) == 0


@pytest.mark.parametrize("query", ["%gcc@13", "%gcc +mpi", "%none", "%clang", "%llvm@17 +mpi %gcc"])
def test_compilers_are_answered_wherever_they_are_known(query: str) -> None:
    specs = [
        make_spec(compiler="gcc@13.2.0", hash=hash_of(1), variants=("+mpi",)),
        make_spec(compiler="llvm@17.0.1", hash=hash_of(2), variants=("+mpi",)),
    ]

    assert _agree_on(_catalog([make_spec(), *specs]), [query]) == 1


_SAID = (
    *("full", "limited", "10", "9.5", "-2", "2025-04-20", "2024-12-01", "true", "True", "false", "yes", "a b"),
    *(
        "https://a.example/x",
        "[full, limited]",
        '["10", "9"]',
        "'it''s'",
        '"say \\"so\\""',
        "fu*l",
        "FULL",
        "x,y",
        "none",
    ),
)
_ASKED = (
    "full",
    "limited",
    "10",
    "9*",
    "*",
    "f*l",
    "true",
    "True",
    "FALSE",
    "2025-*",
    "'a b'",
    '"a b,full"',
    "it's",
    "x,y",
)


def _told(dice: random.Random, folder: FactsFolder) -> Catalog:
    """Specs of which somebody says something: of packages, by queries, and by hashes."""
    specs = [
        make_spec(
            dice.choice(("hdf5", "zlib", "py-numpy", "cmake")),
            hash=hash_of(number),
            version=dice.choice(("1.0", "2.0")),
            variants=dice.choice(((), ("+mpi", "level=10"))),
            installation=dice.choice((None, Installation(module=f"m/{number % 3}"))),
        )
        for number in range(60)
    ]
    keys = ("hdf5", "zlib", "py-*", "hdf5@2:", "'* target=x86_64_v3'", *(f"/{hash_of(n)}" for n in range(0, 60, 7)))
    names = ("support", "level", "day", "gpu", "architecture")
    lines = [
        f"{key}: {{{', '.join(f'{name}: {dice.choice(_SAID)}' for name in dice.sample(names, 3))}}}" for key in keys
    ]
    folder.write("facts.yaml", "\n".join(lines))
    catalog = _catalog(specs)
    return catalog.with_facts(folder.read(catalog))


@pytest.mark.parametrize("seed", range(5))
def test_conditions_on_facts_are_answered_alike_by_both(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)  # noqa: S311 the same each time
    catalog = _told(dice, FactsFolder(tmp_path))
    terms = [
        f"{dice.choice(('support', 'level', 'day', 'gpu', 'architecture'))}{dice.choice(('=', '=', '==', ':='))}{asked}"
        for asked in _ASKED * 8
    ]
    terms += ["module=m/1", "module=m/*,x", "+gpu", "~gpu", "-gpu", "++support", "@1", "hdf5*", "target=zen4"] * 3

    assert {fact.name for fact in catalog.facts.names.values()} >= {"support", "day", "gpu"}
    assert _agree_on(catalog, [*terms, *(" ".join(dice.sample(terms, 2)) for _ in range(100))]) > 120


@pytest.mark.parametrize(
    ("said", "ordered"),
    [
        (("10", "9", "-1", "1.5", "1.10"), ["-1", "1.10", "1.5", "9", "10"]),
        (("2025-04-20", "2024-12-01", "2025-01-31"), ["2024-12-01", "2025-01-31", "2025-04-20"]),
        (("full", "Limited", "e10", "e9"), ["e9", "e10", "full", "Limited"]),
    ],
    ids=["numbers", "days", "names"],
)
def test_facts_have_one_order_in_tables_of_the_build_in_those_of_the_browser_and_where_all_specs_are_searched(
    said: tuple[str, ...], ordered: list[str], tmp_path: Path
) -> None:
    """Ascending and descending; what nobody says comes last, whichever way."""
    specs = [make_spec(f"p{number}", hash=hash_of(number)) for number in range(len(said) + 1)]
    folder = FactsFolder(tmp_path)
    folder.write("facts.yaml", "".join(f"p{number}: {{level: {text}}}\n" for number, text in enumerate(said)))
    catalog = catalog_of(*specs)
    catalog = catalog.with_facts(folder.read(catalog))
    by_value = {text: hash_of(number) for number, text in enumerate(said)}
    expected = [[by_value[text] for text in ordered], [by_value[text] for text in reversed(ordered)]]
    expected = [[*order, hash_of(len(said))] for order in expected]

    orders = [[spec.hash for spec in sort_specs(specs, [key], catalog)] for key in ("level", "-level")]
    data = json.loads(encode_specs("develop", specs, facts=catalog.facts))
    kind = catalog.facts.names["level"].kind.value
    given = {"data": data, "field": "fact:level", "kind": kind, "project": told(project_script())}
    answer = _run("order.js", json.dumps(given).encode())

    assert orders == expected
    assert (answer["tables"], answer["explorer"]) == (expected, expected)
    assert answer["values"] == [ordered, ordered]


@pytest.mark.shared
@pytest.mark.skipif(not _DATABASE.is_file(), reason="there is no real database beside the checkout")
def test_queries_on_a_real_database_are_answered_alike_by_both() -> None:
    installs = json.loads(_DATABASE.read_text())["database"]["installs"]
    nodes = {hash_: read_node(record["spec"]) for hash_, record in installs.items()}
    named = ["^cray-mpich", "%gcc ^mpi=openmpi", "^mpi", "hdf5* %zlib@1.2", "^netcdf-c@4.9: ^cmake %oneapi"]

    queries = list(random_queries(nodes, 200, 5))
    for asked in queries:
        asked.name += "*" * bool(asked.name)  # else it is a word, to be found anywhere

    assert _agree_on(load([_DATABASE]), [*named, *map(str, queries)]) > 60


def test_a_word_finds_what_the_build_finds_by_queries_for_names_versions_values_and_variants_that_are_on() -> None:
    dice = random.Random(3)  # noqa: S311 the same each time
    others = [make_spec(**_plain_spec(dice)) for _ in range(200)]
    specs = [*SPECS.values(), *others]
    words = (
        *("hdf5", "hd", "mpi", "cuda", "cuda_arch", "90", "release", "gcc", "13", "1.2", "zen", "x86_64", "rhel"),
        *("e4s", "linux", "develop", "v0.", "2owbn", "2ow", "none", "default", "nonesuch", "aaaaa"),
    )

    answers = _answers(words, specs)

    for word, found in zip(words, answers, strict=True):
        queries = [parse_query(text) for text in _asked_by(word, specs)]
        expected = [number for number, spec in enumerate(specs) if any(query.matches(spec) for query in queries)]
        assert found == expected, word
    assert sum(bool(found) for found in answers) > len(words) / 2


def test_the_packages_that_a_query_names_come_first_of_what_the_word_finds() -> None:
    project, names = told(project_script()), ("geant4", "py-hdf5", "HDF5-blosc", "hdf5", "hdf")
    specs = [make_spec(name, variants=("+hdf5",)) for name in names]

    ranked = _run("rank.js", json.dumps({"project": project, "text": "hdf5", "rows": [*map(_row, specs)]}).encode())

    assert ranked == ["hdf5", "HDF5-blosc", "geant4", "py-hdf5", "hdf"]
    assert [spec.package for spec in specs if parse_query("hdf5").matches(spec)] == ranked[:1]


@pytest.mark.parametrize(
    ("field", "values", "said", "unknown"),
    [
        (
            "compiler",
            ("gcc@9", None, "gcc@13", "oneapi@2025", None, "apple-clang@16", "none-such@1", "zig@1"),
            ["apple-clang@16", "gcc@9", "gcc@13", "none-such@1", "oneapi@2025", "zig@1", "none"],
            "no compiler",
        ),
        ("namespace", ("site10", None, "site9", "builtin", None), ["builtin", "site9", "site10"], "unknown"),
    ],
)
def test_what_has_no_value_comes_last_in_every_order(
    field: str, values: Sequence[str | None], said: list[str], unknown: str
) -> None:
    """In tables, matrices and facets of the build, and in those of the browser; ascending and descending."""
    known: list[dict[str, Any]] = [{field: value, "hash": f"{n}" * 32} for n, value in enumerate(values)]
    specs = sorted((make_spec(**each) for each in known), key=spec_key)
    last = [spec.hash for spec in specs if getattr(spec, field) is None]
    orders = [[spec.hash for spec in sort_specs(specs, [key])] for key in (field, f"-{field}")]

    matrix = matrix_table(specs, MatrixRecipe(queries=(), rows=field))
    data = json.loads(encode_specs("develop", specs))
    answer = _run("order.js", json.dumps({"data": data, "field": field, "project": told(project_script())}).encode())

    assert field != "compiler" or [spec.hash for spec in specs] == orders[0], "rows come sorted by their compilers"
    assert [order[-2:] for order in orders] == [last, last]
    assert orders[0][:-2] == orders[1][-3::-1]
    shown = [row.cells[0][0].text for row in matrix.rows]
    assert shown == [*(name for name in said if name != "none"), unknown]
    assert answer == {"tables": orders, "explorer": orders, "values": [said, said], "csv": orders[1]}


def _agree(queries: Sequence[str], specs: Sequence[Spec], *, refused_alike: bool = False) -> None:
    answers = _answers(queries, specs)
    differ = []
    compared = 0
    for text, numbers in zip(queries, answers, strict=True):
        try:
            query = parse_query(text)
        except QuerySyntaxError:
            expected = None
        else:
            expected = [number for number, spec in enumerate(specs) if query.matches(spec)]
        if refused_alike or (expected is not None and numbers is not None):
            compared += 1
            differ += [] if numbers == expected else [(text, numbers, expected)]
    assert differ == []
    assert compared > len(queries) / 2


def _answers(queries: Sequence[str], specs: Iterable[Spec]) -> list[list[int] | None]:
    """What the filter box finds."""
    question = {"queries": queries, "rows": [_row(spec) for spec in specs], "project": told(project_script())}
    answers: list[list[int] | None] = _run("answer.js", json.dumps(question).encode())
    return answers


def _run(script: str, given: bytes) -> Any:  # noqa: ANN401 what the script writes
    """What a script beside this file writes as JSON."""
    done = subprocess.run([require("node"), _HERE / script], input=given, capture_output=True, check=False)
    assert done.stderr == b""
    return json.loads(done.stdout)


def _row(spec: Spec) -> dict[str, Any]:
    return {
        "package": spec.package,
        "tag": spec.tag,
        "version": str(spec.version),
        "compiler": spec.compiler or "none",
        "os": spec.os,
        "platform": spec.platform,
        "target": spec.target,
        "variants": list(spec.variants),
        "stacks": list(spec.stacks),
        "hash": spec.hash or "",
    }


def _asked_by(word: str, specs: Iterable[Spec]) -> Iterable[str]:
    """The queries for all places in which a word may be."""
    yield from (f"{key}*{word}*" for key in ("os=", "platform=", "target=", "stack="))
    if "." not in word:  # no name of a package has one
        yield f"*{word}*"
    yield f"tag={word}*"
    if len(word) >= 5:
        yield f"/{word}"
    for spec in specs:
        if word in str(spec.version):
            yield f"@={spec.version}"
        if word in (spec.compiler or "none"):
            yield f"%{(spec.compiler or 'none').replace('@', '@=')}"
        for variant in map(parse_variant, spec.variants):
            if variant.value is True and word in variant.name:
                yield f"+{variant.name}"
            if not isinstance(variant.value, bool) and word in ",".join(variant.value).lower():
                yield f"{variant.name}:={quote(','.join(variant.value))}"


def _plain_spec(dice: random.Random) -> dict[str, Any]:
    """A spec whose version is written in the one way in which it compares."""
    names = dice.sample(("mpi", "cuda", "hdf5", "shared"), 2)
    return {
        "package": dice.choice(("hdf5", "hdf5-blosc", "py-h5py", "mpich", "openmpi")),
        "version": f"{dice.randint(1, 13)}.{dice.randint(1, 13)}",
        "compiler": dice.choice((None, "gcc@13.2.0", "llvm@18.1.8")),
        "target": dice.choice(("x86_64_v3", "zen4", "neoverse_v1")),
        "variants": (*(dice.choice("+~") + name for name in names), f"cuda_arch:={dice.choice(('90', 'none'))}"),
        "hash": "".join(dice.choices("ab", k=32)),
    }


def _random_spec(dice: random.Random) -> Spec:
    return make_spec(
        package=dice.choice(("hdf5", "py-numpy", "py-pip")),
        version=_version(dice),
        compiler=dice.choice((None, "gcc", f"gcc@{_version(dice)}", f"gcc@={_version(dice)}", "clang@1")),
        os=dice.choice(("rhel8", "ubuntu22.04")),
        target=dice.choice(_TARGETS[:-1]),
        variants=tuple(_variant(dice, name) for name in dice.sample(_VARIANTS, dice.randrange(4))),
        stacks=tuple(dice.sample(("e4s", "hep", "e4s-cray"), dice.randrange(3))),
        hash="".join(dice.choices("ab2", k=32)),
    )


def _version(dice: random.Random) -> str:
    return "".join(dice.choice(_WORDS) + dice.choice((".", "-", "", "_")) for _ in range(dice.randint(1, 4)))


def _versions(dice: random.Random) -> str:
    ends = [_version(dice) if dice.random() < 0.8 else "" for _ in range(2)]
    element = dice.choice((ends[0], f"={ends[0]}", f"{ends[0]}:{ends[1]}", f"{ends[0]}:"))
    return element if dice.random() < 0.7 else f"{element},{dice.choice(('1.2', '=2', '3:'))}"


def _variant(dice: random.Random, name: str) -> str:
    setting = f"{name}{dice.choice(('=', ':='))}{dice.choice(_VALUES)}"
    return f"{dice.choice('+~')}{name}" if dice.random() < 0.4 else setting


def _term(dice: random.Random) -> str:
    chosen = dice.choice(_TARGETS)
    return dice.choice(
        (
            "py-*",
            f"@{_versions(dice)}",
            f"%gcc@{_versions(dice)}",
            "%none",
            _variant(dice, dice.choice(_VARIANTS)),
            f"target={chosen}:",
            f"target=:{chosen}",
            f"target={chosen},zen4",
            f"target={dice.choice(_TARGETS)}:{chosen}",
            f"arch=linux-*-{chosen}",
            f"stack={dice.choice(('e4s', 'e4s,hep', '*', 'e4s*', 'no'))}",
            f"os={dice.choice(('rhel8', 'ubuntu*', '*2*'))}",
            f"/{dice.choice(('a', 'ab', '2', 'b2'))}",
        )
    )
