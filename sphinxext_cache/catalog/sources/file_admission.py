"""Admits the specs of one file, one by one: refused ones are reported, and the rest is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sphinxext_cache.catalog.limits import MAX_SIZE, MAX_SPECS, MAX_STACKS, max_names
from sphinxext_cache.catalog.model import Package
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.admit import is_web_address
from sphinxext_cache.catalog.sources.findings import Findings, UnusableError, unsafe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sphinxext_cache.catalog.model import Spec
    from sphinxext_cache.catalog.problems import Problem
    from sphinxext_cache.catalog.sources.admit import Admission
    from sphinxext_cache.catalog.sources.draft import AnyDraft, More
    from sphinxext_cache.catalog.sources.findings import KeyPath

_NUMBER: Final = re.compile(r"-?[0-9]{1,18}")


class FileAdmission:
    """Admits the specs of one file, notes what is wrong with them, and sees to it that they are not too many.

    Args:
        admission: Decides on each of them.
        file: The path of the file, for messages.
        size: Its size in bytes.
        keys: Where in a spec of this file the values are that it calls otherwise than a draft; None for a file whose
            places are no JSON pointers (RFC 6901).

    Attributes:
        findings: What was wrong so far. The reader notes there, too, what it finds itself.
    """

    def __init__(
        self, admission: Admission, file: str, size: int, keys: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.findings = Findings(pointers=keys is not None)
        self._keys = keys or {}
        self._admission = admission
        self._file = file
        self._size = size
        self._specs: dict[tuple[str, str], dict[str | int, Spec]] = {}
        self._full: set[tuple[str, str]] = set()
        self._stacks: set[str] = set()
        self._has_room = True

    def add(
        self, draft: AnyDraft, package: str, tag: str, path: tuple[str | int, ...] = (), others: Collection[str] = ()
    ) -> bool:
        """Admit a spec, or note why not; of two specs of a package with the same hash, the first one is used.

        Args:
            draft: The spec.
            package: The name of its package.
            tag: Its tag.
            path: Where it is in the file.
            others: The keys beside those of the spec; one of them may be a slip for one that is missing.

        Returns:
            Whether it was admitted.
        """
        specs = self._specs.setdefault((tag, package), {})
        if len(specs) >= MAX_SPECS:
            if (tag, package) not in self._full:
                self.stop(path, MAX_SPECS)
            self._full.add((tag, package))
            return False
        try:
            spec = self._admission.one(draft, package, tag, others)
        except UnusableError as fault:
            self.refuse(fault, path)
            return False
        spec = msgspec.structs.replace(
            spec,
            stacks=self._admission.stacks(self._usable_stacks(draft.stacks, (*path, "stacks"))),
            size=self._usable_size(draft.size, (*path, "size")),
            **self._usable_extras(draft.more, path),
        )
        self._look_at_address(draft.tarball, (*path, "tarball"))
        if spec.hash in specs:
            message = f"/{spec.hash} occurs twice; the first one is used"
            self.findings.leave_out(Code.DUPLICATE, (*path, "hash"), message)
            return False
        specs[len(specs) if spec.hash is None else spec.hash] = spec
        return True

    def stop(self, path: KeyPath, most: int) -> None:
        """Note that the specs of a package are too many.

        Args:
            path: Where the first of those is that are left out.
            most: How many there may be.
        """
        self.findings.leave_out(Code.LIMIT, path, f"more than {most} specs; the others are left out")

    def refuse(self, fault: UnusableError, path: KeyPath) -> None:
        """Note why a spec is left out.

        Args:
            fault: What is wrong with it.
            path: Where it is in the file.
        """
        self.findings.leave_out(fault.code, self._place(path, fault.path), f"{fault.message}; the spec is left out")

    def _place(self, path: KeyPath, within: KeyPath) -> KeyPath:
        """Where a value of a spec is in the file."""
        return (*path, *self._keys.get(str(within[0]), within[:1]), *within[1:]) if within else path

    def specs(self, package: str, tag: str) -> tuple[Spec, ...]:
        """The specs of a package that were admitted."""
        return tuple(self._specs.get((tag, package), {}).values())

    def found(self) -> Iterator[Package | Problem]:
        """The packages whose specs were admitted, and what was wrong with the others, in a file that has no lines."""
        for (tag, name), known in self._specs.items():
            if known:
                yield Package(name=name, tag=tag, specs=tuple(known.values()), file=self._file)
        yield from self.findings.problems(self._file)

    def _usable_stacks(self, names: tuple[str, ...], path: KeyPath) -> tuple[str, ...]:
        """Those of the stacks that can be shown."""
        distinct = list(dict.fromkeys(names))
        if len(distinct) > MAX_STACKS:
            message = f"has {len(distinct)} stacks; only the first {MAX_STACKS} are used"
            self.findings.leave_out(Code.LIMIT, path, message)
        kept = []
        for name in distinct[:MAX_STACKS]:
            if self._admission.is_name(name):
                kept.append(name)
            else:
                self.findings.leave_out(Code.UNSAFE, path, f"{unsafe(name)}; the stack is left out")
        new = [name for name in kept if name not in self._stacks]
        room = max_names(self._size) - len(self._stacks)
        self._stacks.update(new[:room])
        if new[room:]:
            kept = [name for name in kept if name in self._stacks]
            if self._has_room:
                message = f"more than {len(self._stacks)} stacks on one page; the others are left out"
                self.findings.leave_out(Code.LIMIT, path, message)
            self._has_room = False
        return names if kept == distinct else tuple(kept)

    def _usable_size(self, size: int | str | None, path: KeyPath) -> int | None:
        if size in {"-", "", None}:
            return None
        number = number_of(str(size))
        if number is None:
            self.findings.add(Code.SCHEMA, path, f"'{shorten(str(size))}' is not a number of bytes")
        return number

    def _usable_extras(self, more: More | None, path: KeyPath) -> dict[str, Any]:
        """What most sources do not know, as far as it can be used."""

        def refuse(key: str, fault: UnusableError) -> None:
            place = self._place(path, (key, *fault.path))
            self.findings.add(fault.code, place, f"{fault.message}; '{key}' is left out")

        return {} if more is None else self._admission.more(more, refuse)

    def _look_at_address(self, address: str | None, path: KeyPath) -> None:
        if address and not is_web_address(address):
            message = f"'{shorten(address)}' is not an http(s) URL; it is left out"
            self.findings.add(Code.UNSAFE, path, message)


def number_of(text: str) -> int | None:
    """A count or a number of bytes; None if it is none."""
    number = int(text) if _NUMBER.fullmatch(text) else -1
    return number if 0 <= number <= MAX_SIZE else None
