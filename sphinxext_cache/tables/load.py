"""The commands that load installed software: a single spec, or the newest of several specs on each stack."""

from __future__ import annotations

import shlex
from collections import defaultdict
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import preferred
from sphinxext_cache.messages import _
from sphinxext_cache.tables.columns import FACETS, HASH_LENGTH
from sphinxext_cache.tables.model import Piece, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinxext_cache.catalog import Catalog, Facts, Spec
    from sphinxext_cache.tables.model import Cell

MODULE: Final = "module load"
SPACK: Final = "spack load"

_INSTALLATION: Final = attrgetter("installation")


class Command(NamedTuple):
    """A command that makes a spec ready to use.

    Attributes:
        verb: The command without its arguments: `MODULE` or `SPACK`.
        wanted: The arguments: the names of modules, or a hash.
    """

    verb: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.verb} {self.wanted}"


class LoadLine(NamedTuple):
    """A command, and what it loads.

    Attributes:
        intro: The stacks that the command is for, and the spec that it loads; empty if this is obvious.
        command: The command.
    """

    intro: Cell
    command: Command

    def session(self) -> str:
        """The command with a prompt, for a ``console`` block."""
        return f"$ {self.command}"


class Load(NamedTuple):
    """The commands that load a package; stacks with the same command share a line.

    Attributes:
        lines: The commands.
    """

    lines: tuple[LoadLine, ...]


def is_any_installed(specs: Iterable[Spec]) -> bool:
    """Whether any of some specs has an installation, so that specs may have to be loaded or installed."""
    return any(map(_INSTALLATION, specs))


def is_in_cache(spec: Spec) -> bool:
    """Whether a spec is in a build cache, as far as known: it has no installation status and is not external."""
    installation = spec.installation
    return installation is None or not (installation.status or installation.external)


def may_be_loaded(specs: Sequence[Spec], facts: Facts) -> bool:
    """Whether it may be possible to load any of some specs: it has an installation, or a fact states its module."""
    is_said = "module" in facts.names and any("module" in known for known in facts.of_specs(specs))
    return is_said or is_any_installed(specs)


def load_command(spec: Spec, facts: Facts, length: int | None = None) -> Command | None:
    """The command that loads an installed spec; None if it is not installed, or has neither a module nor a hash.

    A spec whose module a fact states counts as installed, unless its installation has another status.

    Args:
        spec: The spec.
        facts: The facts about it.
        length: The number of characters of the hash to use; None: all.
    """
    installation = spec.installation
    is_installed = installation is not None and installation.status == "installed"
    is_gone = installation is not None and not is_installed and bool(installation.status)
    said = "module" in facts.names and "module" in facts.of_spec(spec)
    if is_gone or not (is_installed or said):
        return None
    if module := facts.module(spec):
        return Command(MODULE, " ".join(map(shlex.quote, module.split())))
    return Command(SPACK, f"/{spec.hash[:length]}") if spec.hash else None


def load_commands(specs: Sequence[Spec], facts: Facts) -> list[str | None]:
    """The command that loads each of some specs; an empty list if none can be loaded.

    Instead of a command, there is None for a spec in a build cache, and an empty string for any other spec.

    Args:
        specs: The specs.
        facts: The facts about them.
    """
    if not may_be_loaded(specs, facts):
        return []
    commands = [
        load_command(spec, facts) if spec.installation is not None or "module" in known else None
        for spec, known in zip(specs, facts.of_specs(specs), strict=True)
    ]
    return [
        None if command is None and is_in_cache(spec) else str(command or "")
        for spec, command in zip(specs, commands, strict=True)
    ]


def load_package(specs: Sequence[Spec], facts: Facts) -> Load | None:
    """The commands that load the newest of some specs of one package on each stack; None if none can be loaded.

    Args:
        specs: The specs.
        facts: The facts about them.
    """
    by_stack: defaultdict[str, list[Spec]] = defaultdict(list)
    for spec in specs:
        if load_command(spec, facts) is not None:
            for stack in spec.stacks or ("",):
                by_stack[stack].append(spec)
    chosen: dict[object, _Chosen] = {}
    for stack in FACETS["stack"].ordered(by_stack):
        newest = _newest(by_stack[stack])
        # Specs with the same module share a line.
        chosen.setdefault(load_command(newest, facts), _Chosen(newest, [], {})).add(stack, by_stack[stack])
    if not chosen:
        return None
    return Load(tuple(each.line(facts, is_alone=len(chosen) == 1) for each in chosen.values()))


class Loads(NamedTuple):
    """The installed matches of a query.

    Attributes:
        packages: The names of the packages of the matching specs that can be loaded.
        load: The commands that load the package; None unless there is exactly one.
        matching: The number of matching specs, installed or not.
    """

    packages: tuple[str, ...]
    load: Load | None
    matching: int


def find_loads(catalog: Catalog, query: str, tag: str | None) -> Loads:
    """Find the installed packages that match a query, and the commands that load them."""
    specs = catalog.specs(query, tag)
    installed = [spec for spec in specs if load_command(spec, catalog.facts) is not None]
    packages = tuple(dict.fromkeys(spec.package for spec in installed))
    return Loads(packages, load_package(installed, catalog.facts) if len(packages) == 1 else None, len(specs))


class _Chosen(NamedTuple):
    """A spec that is the newest on some stacks, with these stacks, and the specs among which it was chosen, by id."""

    spec: Spec
    stacks: list[str]
    among: dict[int, Spec]

    def add(self, stack: str, specs: Iterable[Spec]) -> None:
        self.stacks.extend(filter(None, [stack]))
        self.among.update((id(spec), spec) for spec in specs)

    def line(self, facts: Facts, *, is_alone: bool) -> LoadLine:
        command = load_command(self.spec, facts, HASH_LENGTH)
        assert command is not None  # noqa: S101 it is installed
        is_for_all = all(load_command(spec, facts) == command for spec in self.among.values())
        return LoadLine(() if is_alone and is_for_all else tuple(self._intro(is_alone=is_alone)), command)

    def _intro(self, *, is_alone: bool) -> Iterator[Piece]:
        """The stacks and the spec of a line; nothing for the only spec."""
        spec, count = self.spec, len(self.among)
        if is_alone and count == 1:
            return
        if not is_alone and self.stacks:
            yield from FACETS["stack"].cell(tuple(self.stacks), spec.tag)
            yield Piece(": ")
        said = " ".join(filter(None, [f"{spec.package}@{spec.version}", spec.compiler and f"%{spec.compiler}"]))
        yield Piece(said, ref=Ref("spec", spec.tag, spec.hash) if spec.hash else None, code=True)
        alike = sum(each.version == spec.version for each in self.among.values())
        if alike > 1:
            is_last = spec.installation is not None and spec.installation.installed is not None
            of_all = _(", the most recently installed of {n} specs of this version")
            yield Piece((of_all if is_last else _(", one of {n} specs of this version")).format(n=alike))
        elif count > 1:
            yield Piece(_(", the newest of {n} installed specs").format(n=count))


def _newest(specs: Sequence[Spec]) -> Spec:
    """The spec of the version that Spack prefers; of several, the most recently installed one.

    Specs of the same day are compared by hash, so the result does not depend on the order of the sources.
    """
    version = preferred(spec.version for spec in specs)
    return max((spec for spec in specs if spec.version == version), key=_age)


def _age(spec: Spec) -> tuple[date, str]:
    return (spec.installation and spec.installation.installed) or date.min, spec.hash or ""
