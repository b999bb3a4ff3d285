"""A site of packages whose fields hold payloads, and its twin of the same shape that nothing is wrong with.

``python -m tests.browser.hostile_site FOLDER THEME WORDS`` builds it with other versions than those of the tests.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.words import admit
from sphinxext_cache.catalog.sources.admit import is_web_address
from sphinxext_cache.catalog.sources.findings import UnusableError
from tests.browser.payloads import ACCEPTED
from tests.pages import TAG, detail, front_matter, meta_of, page
from tests.projects import Project, make_hash, make_spec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog import Spec

GROUP: Final = 18
"""So many payloads stand on the page of one package."""
PACKAGES: Final = tuple(f"hostile{number}" for number in range(-(-len(ACCEPTED) // GROUP)))
"""Packages of which every spec has a payload in each field that may hold any text."""
NAMES: Final = ("__proto__", "constructor", "hasOwnProperty", "cacheplaceholder", "w" * 127)
"""Payloads that may be names of packages, stacks and targets."""

_GRADES: Final = ("<img src=x onerror=pwned=1>", "=1+cmd|' /C calc'!A0")
"""Payloads that are values to choose from."""

FOLDER: Final = f"cache/{TAG}"
PAGES: Final = (
    "index.html",
    f"{FOLDER}/index.html",
    f"{FOLDER}/stacks/{NAMES[-1]}.html",
    f"{FOLDER}/targets/{NAMES[-1]}.html",
    *(f"{FOLDER}/packages/{name}.html" for name in (*PACKAGES, "shared", "old", "lying", *NAMES)),
)
EXPLORER: Final = f"{FOLDER}/explore.html"

_DOCUMENT: Final = """
Hostile
=======

The package :cache:package:`hostile0`: :cache:count:`hostile0` specs, the newest of :cache:version:`hostile0`.

.. cache:specs:: hostile0
   :columns: hash, package, tag, version, compiler, platform, os, target, variants, stacks, size, level, marks, grade

.. cache:matrix:: hostile1
   :rows: os
   :columns: compiler

.. cache:matrix:: hostile2
   :rows: version
   :columns: platform
   :cell: versions

.. cache:packages:: stack=e4s

.. cache:packages:: hostile*
   :columns: package, description, level, marks, grade

.. cache:tags::

.. cache:package:: hostile3

.. cache:mirror:: constructor
"""


def hostile_specs() -> tuple[Spec, ...]:
    """The specs of `PACKAGES`, each with one payload, in their order."""
    return _specs(ACCEPTED)


def build_hostile(root: Path, theme: str, *, harmless: bool = False) -> Path:
    """Build the site in a theme, and give the folder of its pages.

    Args:
        root: Where the project goes.
        theme: The theme.
        harmless: Whether a plain word stands in the place of each payload.
    """
    words = [f"harmless{number}" for number in range(len(ACCEPTED))] if harmless else ACCEPTED
    project = Project(root=root, conf={"extensions": ["sphinxext_cache"], "html_theme": theme})
    project.add(*_specs(words), *_named_specs())
    project.write("_cache/shared.md", page("shared", *(detail(n, variants=list(words)) for n in range(2))))
    project.write("_cache/old.md", _old_page(words))
    project.write("_cache/lying.md", _lying_page(words))
    project.write("index.rst", _DOCUMENT)
    project.write("facts.json", json.dumps(_facts(words)))
    built = project.build(project="Hostile", cache_facts=["facts.json"])
    # What contradicts the specs is told, and shown nowhere.
    assert {line.rsplit("[")[-1] for line in built.warnings} == {"cache.inconsistent]"}
    return built.outdir


def _specs(words: Sequence[str]) -> tuple[Spec, ...]:
    return tuple(
        make_spec(
            package=PACKAGES[number // GROUP],
            tag=TAG,
            version=word,
            compiler=word,
            os=word,
            platform=word,
            target="zen4" if number % 2 else "x86_64_v3",
            variants=(word, f"option={word}"),
            hash=make_hash(f"hostile {number}"),
        )
        for number, word in enumerate(words)
    )


def _facts(words: Sequence[str]) -> dict[str, dict[str, object]]:
    """What is said of packages, and of specs by their hashes; `level` and `marks` are of any values, `grade` of two."""
    grades = _GRADES if words is ACCEPTED else ("good", "poor")
    said: dict[str, dict[str, object]] = {}
    for number, word in enumerate(words):
        if not is_said(ACCEPTED[number]):
            continue
        hash_ = make_hash(f"hostile {number}")
        said[f"/{hash_}"] = {"level": word, "marks": [word, f"x {word}"], "grade": grades[number % 2]}
        said.setdefault(PACKAGES[number // GROUP], {}).setdefault("description", word)
    return said


def is_said(word: str) -> bool:
    """Whether a payload is a fact as it is written: a line that can be seen, and is more than an address."""
    try:
        return admit("level", word) == word and not is_web_address(word)
    except UnusableError:
        return False


def _named_specs() -> list[Spec]:
    return [make_spec(package=name, tag=TAG, target=name, stacks=(name, "e4s")) for name in NAMES]


def _old_page(words: Sequence[str]) -> bytes:
    """A page of 2022, whose specs are texts, with what may stand in quotes there."""
    quoted = [json.dumps(word, ensure_ascii=False) for word in words]
    specs = [f"old@1.{n}%gcc@9 cflags={text} arch=linux-ubuntu22.04-zen4" for n, text in enumerate(quoted)]
    lines = ("title: old", "layout: cache", f"categories: [package, {TAG}]", f"spec_names: {json.dumps(specs)}")
    return front_matter(*lines)


def _lying_page(words: Sequence[str]) -> bytes:
    """A page that says of its one spec what is not so, and more than anybody asked."""
    lies = {key: list(words) for key in ("compilers", "oss", "platforms", "stacks", "targets", "versions")}
    meta = meta_of([detail()]) | lies | {"num_specs_by_stack": dict.fromkeys(words, 1)}
    extra = json.dumps(list(words))
    return page("lying", detail(more=extra), meta=json.dumps(meta), extra=extra, description=extra, permalink=extra)


if __name__ == "__main__":
    build_hostile(Path(sys.argv[1]), sys.argv[2], harmless=sys.argv[3] == "harmless")
