"""Writes a package as front matter of the newest generation, byte for byte like the site of the public cache.

It makes fixtures, the example project and the benchmark; `reader` reads what it writes.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.sources.draft import More
from sphinxext_cache.catalog.sources.extras import by_name, in_order, tidy
from sphinxext_cache.catalog.sources.front_matter.reader import read_front_matter
from sphinxext_cache.catalog.sources.front_matter.values import plain_text
from sphinxext_cache.catalog.sources.front_matter.wire import Detail

if TYPE_CHECKING:
    from sphinxext_cache.catalog.model import Package, Spec


_KEYS_OF_SITE: Final = frozenset(Detail.__struct_fields__)


def dump(package: Package) -> bytes:
    """Write the file of a package.

    Specs are sorted by hash and keys by name; ``meta`` is computed from the specs. What the site does not know is
    written under keys that it does not have; such specs have a line each, so that a comparison by lines shows which of
    them changed.

    Args:
        package: The package. To match the site, the stacks of its specs must include ``root``.

    Raises:
        ValueError: `load` would not read the same package: a spec has no hash, a name is not safe, or something else is
            not accepted.
    """
    shown, pulled_in = (sorted(map(_as_read, each), key=_hash) for each in (package.specs, package.pulled_in))
    specs = sorted((*shown, *pulled_in), key=_hash)
    hidden = {spec.hash for spec in pulled_in}
    details = [_detail(spec) | ({"pulled_in": True} if spec.hash in hidden else {}) for spec in specs]
    tag = package.tag if plain_text(package.tag.encode("utf-8", "replace")) == package.tag else json.dumps(package.tag)
    lines = (
        "---",
        f"title: {json.dumps(package.name)}",
        "layout: cache",
        f"categories: [package, {tag}]",
        f"meta: {json.dumps(_meta(specs), sort_keys=True)}",
        f"spec_details: {_written(details)}",
        "---",
    )
    data = "\n".join(lines).encode("utf-8")
    found = read_front_matter(data)
    if found.package != replace(package, specs=tuple(shown), pulled_in=tuple(pulled_in)):
        fault = found.problems[0].message if found.problems else "what is read back differs from what was written"
        raise ValueError(f"{shorten(package.name)} cannot be written as a page: {fault}")
    return data


def _written(details: list[dict[str, object]]) -> str:
    """The list of specs: in one line, as the site has it, unless one of them says what the site does not know."""
    if all(detail.keys() <= _KEYS_OF_SITE for detail in details):
        return json.dumps(details, sort_keys=True)
    return "[\n" + ",\n".join(f" {json.dumps(detail, sort_keys=True)}" for detail in details) + "]"


def _hash(spec: Spec) -> str:
    if spec.hash is None:
        raise ValueError(f"a spec of {spec.package} has no hash")
    return spec.hash


def _as_read(spec: Spec) -> Spec:
    """The spec as it will be read: without what is not written, and with all in order that has an order of its own."""
    ordered: dict[str, Any] = {}
    if spec.dependencies is not None:
        ordered["dependencies"] = in_order(map(tidy, spec.dependencies))
    if spec.installation is not None and spec.installation.provides is not None:
        provides = by_name(spec.installation.provides)
        ordered["installation"] = msgspec.structs.replace(spec.installation, provides=provides)
    return msgspec.structs.replace(spec, stacks=by_name(spec.stacks), compiler=spec.compiler or None, **ordered)


def _more(spec: Spec) -> dict[str, object]:
    """The keys that the site does not write, each if it is known."""
    said = {key: getattr(spec, key, None) for key in More.__struct_fields__}
    if spec.installation is not None:
        said |= msgspec.structs.asdict(spec.installation)
    known = {key: value for key, value in said.items() if value is not None}
    built: dict[str, Any] = msgspec.to_builtins(known)
    if "dependencies" in built:
        built["dependencies"] = [{key: value for key, value in each.items() if value} for each in built["dependencies"]]
    return built


def _detail(spec: Spec) -> dict[str, object]:
    return {
        "compiler": spec.compiler or "none",
        "hash": spec.hash,
        "os": spec.os,
        "platform": spec.platform,
        "size": "-" if spec.size is None else spec.size,
        "stacks": sorted(spec.stacks),
        "target": spec.target,
        "variants": spec.variants,
        "versions": [str(spec.version)],
        **_more(spec),
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
