"""What Spack itself writes is read, of every kind and version, by its content and shape."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.catalog import Code, Dependency, Installation, Origin, SourceItem, Spec, load, survey
from tests import spack_files as spack
from tests.pages import detail, hash_of, page
from tests.spack_files import Made

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog


def shown(catalog: Catalog, tag: str = "site") -> list[str]:
    return [spec.package for spec in catalog.specs("*", tag=tag)]


# --- Lockfiles ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", range(1, 9))
def test_a_lockfile_of_each_version_gives_its_roots_and_what_they_are_built_on(version: int, tmp_path: Path) -> None:
    hdf5, zlib, cmake = spack.chain("hdf5", "zlib", "cmake")
    file = spack.write(tmp_path / "hpc/spack.lock", spack.lockfile([hdf5, zlib, cmake], [hdf5], version))

    catalog = load([file])

    assert catalog.problems == ()
    assert shown(catalog) == ["hdf5"]
    (spec,) = catalog.specs("hdf5")
    assert (spec.hash, spec.tag, spec.stacks, str(spec.version)) == (hdf5.hash, "site", ("hpc",), "1.2.5")
    assert (spec.platform, spec.os, spec.target, spec.namespace) == ("linux", "rhel9", "zen4", "builtin")
    assert spec.variants == ("build_system=cmake", "+mpi")
    assert spec.installation == Installation(explicit=True)
    assert spec.dependencies == (Dependency(name="zlib", hash=zlib.hash, types=("build", "link")),)
    ((_edge, found),) = catalog.graph().dependencies(spec) or ()
    assert found is not None
    assert [each.name for each in found.dependencies or ()] == ["cmake"]


def test_a_lockfile_says_which_spack_wrote_it(tmp_path: Path) -> None:
    file = spack.write(tmp_path / "spack.lock", spack.lockfile(spack.chain("hdf5"), []))
    item = SourceItem(path=file, tag="2025", stack="a", date=dt.date(2025, 4, 20), kind="installed")

    assert load([item]).origins == (
        Origin(
            file=str(file),
            tag="2025",
            stack="a",
            kind="installed",
            date=dt.date(2025, 4, 20),
            spack="1.0.2",
            commit="734c5db2121b01c373eed6538e452f18887e9e44",
        ),
    )


def test_environments_that_are_included_are_read_and_their_paths_are_not_shown(tmp_path: Path) -> None:
    hdf5, zlib, bad = Made(name="hdf5"), Made(name="zlib"), Made(name="bad", rest={"arch": None})
    inner = {"/home/somebody/inner": spack.lockfile([zlib, bad], [zlib])}
    outer = {"/home/somebody/outer": {"roots": [], "include_concrete": inner}}
    file = spack.write(tmp_path / "hpc/spack.lock", spack.lockfile([hdf5], [hdf5], 7, include_concrete=outer))

    catalog = load([file])

    assert shown(catalog) == ["hdf5", "zlib"]
    assert catalog.stacks() == ("hpc",)
    (problem,) = catalog.problems
    place = f"/include_concrete/outer/include_concrete/inner/concrete_specs/{bad.hash}/arch"
    assert problem.message == f"{place}: is missing; the spec is left out"


def test_a_root_that_is_not_there_is_told(tmp_path: Path) -> None:
    (hdf5,) = spack.chain("hdf5")
    file = spack.write(tmp_path / "spack.lock", spack.lockfile([hdf5], [hdf5, Made(name="gone")]))

    (problem,) = load([file]).problems

    gone = Made(name="gone").hash
    assert (problem.code, problem.message) == (
        Code.SCHEMA,
        f"/roots: the root /{gone} is not among 'concrete_specs'",
    )


# --- Databases ---------------------------------------------------------------------------------------------------


def _records(shape: int = 5) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {
        "hdf5": {},
        "zlib": {"explicit": False},
        "gone": {"installed": False},
        "old": {"installed": False, "deprecated_for": hash_of(9)},
    }
    return {Made(name=name).hash: spack.record(Made(name=name), shape, **rest) for name, rest in made.items()}


@pytest.mark.parametrize(("version", "shape"), [(5, 2), (6, 4), (7, 5), (8, 6), (9, 6)])
def test_a_database_of_each_version_shows_what_is_installed_and_was_asked_for(
    version: int, shape: int, tmp_path: Path
) -> None:
    file = spack.write(tmp_path / "copy.json", spack.database(_records(shape), version))

    catalog = load([file])

    assert catalog.problems == ()
    assert shown(catalog) == ["hdf5"]
    (spec,) = catalog.specs("hdf5")
    assert spec.installation == Installation(explicit=True, status="installed", installed=dt.date(2025, 4, 20))
    assert spec.stacks == ()
    assert [origin.kind for origin in catalog.origins] == ["installed"]


def test_what_is_implicit_is_shown_if_that_is_said_and_what_is_not_installed_never_is(tmp_path: Path) -> None:
    file = spack.write(tmp_path / "copy.json", spack.database(_records()))
    catalog = load([SourceItem(path=file, implicit=True)])

    assert shown(catalog) == ["hdf5", "zlib"]
    assert [spec.installation and spec.installation.explicit for spec in catalog.specs("*")] == [True, False]


def test_what_is_not_installed_any_more_says_why(tmp_path: Path) -> None:
    hdf5 = Made(name="hdf5", on=[(Made(name=name), ("link",), ()) for name in ("gone", "old")])
    records = {**_records(), hdf5.hash: spack.record(hdf5)}
    catalog = load([spack.write(tmp_path / "copy.json", spack.database(records))])

    found = catalog.graph().dependencies(catalog.specs("hdf5")[0]) or ()

    assert [spec and spec.installation and spec.installation.status for _, spec in found] == [
        "uninstalled",
        "deprecated",
    ]


@pytest.mark.parametrize(
    ("module", "read"),
    [
        (None, None),
        (False, None),
        ("cray-mpich/8.1", "cray-mpich/8.1"),
        (["PrgEnv", "cray-mpich/8.1"], "PrgEnv cray-mpich/8.1"),
    ],
)
def test_an_external_has_the_modules_that_it_names(module: object, read: str | None, tmp_path: Path) -> None:
    made = Made(name="cray-mpich", external={"path": "/opt/cray", "module": module, "extra_attributes": {}})
    (spec,) = load([spack.write(tmp_path / "a.json", [spack.node(made)])]).specs()

    assert spec.installation == Installation(external=True, module=read, status="installed")


# --- Indices of build caches -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("version", "shape"), [(5, 2), (6, 4), (8, 5)])
def test_an_index_shows_what_the_build_cache_has(version: int, shape: int, tmp_path: Path) -> None:
    made = spack.chain("hdf5", "zlib", "python")
    index = spack.index(made, version, shape)
    index["database"]["installs"][made[2].hash]["in_buildcache"] = False
    spack.write(tmp_path / "2025/hpc/build_cache/index.json", index)
    spack.write(tmp_path / "2025/hpc/build_cache/other.spec.json", [spack.node(Made(name="other"))])

    catalog = load([tmp_path])

    assert catalog.problems == ()
    assert shown(catalog, "2025") == ["hdf5", "zlib"]
    assert catalog.stacks() == ("hpc",)
    assert catalog.specs("hdf5")[0].installation is None
    assert [origin.kind for origin in catalog.origins] == ["cache"]


def test_a_build_cache_of_layout_3_is_read_from_its_blobs_with_the_sizes_of_its_manifests(tmp_path: Path) -> None:
    spack.write_mirror(tmp_path / "2025/hpc", spack.chain("hdf5", "zlib"), sizes={"zlib": 10_731_083})

    catalog = load([tmp_path])

    assert catalog.problems == ()
    assert [(spec.package, spec.size, spec.stacks) for spec in catalog.specs("*")] == [
        ("hdf5", None, ("hpc",)),
        ("zlib", 10_731_083, ("hpc",)),
    ]
    assert survey([tmp_path]) == catalog.digest


def test_a_view_of_a_build_cache_of_layout_3_is_a_stack(tmp_path: Path) -> None:
    spack.write_mirror(tmp_path, spack.chain("hdf5"), view="gpu")
    spack.write_mirror(tmp_path, [*spack.chain("zlib"), *spack.chain("hdf5")], view="cpu")

    catalog = load([tmp_path])

    assert [(spec.package, spec.stacks) for spec in catalog.specs("*")] == [
        ("hdf5", ("cpu", "gpu")),
        ("zlib", ("cpu",)),
    ]


def test_an_index_whose_blob_was_not_copied_says_which_file_is_missing(tmp_path: Path) -> None:
    manifest = spack.write_mirror(tmp_path, spack.chain("hdf5"))
    (blob,) = tmp_path.glob("blobs/sha256/*/*")
    blob.unlink()

    (problem,) = load([tmp_path]).problems

    assert (problem.code, problem.file) == (Code.SOURCE, str(manifest))
    assert str(blob.relative_to(tmp_path)) in problem.message


@pytest.mark.parametrize("checksum", ["../../secret", "A" * 64, ""])
def test_a_manifest_leads_nowhere_but_to_a_blob(checksum: str, tmp_path: Path) -> None:
    manifest = spack.write_mirror(tmp_path, spack.chain("hdf5"))
    (blob,) = tmp_path.glob("blobs/sha256/*/*")
    manifest.write_text(manifest.read_text().replace(blob.name, checksum))

    (problem,) = load([tmp_path]).problems

    assert (problem.code, problem.message) == (Code.SCHEMA, f"/data: '{checksum}' is not a checksum of 64 digits")


# --- Nodes -------------------------------------------------------------------------------------------------------


def _as_found(made: list[Made]) -> tuple[object, ...]:
    return ([spack.node(each) for each in made],)


def _one_after_the_other(made: list[Made]) -> tuple[object, ...]:
    return tuple({"spec": {"_meta": {"version": 4}, "nodes": [spack.node(each)]}} for each in made)


def _in_a_spec_file(made: list[Made]) -> tuple[object, ...]:
    return ({"spec": {"_meta": {"version": 5}, "nodes": [spack.node(each) for each in made]}, "buildinfo": {}},)


def _wrapped_in_a_spec_file(made: list[Made]) -> tuple[object, ...]:
    nodes = [spack.node(each, 2) for each in made]
    for each, wrapped in zip(made, nodes, strict=True):
        wrapped[each.name] |= {"build_hash": each.build_hash, "full_hash": hash_of("full", each.name)}
    return ({"spec": nodes},)


@pytest.mark.parametrize("write", [_as_found, _one_after_the_other, _in_a_spec_file, _wrapped_in_a_spec_file])
@pytest.mark.parametrize("indent", [None, 2])
def test_nodes_are_all_shown_however_they_are_listed(write: Any, indent: int | None, tmp_path: Path) -> None:  # noqa: ANN401 a function
    made = spack.chain("hdf5", "zlib")
    catalog = load([spack.write(tmp_path / "nodes.json", *write(made), indent=indent)])

    assert catalog.problems == ()
    assert shown(catalog) == ["hdf5", "zlib"]
    assert catalog.graph().dependents(catalog.specs("zlib")[0]) == catalog.specs("hdf5")


def test_one_node_alone_is_a_file_too(tmp_path: Path) -> None:
    made = spack.chain("hdf5")[0]
    for name, each in ("flat", spack.node(made)), ("wrapped", spack.node(made, 2)):
        assert shown(load([spack.write(tmp_path / f"{name}.json", each)])) == ["hdf5"]


def test_a_dependency_that_is_not_among_nodes_stays_a_name(tmp_path: Path) -> None:
    hdf5, zlib = spack.chain("hdf5", "zlib")
    catalog = load([spack.write(tmp_path / "found.json", [spack.node(hdf5)])])

    assert catalog.problems == ()
    assert catalog.graph().dependencies(catalog.specs()[0]) == (
        (Dependency(name="zlib", hash=zlib.hash, types=("build", "link")), None),
    )


# --- What a node says --------------------------------------------------------------------------------------------


def read(made: Made, shape: int, tmp_path: Path, *others: Made) -> Spec:
    catalog = load([spack.write(tmp_path / "nodes.json", [spack.node(each, shape) for each in (made, *others)])])
    assert catalog.problems == ()
    return catalog.specs(made.name)[0]


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        (True, "+x"),
        (False, "~x"),
        ("Release", "x=Release"),
        ("a b", "x='a b'"),
        (["90", "100"], "x:=90,100"),
        (["none"], "x:=none"),
        (["c", "c++"], "x:='c,c++'"),
    ],
)
def test_a_variant_is_written_as_on_pages(parameter: object, text: str, tmp_path: Path) -> None:
    assert read(Made(name="hdf5", variants={"x": parameter}), 5, tmp_path).variants == (text,)


def test_a_patch_is_as_short_as_on_pages(tmp_path: Path) -> None:
    variants = {"patches": ["0123456789abcdef" * 4, "not-a-digest"]}
    assert read(Made(name="hdf5", variants=variants), 5, tmp_path).variants == ("patches:=0123456,not-a-digest",)


_GCC = Made(name="gcc", version="13.1.0")
_LLVM = Made(name="llvm", version="18.1.0")
_RUNTIME = Made(name="gcc-runtime")


@pytest.mark.parametrize(
    ("changes", "compiler"),
    [
        ({}, None),
        ({"compiler": {"name": "intel", "version": "2021"}, "annotations": {"compiler": "gcc@=9"}}, "intel@2021"),
        ({"annotations": {"original_specfile_version": 4, "compiler": "gcc@=9.3.0"}}, "gcc@9.3.0"),
        ({"annotations": {"original_specfile_version": 5}}, None),
    ],
)
def test_a_compiler_is_one_that_a_node_names(changes: dict[str, Any], compiler: str | None, tmp_path: Path) -> None:
    assert read(Made(name="hdf5", rest=changes), 6, tmp_path).compiler == compiler


@pytest.mark.parametrize(
    ("edges", "compiler"),
    [
        ([(_LLVM, ("cxx",)), (_GCC, ("c", "fortran"))], "gcc@13.1.0"),
        ([(_GCC, ("fortran",)), (_LLVM, ("cxx",))], "llvm@18.1.0"),
        ([(_GCC, ("fortran",))], "gcc@13.1.0"),
        ([(_RUNTIME, ("c",)), (Made(name="compiler-wrapper"), ("cxx",))], None),
        ([(Made(name="openmpi"), ("mpi",))], None),
    ],
)
def test_else_it_is_what_provides_a_language(
    edges: list[tuple[Made, tuple[str, ...]]], compiler: str | None, tmp_path: Path
) -> None:
    hdf5 = Made(name="hdf5", on=[(on, ("build",), virtuals) for on, virtuals in edges])
    assert read(hdf5, 6, tmp_path, *(on for on, _virtuals in edges)).compiler == compiler


@pytest.mark.parametrize("build_spec", [{"name": "hdf5", "hash": hash_of(7)}, {"hdf5": {"hash": hash_of(7)}}])
def test_a_splice_is_marked(build_spec: dict[str, Any], tmp_path: Path) -> None:
    spec = read(Made(name="hdf5", rest={"build_spec": build_spec}), 5, tmp_path)
    assert spec.installation == Installation(spliced=hash_of(7), status="installed")


def test_no_path_is_kept(tmp_path: Path) -> None:
    made = spack.chain("hdf5", "zlib")
    made[0].external = {"path": "/home/somebody", "module": None}
    spack.write(tmp_path / "a/spack.lock", spack.lockfile(made, made))
    spack.write(tmp_path / "b.json", spack.database({each.hash: spack.record(each) for each in made}))

    catalog = load([tmp_path])

    assert len(catalog.specs("*")) == 2
    assert "/home" not in repr([catalog.package(name) for name in ("hdf5", "zlib")])


# --- Where specs belong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "said", "tag", "stacks"),
    [
        ("2025/hpc/spack.lock", {}, "2025", ("hpc",)),
        ("2025/hpc.lock", {}, "2025", ("hpc",)),
        ("2025/hpc.json", {}, "2025", ("hpc",)),
        ("2025/hpc.json.gz", {}, "2025", ("hpc",)),
        ("hpc/spack.lock", {}, "site", ("hpc",)),
        ("a/b/c/hpc/spack.lock", {}, "site", ("hpc",)),
        ("2025/hpc/spack.lock", {"tag": "2026"}, "2026", ("hpc",)),
        ("2025/hpc/spack.lock", {"stack": "gpu"}, "2025", ("gpu",)),
        ("spack.lock", {"tag": "2026", "stack": "gpu"}, "2026", ("gpu",)),
    ],
)
def test_tag_and_stack_are_what_is_said_or_where_the_file_lies(
    path: str, said: dict[str, Any], tag: str, stacks: tuple[str, ...], tmp_path: Path
) -> None:
    hdf5 = spack.chain("hdf5")
    spack.write(tmp_path / path, spack.lockfile(hdf5, hdf5))

    (spec,) = load([SourceItem(path=tmp_path, **said)]).specs("*")

    assert (spec.tag, spec.stacks) == (tag, stacks)


def test_an_installation_is_read_from_its_database_alone(tmp_path: Path) -> None:
    made = spack.chain("hdf5")[0]
    spack.write(tmp_path / "2025/hpc/.spack-db/index.json", spack.database({made.hash: spack.record(made)}))
    spack.write(tmp_path / "2025/hpc/linux/other.json", [spack.node(Made(name="other"))])

    (spec,) = load([tmp_path]).specs("*")

    assert (spec.package, spec.tag, spec.stacks) == ("hdf5", "2025", ("hpc",))


def test_what_is_said_to_be_installed_is(tmp_path: Path) -> None:
    file = spack.write(tmp_path / "found.json", [spack.node(Made(name="hdf5"))])
    (spec,) = load([SourceItem(path=file, kind="installed")]).specs("*")
    assert spec.installation == Installation(status="installed")


# --- Several sources ---------------------------------------------------------------------------------------------


def test_front_matter_a_lockfile_and_a_database_of_one_tag_are_merged_by_hash(tmp_path: Path) -> None:
    hdf5 = Made(name="hdf5", variants={"build_system": "cmake", "mpi": True, "patches": ["1a2b3c4" + "0" * 57]})
    entry = detail(hash=hdf5.hash, compiler="gcc@13.2.0", target="zen4", os="rhel9", size=7, stacks=["e4s"])
    (tmp_path / "hdf5.md").write_bytes(page("hdf5", entry, categories="[package, 2025]"))
    spack.write(tmp_path / "2025/hpc/spack.lock", spack.lockfile([hdf5], [hdf5], 5))
    spack.write(tmp_path / "2025/db.json", spack.database({hdf5.hash: spack.record(hdf5)}))

    catalog = load([SourceItem(path=tmp_path / "2025", tag="2025"), tmp_path])

    assert catalog.problems == ()
    (spec,) = catalog.specs("*")
    assert (spec.size, spec.stacks, spec.namespace) == (7, ("e4s", "hpc"), "builtin")
    assert spec.installation == Installation(explicit=True, status="installed", installed=dt.date(2025, 4, 20))


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ({"tag": "2025"}, "the tag"),
        ({"stack": "a"}, "the stack"),
        ({"tag": "2025", "stack": "a"}, "the tag and the stack"),
    ],
)
def test_what_is_said_of_pages_in_vain_is_told(said: dict[str, str], keys: str, tmp_path: Path) -> None:
    (tmp_path / "specs.md").write_bytes(page("hdf5", detail()))

    (problem,) = load([SourceItem(path=tmp_path, **said)]).problems  # type: ignore[arg-type]  # strings, all of them

    assert problem.code is Code.SOURCE
    assert f"{keys} of this item of 'cache_sources' have no effect" in problem.message

    spack.write(tmp_path / "hpc/spack.lock", spack.lockfile([Made(name="zlib")], []))
    assert load([SourceItem(path=tmp_path, **said)]).problems == ()  # type: ignore[arg-type]  # the same


def test_what_several_files_of_a_folder_say_of_a_package_is_one_package(tmp_path: Path) -> None:
    for stack, number in (("cpu", 1), ("gpu", 2)):
        made = [Made(name="hdf5", number=number), Made(name="zlib")]
        spack.write(tmp_path / "2025" / stack / "spack.lock", spack.lockfile(made, made))

    catalog = load([tmp_path])

    assert catalog.problems == ()
    assert {(spec.package, spec.stacks) for spec in catalog.specs("*")} == {
        ("hdf5", ("cpu",)),
        ("hdf5", ("gpu",)),
        ("zlib", ("cpu", "gpu")),
    }


def test_a_survey_sees_what_is_said_and_what_is_in_each_file(tmp_path: Path) -> None:
    made = spack.chain("hdf5", "zlib")
    file = spack.write(tmp_path / "hpc/spack.lock", spack.lockfile(made, made))
    sources: list[list[Path | SourceItem]] = [
        [tmp_path],
        [file],
        [SourceItem(path=file, tag="a")],
        [SourceItem(path=tmp_path, implicit=True)],
    ]
    before = [survey(each) for each in sources]

    assert before == [load(each).digest for each in sources]
    assert len(set(before)) == 4
    spack.write(file, spack.lockfile(made, made[1:]))
    assert not set(before) & {survey(each) for each in sources}
