"""The data file of a tag holds what is known of its specs, in order, and in few bytes."""

from __future__ import annotations

import gzip
import json
import random
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from benchmarks.make_trees import make_package
from sphinxext_cache.catalog import Catalog, Dependency, Facts, Installation, Package, load, load_facts, spec_key
from sphinxext_cache.pages.data_file import FORMAT, encode_specs
from sphinxext_cache.tables import COLUMNS
from tests.facts import catalog_of
from tests.hostile import write_hostile_tree
from tests.pages import hash_of
from tests.projects import make_spec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinxext_cache.catalog import Spec
    from tests.corpora import Corpus

_READER: Final = Path(__file__).parents[2] / "docs" / "reference" / "read_data_file.py"

_HASH_BYTES: Final = 20
"""What a hash weighs, however it is written: 32 characters of base32."""
_BUDGET: Final = 25
"""The bytes that a spec may weigh beside its hash."""


def _read(content: bytes) -> list[dict[str, Any]]:
    """The specs of a data file, read as the documentation says."""
    return list(map(_said, runpy.run_path(str(_READER))["read_specs"](content)))


def _known(spec: Spec) -> dict[str, Any]:
    """What the file must say of a spec."""
    values = {column.name: column.value(spec) for column in COLUMNS.values() if column.place in {"hashes", "columns"}}
    return _said({name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """What is known of a spec by name, as strings and lists; without what few know, where this spec does not."""
    return {
        name: value if value is None or isinstance(value, list) else str(value)
        for name, value in values.items()
        if value is not None or not COLUMNS[name].rare
    }


def _generated(count: int) -> list[Spec]:
    """Specs as the benchmarks have them."""
    dice = random.Random(1)  # noqa: S311 always the same on purpose
    packages = [make_package(dice, "develop", index, 10) for index in range(count // 10)]
    return [spec for package in packages for spec in package.specs]


_FEW: Final = (
    make_spec(version="1.14.5", stacks=("hep", "e4s"), variants=("+mpi", "cuda_arch:=80,90")),
    make_spec(version="1.9", compiler=None, stacks=()),
    make_spec(version="1.14.5", target="zen4", variants=(), hash=None),
    make_spec("zlib", version="develop"),
    make_spec("pkg10", target="x86_64"),
    make_spec("pkg9", target="alien"),
)


def test_all_that_is_known_of_specs_comes_back_sorted() -> None:
    content = encode_specs("develop", _FEW)

    assert _read(content) == [_known(spec) for spec in sorted(_FEW, key=spec_key)]


def test_the_file_tells_its_format_its_tag_and_how_many_specs_it_has() -> None:
    file = json.loads(encode_specs("v1.0", _FEW))

    assert (file["format"], file["tag"], file["specs"]) == (FORMAT, "v1.0", len(_FEW))
    assert len(file["hashes"]) == len(_FEW)
    assert {len(column) for column in file["columns"].values()} == {len(_FEW)}


def test_values_stand_in_the_order_of_readers() -> None:
    values = json.loads(encode_specs("develop", _FEW))["values"]

    assert values["package"] == ["hdf5", "pkg9", "pkg10", "zlib"]
    assert values["version"] == ["1.9", "1.14.5", "develop"]
    assert values["compiler"] == ["gcc@13.2.0", None]
    assert values["target"] == ["x86_64", "x86_64_v3", "zen4", "alien"]
    assert values["stack"] == ["e4s", "hep", "root"]


def test_no_specs_are_a_file_too() -> None:
    assert _read(encode_specs("develop", ())) == []


def test_neither_the_order_of_specs_nor_the_run_makes_a_difference() -> None:
    specs = [*_generated(500), *_FEW, make_spec(version="2.0", hash=None), make_spec(version="2_0", hash=None)]
    shuffled = random.Random(2).sample(specs, len(specs))  # noqa: S311 always the same on purpose

    assert encode_specs("develop", shuffled) == encode_specs("develop", specs)


@pytest.mark.parametrize(
    "text",
    ["</script><script>alert(1)</script>", '"\\', "\u2028\u00e9\U0001f600", "__proto__", "constructor", "a" * 10_000],
)
def test_names_of_any_kind_come_back(text: str) -> None:
    specs = (make_spec(version=text, os=text, stacks=(text,), variants=(text,), compiler=text),)

    assert _read(encode_specs(text, specs)) == [_known(specs[0])]


def test_what_is_used_of_hostile_pages_comes_back(tmp_path: Path) -> None:
    tree = write_hostile_tree(tmp_path)
    specs = load([tmp_path]).specs("", tree.tag)

    assert _read(encode_specs(tree.tag, specs)) == [_known(spec) for spec in specs]


def _sorted(specs: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(specs, key=lambda spec: [str(spec[name]) for name in sorted(spec)])


def test_pages_of_every_generation_come_back(corpus: Corpus) -> None:
    catalog = load([corpus.site])

    assert len(catalog.tags) > 1
    for tag in catalog.tags:
        specs = catalog.specs("", tag)
        assert _sorted(_read(encode_specs(tag, specs))) == _sorted(map(_known, specs))


def test_a_spec_weighs_little_beside_its_hash() -> None:
    specs = _generated(2_000)

    weight = len(gzip.compress(encode_specs("develop", specs), compresslevel=6)) / len(specs)

    assert weight - _HASH_BYTES <= _BUDGET


# --- Dependencies ------------------------------------------------------------------------------------------------


def _on(name: str, *virtuals: str) -> Dependency:
    return Dependency(name=name, hash=hash_of(name), virtuals=virtuals)


_APP: Final = make_spec("app", version="2.0", hash=hash_of("app"), dependencies=(_on("gone"), _on("openmpi", "mpi")))
_OPENMPI: Final = make_spec("openmpi", version="5.0.3", hash=hash_of("openmpi"), dependencies=(_on("hwloc"),))
_HWLOC: Final = make_spec(
    "hwloc", version="2.11", hash=hash_of("hwloc"), dependencies=(), installation=Installation(provides=("topology",))
)


def _linked(specs: Iterable[Spec], pulled_in: Iterable[Spec] = ()) -> bytes:
    """The data file of specs, some of which are only pulled in."""
    shown, others = list(specs), list(pulled_in)
    packages = [
        Package(
            name=name,
            tag="develop",
            specs=tuple(spec for spec in shown if spec.package == name),
            pulled_in=tuple(spec for spec in others if spec.package == name),
        )
        for name in dict.fromkeys(spec.package for spec in (*shown, *others))
    ]
    catalog = Catalog(packages)
    return encode_specs("develop", catalog.specs("*"), catalog.graph())


def _read_dependencies(content: bytes) -> list[list[str] | None]:
    return list(runpy.run_path(str(_READER))["read_dependencies"](content))


def test_what_specs_depend_on_comes_back_as_queries_ask_for_it() -> None:
    content = _linked([_APP, make_spec("zlib")], [_OPENMPI, _HWLOC])

    app, zlib = _read_dependencies(content)

    assert app is not None
    assert sorted(app) == ["gone", "mpi=openmpi@5.0.3"]
    assert zlib is None


def test_what_is_pulled_in_is_there_with_what_it_depends_on_and_provides() -> None:
    known = json.loads(_linked([_APP], [_OPENMPI, _HWLOC]))["dependencies"]

    needs = dict(zip(known["dependency"], known["dependencies"], strict=True))
    hwloc = known["dependency"].index("hwloc@2.11")

    assert needs == {"gone": None, "mpi=openmpi@5.0.3": [hwloc], "hwloc@2.11": []}
    assert known["provides"] == {str(hwloc): ["topology"]}


def test_specs_that_differ_in_nothing_that_is_asked_are_one_dependency() -> None:
    twins = [make_spec("hdf5", version="1", hash=hash_of(n), dependencies=(_on("hwloc"),)) for n in (1, 2)]
    apps = [
        make_spec("app", hash=hash_of(n), dependencies=(Dependency(name="hdf5", hash=hash_of(n % 2 + 1)),))
        for n in (3, 4)
    ]

    known = json.loads(_linked(apps, [*twins, _HWLOC]))["dependencies"]

    assert sorted(known["dependency"]) == ["hdf5@1", "hwloc@2.11"]


def test_circles_are_written_too() -> None:
    ring = [
        make_spec(f"p{n}", version="1", hash=hash_of(f"p{n}"), dependencies=(_on(f"p{(n + 1) % 3}"),)) for n in range(3)
    ]

    known = json.loads(_linked(ring))["dependencies"]

    assert sorted(known["dependency"]) == ["p0@1", "p1@1", "p2@1"]
    for place, needs in enumerate(known["dependencies"]):
        (other,) = needs
        assert int(known["dependency"][other][1]) == (int(known["dependency"][place][1]) + 1) % 3


def test_a_chain_may_be_as_long_as_it_likes() -> None:
    chain = [make_spec(f"p{n}", hash=hash_of(f"p{n}"), dependencies=(_on(f"p{n + 1}"),)) for n in range(5_000)]

    assert len(json.loads(_linked(chain))["dependencies"]["dependency"]) == 5_000


def test_the_order_of_specs_makes_no_difference_to_dependencies() -> None:
    specs = [_APP, _OPENMPI, _HWLOC, make_spec("app", hash=hash_of(7), dependencies=(_on("hwloc"), _on("zlib")))]

    assert _linked(specs) == _linked(specs[::-1])


_FACTS: Final = """
markup: rst
hdf5:
  description: "A *format* for data"
  level: 10
  users: [climate, physics]
hdf5@1.9: {level: 9, users: all}
zlib: {level: 9, homepage: https://zlib.example}
"""


def _read_facts(content: bytes) -> list[dict[str, Any]]:
    return list(runpy.run_path(str(_READER))["read_facts"](content))


def _with_facts(specs: Sequence[Spec], text: str, folder: Path) -> bytes:
    """The data file of specs of which a file says something."""
    file = folder / "facts.yaml"
    file.write_text(text, encoding="utf-8")
    return encode_specs("develop", specs, facts=load_facts([file], catalog_of(*specs)))


def test_what_is_said_of_specs_comes_back_as_readers_see_it(tmp_path: Path) -> None:
    content = _with_facts(_FEW, _FACTS, tmp_path)

    said = {
        (spec["package"], spec["version"]): fact
        for spec, fact in zip(_read(content), _read_facts(content), strict=True)
    }

    of_hdf5 = {"description": "A format for data", "level": "10", "users": ["climate", "physics"]}
    assert said == {
        ("hdf5", "1.14.5"): of_hdf5,
        ("hdf5", "1.9"): {**of_hdf5, "level": "9", "users": ["all"]},
        ("zlib", "develop"): {"level": "9", "homepage": "https://zlib.example"},
        ("pkg9", "1.14.5"): {},
        ("pkg10", "1.14.5"): {},
    }


def test_facts_are_there_once_for_each_package_and_of_a_spec_only_where_it_differs(tmp_path: Path) -> None:
    facts = json.loads(_with_facts(_FEW, _FACTS, tmp_path))["facts"]

    assert facts["level"] == {"values": ["9", "10"], "packages": [1, None, None, 0], "specs": {"2": 0}}
    assert facts["users"] == {
        "values": ["all", "climate", "physics"],
        "sets": [[1, 2], [0]],
        "packages": [0, None, None, None],
        "specs": {"2": 1},
    }


def test_a_module_that_an_installation_knows_is_a_fact_unless_somebody_says_another(tmp_path: Path) -> None:
    specs = [
        make_spec(version="2", hash=hash_of(1), installation=Installation(module="hdf5/2")),
        make_spec(version="1", hash=hash_of(2), installation=Installation(module="hdf5/1")),
    ]

    assert _read_facts(encode_specs("develop", specs, facts=Facts())) == [{"module": "hdf5/2"}, {"module": "hdf5/1"}]
    assert _read_facts(_with_facts(specs, "hdf5@1: {module: old}", tmp_path)) == [
        {"module": "hdf5/2"},
        {"module": "old"},
    ]


def test_where_nothing_is_said_the_file_has_not_a_byte_of_facts() -> None:
    assert encode_specs("develop", _FEW, facts=Facts()) == encode_specs("develop", _FEW)


def test_where_no_dependencies_are_known_the_file_has_not_a_byte_of_them() -> None:
    catalog = Catalog([Package(name="hdf5", tag="develop", specs=(_FEW[0],))])

    content = encode_specs("develop", catalog.specs("*"), catalog.graph())

    assert content == encode_specs("develop", catalog.specs("*"))
    assert "dependencies" not in json.loads(content)


def test_what_is_installed_says_how_it_is_loaded_and_what_is_cached_says_nothing() -> None:
    known = [
        make_spec(version="3", installation=Installation(status="installed", module="hdf5/3")),
        make_spec(version="2", installation=Installation(status="installed")),
        make_spec(version="1", installation=Installation(status="uninstalled")),
        make_spec(version="0.9"),
    ]

    file = json.loads(encode_specs("site", known, facts=catalog_of(*known).facts))

    assert file["load"] == {"0": "module load hdf5/3", "1": "spack load", "2": ""}
    assert "load" not in json.loads(encode_specs("site", known[3:], facts=catalog_of(known[3]).facts))
