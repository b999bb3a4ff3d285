"""A tree of pages of which two in three are broken, each in another way, as carelessness or malice would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Code
from tests.pages import TAG, detail, front_matter, meta_of, page

if TYPE_CHECKING:
    from pathlib import Path

_TOO_LARGE: Final = 17 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileTree:
    """What was written.

    Attributes:
        tag: The tag of all packages that can be used.
        good: The names of the packages that nothing is wrong with.
        partial: The names of packages that are used in spite of what is wrong with them.
        broken: For each broken file, by its path below the folder, the codes of its problems.
    """

    tag: str
    good: tuple[str, ...]
    partial: tuple[str, ...]
    broken: dict[str, frozenset[Code]]


def write_hostile_tree(folder: Path) -> HostileTree:
    """Write 20 good pages, and more broken ones beside and between them."""
    good = [f"good{number}" for number in range(19)]
    pages = {name: page(name, detail(1), detail(2, target="zen4")) for name in good}
    # Nothing is wrong with this one, as long as it is escaped.
    script = "</script><script>alert('variant')</script>&<b>"
    pages["good-script"] = page("good-script", detail(1, variants=[f"cflags={script}"]))
    cases = _unusable() | _unsafe() | _partial()
    for name, content in pages.items():
        _write(folder / TAG / name / "specs.md", content)
    for name, (content, _) in cases.items():
        _write(folder / TAG / name / "specs.md", content)
    broken = {f"{TAG}/{name}/specs.md": frozenset(codes) for name, (_, codes) in cases.items()}
    _write(folder / TAG / "twin" / "good0-again.md", pages["good0"])
    broken[f"{TAG}/twin/good0-again.md"] = frozenset({Code.DUPLICATE})
    large = folder / TAG / "too-large" / "specs.md"
    _write(large, b"---\nlayout: cache\n")
    with large.open("r+b") as file:
        file.truncate(_TOO_LARGE)
    broken[f"{TAG}/too-large/specs.md"] = frozenset({Code.LIMIT})
    link = folder / TAG / "dangling" / "specs.md"
    link.parent.mkdir()
    link.symlink_to("nowhere.md")
    broken[f"{TAG}/dangling/specs.md"] = frozenset({Code.SOURCE})
    return HostileTree(tag=TAG, good=tuple(pages), partial=tuple(_partial()), broken=broken)


_Cases = dict[str, tuple[bytes, set[Code]]]


def _unusable() -> _Cases:
    """Pages that give no package, because they cannot be read or lack what a package needs."""
    whole = page("broken", detail())
    layers = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
    unreadable = {
        "empty": b"",
        "dashes-only": b"---",
        "dashes-twice": b"---\n---\n",
        "no-front-matter": b"# hdf5\n\nA library.\n",
        "cut-off": whole[: len(whole) // 2],
        "not-utf8": whole.replace(b"+mpi", b"+m\xffpi"),
        "utf16": whole.decode().encode("utf-16"),
        "nul": whole.replace(b"+mpi", b"+m\0pi"),
        "binary": bytes(range(256)) * 20,
        "list-for-map": front_matter("- layout: cache", "- title: broken"),
        "bad-json": page("broken", detail()).replace(b'"hash": ', b'"hash" '),
        "deep-json": page("broken", spec_details="[" * 100_000 + "]" * 100_000, meta=None),
        "deep-map": page("broken", spec_details='{"a":' * 100_000 + "1" + "}" * 100_000, meta=None),
        "deep-yaml": front_matter("layout: cache", "meta:", *(f"{' ' * depth}a:" for depth in range(1, 100))),
        "alias-bomb": front_matter("layout: cache", "a0: &a0 [x]", layers),
        "python-tag": front_matter("layout: cache", "title: !!python/object/apply:os.system [echo broken]"),
        "key-twice": front_matter("title: one", "layout: cache", "title: two"),
        "second-document": front_matter("title: one", "layout: cache", "--- {title: two, layout: cache}"),
        "lone-surrogate": page("broken", detail(), title='"broken\\ud800"'),
        "unclosed-quote": page("broken", detail(), title='"broken'),
    }
    lacking = {
        "no-title": page("broken", detail(), title=None),
        "title-list": page("broken", detail(), title="[broken, twice]"),
        "title-map": page("broken", detail(), title="{name: broken}"),
        "title-null": page("broken", detail(), title="null"),
        "categories-map": page("broken", detail(), categories="{package: develop}"),
        "categories-nested": page("broken", detail(), categories="[package, [develop]]"),
        "no-specs": page("broken", spec_details=None, meta=None),
        "specs-map": page("broken", spec_details="{}", meta=None),
        "specs-text": page("broken", spec_details="none", meta=None),
        "spec-names-wrong": front_matter("title: broken", "layout: cache", "spec_names:", "- other@1.0%gcc@9"),
    }
    return {name: (content, {Code.FRONTMATTER}) for name, content in unreadable.items()} | {
        name: (content, {Code.SCHEMA}) for name, content in lacking.items()
    }


def _unsafe() -> _Cases:
    """Pages whose names must not become paths."""
    titles = {
        "title-climbs": "../../x",
        "title-absolute": "/etc/passwd",
        "title-windows": "..\\\\x",
        "title-device": "nul",
        "title-hidden": ".git",
        "title-empty": "",
        "title-markup": "<script>alert('title')</script>",
        "title-long": "x" * 300,
    }
    cases = {name: page("broken", detail(), title=f'"{title}"') for name, title in titles.items()}
    cases["tag-climbs"] = page("broken", detail(), categories='[package, "../../x"]')
    return {name: (content, {Code.UNSAFE}) for name, content in cases.items()}


def _partial() -> _Cases:
    """Pages that give a package: its last spec is sound."""
    sound = detail(99)
    wrong = [
        detail(1, hash=None),
        detail(2, hash=12),
        detail(3, hash="SHOUTED" + "A" * 25),
        detail(4, compiler=["gcc"]),
        detail(5, versions="1.2.5"),
        detail(6, versions=["1.2.5", "1.2.6"]),
        detail(7, variants={"mpi": True}),
        detail(8, stacks="e4s"),
        detail(9, os=["ubuntu22.04"]),
        detail(10, platform={"linux": 1}),
        detail(11, target=None),
        detail(12, size=[1]),
        detail(13, tarball=[7]),
        [],
        "2owbnqf",
        7,
    ]
    meta = json.dumps(meta_of([sound]) | {"num_specs": 7})
    kept: dict[str, tuple[list[object], str | None, set[Code]]] = {
        "wrong-types": (wrong, None, {Code.SCHEMA}),
        "wrong-size": ([detail(1, size="big")], None, {Code.SCHEMA}),
        "many-faults": ([{}] * 5_000, None, {Code.SCHEMA, Code.LIMIT}),
        "same-hash": ([detail(1), detail(1)], None, {Code.DUPLICATE}),
        "meta-wrong": ([], meta, {Code.INCONSISTENT}),
        "meta-list": ([], "[]", {Code.SCHEMA}),
        "control-characters": ([detail(1, variants=["+mpi\x1b[2J"])], None, {Code.UNSAFE}),
        "target-slash": ([detail(1, target="x86_64/v3")], None, {Code.UNSAFE}),
        "stack-climbs": ([detail(1, stacks=["../x", "e4s"])], None, {Code.UNSAFE}),
        "tarball-script": ([detail(1, tarball="javascript:alert(1)")], None, {Code.UNSAFE}),
        "tarball-file": ([detail(1, tarball="file:///etc/passwd")], None, {Code.UNSAFE}),
        "tarball-markup": ([detail(1, tarball='https://x"onclick="alert(1)')], None, {Code.UNSAFE}),
    }
    cases: _Cases = {
        name: (page(name, *details, sound, meta=meta_line), codes) for name, (details, meta_line, codes) in kept.items()
    }
    cases["no-layout"] = (page("no-layout", sound, layout=None), {Code.SCHEMA})
    cases["layout-list"] = (page("layout-list", sound, layout="[cache]"), {Code.SCHEMA})
    return cases


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
