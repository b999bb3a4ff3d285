"""The lockfile of an environment: its roots, everything that was concretized, and the environments that it includes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.spack_files.checks import check_count, list_of, map_of, text_of
from sphinxext_cache.catalog.sources.spack_files.found import Found, read_node
from sphinxext_cache.catalog.sources.spack_files.json_text import entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import msgspec

    from sphinxext_cache.catalog.sources.findings import Findings, KeyPath

NEWEST: Final = 8
"""The newest version of the format that is known."""
_MOST_INCLUDED: Final = 1_000


def read_lockfile(
    top: Mapping[str, msgspec.Raw], findings: Findings, refused: set[str], *, implicit: bool
) -> Iterator[Found]:
    """Read a lockfile, and after it the environments that it includes.

    Args:
        top: The file.
        findings: Where it is noted what cannot be used.
        refused: Takes the keys of specs that cannot be used.
        implicit: Whether specs are shown that nobody asked for.
    """
    left: list[tuple[Mapping[str, msgspec.Raw], KeyPath]] = [(top, ())]
    for count in range(_MOST_INCLUDED):
        if not left:
            return
        environment, path = left.pop(0)
        for found in _read_environment(environment, path, findings, refused, is_included=count > 0):
            found.is_shown = implicit or bool(found.explicit)
            yield found
        left += _included(environment, path, findings)
    message = f"more than {_MOST_INCLUDED} environments; the others are left out"
    findings.leave_out(Code.LIMIT, ("include_concrete",), message)


def _read_environment(
    environment: Mapping[str, msgspec.Raw], path: KeyPath, findings: Findings, refused: set[str], *, is_included: bool
) -> Iterator[Found]:
    try:
        # Of what an environment has in common with those around it, it may have nothing itself.
        specs = entries(environment.get("concrete_specs", b"{}"), (*path, "concrete_specs"), findings)
    except UnusableError as fault:
        findings.leave_out(fault.code, fault.path, fault.message)
        return
    roots = set(_roots(environment.get("roots", b"[]"), (*path, "roots"), findings))
    for key, value in specs.items():
        place = (*path, "concrete_specs", key)
        try:
            node = read_node(value)
        except UnusableError as fault:
            findings.leave_out(fault.code, (*place, *fault.path), f"{fault.message}; the spec is left out")
            refused.add(key)
            continue
        is_root = key in roots
        yield Found(key=key, path=place, node=node, explicit=is_root)
    if not is_included:
        for missing in sorted(roots - specs.keys()):
            message = f"the root /{shorten(missing)} is not among 'concrete_specs'"
            findings.leave_out(Code.SCHEMA, (*path, "roots"), message)


def _roots(value: msgspec.Raw | bytes, path: KeyPath, findings: Findings) -> Iterator[str]:
    try:
        roots = list_of(value, path)
        check_count(len(roots), path)
    except UnusableError as fault:
        findings.leave_out(fault.code, fault.path, fault.message)
        return
    for index, root in enumerate(roots):
        try:
            yield text_of(map_of(root).get("hash", b""), ("hash",))
        except UnusableError as fault:
            findings.leave_out(fault.code, (*path, index, *fault.path), f"{fault.message}; the root is left out")


def _included(
    environment: Mapping[str, msgspec.Raw], path: KeyPath, findings: Findings
) -> Iterator[tuple[Mapping[str, msgspec.Raw], KeyPath]]:
    """The environments that another one includes. They are known by their paths, of which the last part is shown."""
    place = (*path, "include_concrete")
    try:
        included = entries(environment.get("include_concrete", b"{}"), place, findings)
    except UnusableError as fault:
        findings.leave_out(fault.code, fault.path, fault.message)
        return
    for folder, value in included.items():
        name = folder.replace("\\", "/").rstrip("/").rpartition("/")[2]
        try:
            yield map_of(value), (*place, name)
        except UnusableError as fault:
            findings.leave_out(fault.code, (*place, name), f"{fault.message}; the environment is left out")
