"""Reads the entries of a page, maps or spec strings, value by value: each fault gets its place, the rest is kept."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.limits import MAX_SPECS, MAX_STACKS, max_names, max_strings
from sphinxext_cache.catalog.names import first_unseen, is_safe_segment, shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.front_matter.checks import (
    UnusableError,
    kind_of,
    map_of,
    missing,
    mistyped,
    number_of,
    text_of,
    texts_of,
    unsafe,
)
from sphinxext_cache.catalog.sources.front_matter.wire import Detail, is_web_address
from sphinxext_cache.catalog.spack.syntax import QuerySyntaxError, parse_node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sphinxext_cache.catalog.sources.front_matter.findings import Findings
    from sphinxext_cache.catalog.sources.front_matter.shape import Path, Value

_KEYS: Final = frozenset(Detail.__struct_fields__)
_REQUIRED: Final = dict.fromkeys(("hash", "compiler", "versions", "variants")).keys()
_OPTIONAL: Final = ("os", "platform", "target", "architecture", "arches", "size", "tarball")
_OTHERS: Final = 50
"""Among how many other keys of an entry a slip is looked for."""
_HASH = re.compile(r"[a-z0-9]{32}")


class EntryReader:
    """Reads the entries of one page.

    Args:
        findings: Where problems go.
        size: The size of the header in bytes.
    """

    def __init__(self, findings: Findings, size: int) -> None:
        self._findings = findings
        self._size = size
        self._stacks: set[str] = set()
        self._is_full = False

    def read_maps(self, entries: Sequence[Value]) -> list[Detail]:
        """Read ``spec_details``; of two specs with one hash the first counts."""
        details: dict[str, Detail] = {}
        for index, entry in enumerate(entries):
            path: Path = ("spec_details", index)
            if len(details) >= MAX_SPECS:
                self._stop(path, MAX_SPECS)
                break
            if self._findings.are_enough and not (isinstance(entry, dict) and entry.keys() >= _REQUIRED):
                self._findings.left_out = True  # and nobody reads why
                continue
            try:
                detail = self._read(entry, path)
            except UnusableError as fault:
                self._refuse(fault, path)
                continue
            if detail.hash in details:
                self._note(Code.DUPLICATE, (*path, "hash"), f"/{detail.hash} stands twice; the first counts")
            else:
                details[detail.hash] = detail
        return list(details.values())

    def read_strings(self, key: str, entries: Sequence[Value], package: str) -> list[Detail]:
        """Read ``spec_names`` or ``spec_files``.

        Args:
            key: Which of them.
            entries: What stands there.
            package: The name of the package.
        """
        most = max_strings(self._size)
        details: list[Detail] = []
        for index, entry in enumerate(entries):
            path: Path = (key, index)
            if len(details) >= most or index >= MAX_SPECS:
                self._stop(path, min(most, index))
                break
            if self._findings.are_enough and package not in (_string(entry) or ""):
                self._findings.left_out = True
                continue
            try:
                details.append(self._checked(_parse(entry, package), (), path))
            except UnusableError as fault:
                self._refuse(fault, path)
        return details

    def _read(self, value: Value, path: Path) -> Detail:
        entry = map_of(value)
        # After so many problems nobody reads what another key may have meant.
        unknown = () if self._findings.are_enough else (key for key in entry if key not in _KEYS)
        others = tuple(islice(unknown, _OTHERS))
        for key in _REQUIRED:
            if key not in entry:
                raise UnusableError(Code.SCHEMA, (key,), missing(key, others))
        versions = texts_of(entry["versions"], ("versions",))
        if len(versions) != 1:
            raise UnusableError(Code.SCHEMA, ("versions",), f"holds {len(versions)} versions, not one")
        detail = Detail(
            hash=text_of(entry["hash"], ("hash",)),
            compiler=text_of(entry["compiler"], ("compiler",)),
            versions=versions,
            variants=texts_of(entry["variants"], ("variants",)),
            stacks=() if entry.get("stacks") is None else texts_of(entry["stacks"], ("stacks",)),
            **{key: text_of(entry[key], (key,)) for key in _OPTIONAL if entry.get(key) is not None},
        )
        if not _HASH.fullmatch(detail.hash):
            message = f"'{shorten(detail.hash)}' is not a hash of 32 letters and digits"
            raise UnusableError(Code.SCHEMA, ("hash",), message)
        platform, _dash, rest = (detail.architecture or detail.arches or "").partition("-")
        if rest and not (detail.platform or detail.os or detail.target):
            # As in a spec string: an operating system may hold a dash, the others do not.
            detail.platform, (detail.os, _dash, detail.target) = platform, rest.rpartition("-")
        if "stacks" not in entry and mistyped("stacks", others):
            self._findings.add(Code.SCHEMA, (*path, "stacks"), missing("stacks", others))
        return self._checked(detail, others, path)

    def _checked(self, detail: Detail, others: Collection[str], path: Path) -> Detail:
        """The entry without what must not be shown."""
        for key in ("platform", "os", "target"):
            if not getattr(detail, key):
                raise UnusableError(Code.SCHEMA, (key,), missing(key, others))
        for key, text in _shown(detail):
            if unseen := first_unseen(text):
                message = f"'{shorten(text)}' holds the invisible character U+{ord(unseen):04X}"
                raise UnusableError(Code.UNSAFE, (key,), message)
        if not is_safe_segment(detail.target or ""):
            raise UnusableError(Code.UNSAFE, ("target",), unsafe(detail.target or ""))
        detail.stacks = self._usable_stacks(detail.stacks, (*path, "stacks"))
        if isinstance(detail.size, str):
            text, detail.size = detail.size, number_of(detail.size)
            if detail.size is None and text not in {"", "-"}:
                self._findings.add(Code.SCHEMA, (*path, "size"), f"'{shorten(text)}' is not a number of bytes")
        if detail.tarball and not is_web_address(detail.tarball):
            message = f"'{shorten(detail.tarball)}' is not an http(s) address; it is left out"
            self._findings.add(Code.UNSAFE, (*path, "tarball"), message)
            detail.tarball = None
        return detail

    def _usable_stacks(self, names: tuple[str, ...], path: Path) -> tuple[str, ...]:
        """Those of the stacks that can be shown."""
        distinct = list(dict.fromkeys(names))
        if len(distinct) > MAX_STACKS:
            self._note(Code.LIMIT, path, f"holds {len(distinct)} stacks; the first {MAX_STACKS} count")
        kept = []
        for name in distinct[:MAX_STACKS]:
            if is_safe_segment(name):
                kept.append(name)
            else:
                self._note(Code.UNSAFE, path, f"{unsafe(name)}; the stack is left out")
        new = [name for name in kept if name not in self._stacks]
        room = max_names(self._size) - len(self._stacks)
        self._stacks.update(new[:room])
        if new[room:]:
            kept = [name for name in kept if name in self._stacks]
            if not self._is_full:
                self._note(
                    Code.LIMIT, path, f"more than {len(self._stacks)} stacks on one page; the others are left out"
                )
            self._is_full = True
        return names if kept == distinct else tuple(kept)

    def _stop(self, path: Path, most: int) -> None:
        self._note(Code.LIMIT, path, f"more than {most} specs; the others are left out")

    def _refuse(self, fault: UnusableError, path: Path) -> None:
        self._note(fault.code, (*path, *fault.path), f"{fault.message}; the spec is left out")

    def _note(self, code: Code, path: Path, message: str) -> None:
        """Note a problem for which something is left out."""
        self._findings.left_out = True
        self._findings.add(code, path, message)


def _string(entry: Value) -> str | None:
    """The spec string that an entry is: an item of ``spec_names``, or the key of one of ``spec_files``."""
    text = next(iter(entry)) if isinstance(entry, dict) and len(entry) == 1 else entry
    return text if isinstance(text, str) else None


def _parse(entry: Value, package: str) -> Detail:
    """What a spec string says."""
    text = _string(entry)
    if text is None:
        raise UnusableError(Code.SCHEMA, (), f"is {kind_of(entry)}, not a spec")
    try:
        node = parse_node(text.split(" ^", 1)[0])
    except QuerySyntaxError as error:
        message = f"'{shorten(text)}', column {error.column}: {error.message}"
        raise UnusableError(Code.SCHEMA, (), message) from None
    if node.name != package or not node.version:
        raise UnusableError(Code.SCHEMA, (), f"'{shorten(text)}' is not a version of '{package}'")
    return Detail(
        hash="",
        compiler=node.compiler or "none",
        versions=(node.version,),
        variants=node.variants,
        os=node.os,
        platform=node.platform,
        target=node.target,
    )


def _shown(detail: Detail) -> Iterator[tuple[str, str]]:
    """What of an entry is shown as it is, with its key; the rest must be safer than that."""
    for key in ("compiler", "os", "platform", "target"):
        yield key, getattr(detail, key) or ""
    for key in ("versions", "variants"):
        yield from ((key, text) for text in getattr(detail, key))
