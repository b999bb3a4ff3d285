"""Turns the bytes of any file of Spack into packages and a list of problems."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.model import Origin, Package
from sphinxext_cache.catalog.names import printable
from sphinxext_cache.catalog.problems import Code, Problem
from sphinxext_cache.catalog.sources.file_admission import FileAdmission
from sphinxext_cache.catalog.sources.findings import Findings, UnusableError, unsafe
from sphinxext_cache.catalog.sources.spack_files.compressed import expand
from sphinxext_cache.catalog.sources.spack_files.contents import Contents, Kind, read_contents
from sphinxext_cache.catalog.sources.spack_files.drafts import KEYS, DraftMaker
from sphinxext_cache.catalog.sources.spack_files.edges import EdgeReader
from sphinxext_cache.catalog.sources.spack_files.place import place_of
from sphinxext_cache.catalog.sources.spack_files.united import unite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.catalog.model import Spec
    from sphinxext_cache.catalog.sources.admit import Admission
    from sphinxext_cache.catalog.sources.draft import Draft
    from sphinxext_cache.catalog.sources.item import SourceItem
    from sphinxext_cache.catalog.sources.spack_files.place import Place
    from sphinxext_cache.catalog.sources.spack_files.take import Taken

    Told = Package | Problem | Origin

_LOCKFILES: Final = frozenset({"spack.lock", "spack.lock.gz"})
_SAID: Final = (b'"concrete_specs"', b'"installs"', b'"spack-lockfile"')
_BEGINNING: Final = 4096
"""In how many bytes it is looked for what a file says that it is."""


class SpackFileReader:
    """Reads Spack's files.

    Args:
        admit: Decides what becomes a spec.
        item: What is said of the source.
    """

    def __init__(self, admit: Admission, item: SourceItem) -> None:
        self._admit = admit
        self._item = item

    def read(self, taken: Taken, folder: str | None) -> Iterator[Told] | None:
        """Read a file.

        Args:
            taken: What is in it.
            folder: The folder that was named as a source; None if the file itself was.

        Returns:
            What it holds, and what is wrong with it; None if it is none of Spack's, and need not be one.
        """
        file = printable(taken.path)
        try:
            data = expand(taken.data)
            admission = FileAdmission(self._admit, file, len(data), KEYS)
            contents = read_contents(data, admission.findings, implicit=self._item.implicit)
        except UnusableError as fault:
            if folder is not None and not _is_meant(taken):
                return None
            findings = Findings(pointers=True)
            findings.add(fault.code, fault.path, fault.message)
            return iter(findings.problems(file))
        if contents is None:
            return iter([_no_file_of_spack(taken.path)]) if folder is None or _is_lockfile(taken.path) else None
        return self._tell(taken, folder, contents, admission)

    def _tell(self, taken: Taken, folder: str | None, contents: Contents, admission: FileAdmission) -> Iterator[Told]:
        file = printable(taken.path)
        place = place_of(taken.path, folder, self._item, is_lockfile=contents.kind is Kind.LOCKFILE)
        if not self._admit.is_name(place.tag):
            yield Problem(code=Code.UNSAFE, message=f"the tag {unsafe(place.tag)}", file=file)
            return
        if place.stack is not None and not self._admit.is_name(place.stack):
            yield Problem(code=Code.UNSAFE, message=f"the stack {unsafe(place.stack)}; it is left out", file=file)
            place = place._replace(stack=None)
        kind = contents.specs_are or self._item.kind or contents.supposed
        yield Origin(
            file=file,
            tag=place.tag,
            stack=place.stack,
            kind=kind,
            date=self._item.date,
            spack=contents.spack,
            commit=contents.commit,
        )
        status = "installed" if kind == "installed" else None
        yield from self._packages(taken, contents, place, status, admission)

    def _packages(
        self, taken: Taken, contents: Contents, place: Place, status: str | None, admission: FileAdmission
    ) -> Iterator[Package | Problem]:
        findings = admission.findings
        refused = None if contents.kind is Kind.NODES else contents.refused
        nodes = unite(contents.nodes, EdgeReader(), findings, refused)
        maker = DraftMaker(nodes, findings, place.stack, status, taken.sizes)
        drafts: dict[str, list[Draft]] = {}
        for found in nodes.values():
            if (draft := maker.make(found)) is not None:
                drafts.setdefault(found.node.name, []).append(draft)
        for name, some in drafts.items():
            specs = self._admit.at_once(some, name, place.tag)
            if specs is None:
                for draft in some:
                    admission.add(draft, name, place.tag, nodes[draft.hash or ""].path)
                specs = admission.specs(name, place.tag)
            if specs:
                shown: list[Spec] = []
                pulled_in: list[Spec] = []
                for spec in specs:
                    (shown if nodes[spec.hash or ""].is_shown else pulled_in).append(spec)
                yield Package(
                    name=name,
                    tag=place.tag,
                    specs=tuple(shown),
                    pulled_in=tuple(pulled_in),
                    file=printable(taken.path),
                )
        yield from findings.problems(printable(taken.path))


def _is_lockfile(path: str) -> bool:
    return PurePath(path).name in _LOCKFILES


def _is_meant(taken: Taken) -> bool:
    """Tell whether a file that cannot be read was meant to be one of Spack's."""
    return _is_lockfile(taken.path) or any(said in taken.data[:_BEGINNING] for said in _SAID)


def _no_file_of_spack(path: str) -> Problem:
    message = (
        "is not a supported file: expected a lockfile, a database of installed software, the index of a build cache, "
        "or nodes in JSON"
    )
    return Problem(code=Code.SOURCE, message=message, file=printable(path))
