"""Writes a package as a page of the newest generation, byte for byte as the site of the build cache does.

Fixtures, the example project and the benchmark are made with it; what it writes, `frontmatter` reads.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinxext_cache.catalog.model import Package, Spec


def dump(package: Package) -> bytes:
    """Write a page.

    The specs come sorted by hash and the keys by name; ``meta`` is computed from the specs. Sizes and tarballs
    are not written: the newest generation has no tarballs, and ``-`` for every size.

    Args:
        package: The package. Its specs should name ``root`` among their stacks, as those of the site do.

    Raises:
        ValueError: A spec has no hash, so that this generation cannot express it.
    """
    specs = sorted(package.specs, key=_hash)
    lines = (
        "---",
        f"title: {json.dumps(package.name)}",
        "layout: cache",
        f"categories: [package, {package.tag}]",
        f"meta: {json.dumps(_meta(specs), sort_keys=True)}",
        f"spec_details: {json.dumps([_detail(spec) for spec in specs], sort_keys=True)}",
        "---",
    )
    return "\n".join(lines).encode("utf-8")


def _hash(spec: Spec) -> str:
    if spec.hash is None:
        raise ValueError(f"a spec of {spec.package} has no hash")
    return spec.hash


def _detail(spec: Spec) -> dict[str, object]:
    return {
        "compiler": spec.compiler or "none",
        "hash": spec.hash,
        "os": spec.os,
        "platform": spec.platform,
        "size": "-",
        "stacks": sorted(spec.stacks),
        "target": spec.target,
        "variants": spec.variants,
        "versions": [str(spec.version)],
    }


def _meta(specs: list[Spec]) -> dict[str, object]:
    stacks = Counter(stack for spec in specs for stack in spec.stacks)
    return {
        "compilers": sorted({spec.compiler or "none" for spec in specs}),
        "num_specs": len(specs),
        "num_specs_by_stack": stacks,
        "oss": sorted({spec.os for spec in specs}),
        "platforms": sorted({spec.platform for spec in specs}),
        "stacks": sorted(stacks),
        "targets": sorted({spec.target for spec in specs}),
        "versions": sorted({str(spec.version) for spec in specs}),
    }
