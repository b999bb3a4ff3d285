"""Merges what several sources say about a package.

Specs with the same hash are the same spec. Sources may know more or less about it, and name different stacks; in
everything else they must agree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from sphinxext_cache.catalog.model import Dependency, Installation, Spec
from sphinxext_cache.catalog.names import natural_key, shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import Findings
from sphinxext_cache.digest import digest, digest_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinxext_cache.catalog.model import Package
    from sphinxext_cache.catalog.problems import Problem

_UNKNOWN: Final = (None, "", ())

_encode: Final = msgspec.json.Encoder(enc_hook=str).encode


def merge(sources: Sequence[Sequence[Package]]) -> tuple[list[Package], list[Problem]]:
    """Unite the packages of several sources, and report where they contradict each other.

    Of a package that one source has twice the first is united; the others are given as they are, for `Catalog` to tell.

    Args:
        sources: The packages of each source. Where two contradict each other, the one that comes first counts.
    """
    sources = [[_with_digest(package) for package in packages] for packages in sources if packages]
    if len(sources) <= 1:
        return [package for packages in sources for package in packages], []
    said: dict[tuple[str, str], list[Package]] = {}
    repeated: list[Package] = []
    for packages in sources:
        known: set[tuple[str, str]] = set()
        for package in packages:
            key = package.tag, package.name
            if key in known:
                repeated.append(package)
            else:
                known.add(key)
                said.setdefault(key, []).append(package)
    problems: list[Problem] = []
    united = [same[0] if len(same) == 1 else _unite(same, problems) for same in said.values()]
    return united + repeated, problems


def _with_digest(package: Package) -> Package:
    """The package with a digest; one of its specs, where its source gave none."""
    if package.digest:
        return package
    return replace(package, digest=digest_bytes(_encode((package.specs, [spec.hash for spec in package.pulled_in]))))


def _unite(packages: Sequence[Package], problems: list[Problem]) -> Package:
    """One package of what several sources say of it; what one of them shows is shown."""
    specs: dict[str, Spec] = {}
    files: dict[str, str] = {}
    # What has no hash cannot be distinguished within a source, but matches in another.
    without_hash: list[Spec] = []
    for package in packages:
        findings = Findings()
        known = set(without_hash)
        for spec in (*package.specs, *package.pulled_in):
            if spec.hash is None:
                if spec not in known:
                    without_hash.append(spec)
            elif spec.hash in specs:
                specs[spec.hash] = _unite_spec(specs[spec.hash], spec, files[spec.hash], findings)
            else:
                specs[spec.hash], files[spec.hash] = spec, package.file
        problems += findings.problems(package.file, lambda paths: [1] * len(paths))
    shown = {spec.hash for package in packages for spec in package.specs}
    return replace(
        packages[0],
        specs=(*(spec for hash_, spec in specs.items() if hash_ in shown), *without_hash),
        pulled_in=tuple(spec for hash_, spec in specs.items() if hash_ not in shown),
        digest=digest([package.digest for package in packages]),
    )


def _unite_spec(first: Spec, other: Spec, file: str, findings: Findings) -> Spec:
    """One spec of what two sources say of it.

    Args:
        first: What counts.
        other: What the other source says.
        file: The file in which the first was found.
        findings: Where contradictions are noted.
    """
    changes: dict[str, object] = {}
    for key in Spec.__struct_fields__:
        counts, says = getattr(first, key), getattr(other, key)
        # A spec may be known to depend on nothing.
        unknown = (None,) if key == "dependencies" else _UNKNOWN
        if says == counts or says in unknown:
            continue
        if counts in unknown:
            changes[key] = says
        elif key == "installation":
            changes[key] = _unite_installation(counts, says)
        elif key == "stacks":
            changes[key] = tuple(sorted({*counts, *says}, key=natural_key))
        elif key != "size":  # that of a copy, which may differ from source to source
            if key == "dependencies":  # they are long, and most of each is the same
                says, counts = (tuple(each for each in a if each not in b) for a, b in ((says, counts), (counts, says)))
            message = f"'{_show(says)}', but '{_show(counts)}' in {file}; that value is used"
            findings.add(Code.INCONSISTENT, (f"/{other.hash}", key), message)
    return msgspec.structs.replace(first, **changes) if changes else first


def _unite_installation(first: Installation, other: Installation) -> Installation:
    """What two installations know about a spec: if they differ, the first known value is used."""
    known = {
        key: says if counts is None else counts
        for key in Installation.__struct_fields__
        for counts, says in [(getattr(first, key), getattr(other, key))]
    }
    if first.explicit or other.explicit:
        known["explicit"] = True  # somebody asked for one of them
    if "installed" in {first.status, other.status}:
        known["status"] = "installed"  # in one place
    return Installation(**known)


def _show(value: object) -> str:
    if not isinstance(value, tuple):
        return shorten(str(value))
    shown = [_show_dependency(each) if isinstance(each, Dependency) else each for each in value]
    return shorten(" ".join(shown) or "none")


def _show_dependency(dependency: Dependency) -> str:
    said = [dependency.name, f"/{dependency.hash[:7]}" if dependency.hash else "", *dependency.types]
    said += [f"for {virtual}" for virtual in dependency.virtuals]
    return said[0] if not any(said[1:]) else f"{said[0]} ({' '.join(filter(None, said[1:]))})"
