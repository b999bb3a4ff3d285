"""The commands that load installed software: a spec, or the newest of several specs on each stack."""

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
        verb: What comes before the name of what is to be used: `MODULE` or `SPACK`.
        wanted: The names of modules, or a hash.
    """

    verb: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.verb} {self.wanted}"


class LoadLine(NamedTuple):
    """A command, and what it is for.

    Attributes:
        intro: On which stacks it loads what, where that does not go without saying; else empty.
        command: The command.
    """

    intro: Cell
    command: Command

    def session(self) -> str:
        """The command as a terminal shows it, for a ``console`` block."""
        return f"$ {self.command}"


class Load(NamedTuple):
    """The commands, one for each stack on which it is another.

    Attributes:
        lines: The commands.
    """

    lines: tuple[LoadLine, ...]


def is_any_installed(specs: Iterable[Spec]) -> bool:
    """Whether an installation knows of any of some specs, so that it matters which is to be had how."""
    return any(map(_INSTALLATION, specs))


def is_in_cache(spec: Spec) -> bool:
    """Whether a spec is to be had from a build cache, as far as is known: it is not external, and was not installed."""
    installation = spec.installation
    return installation is None or not (installation.status or installation.external)


def may_be_loaded(specs: Sequence[Spec], facts: Facts) -> bool:
    """Whether any of some specs may be there to be loaded: an installation knows of it, or its module is known."""
    is_said = "module" in facts.names and any("module" in known for known in facts.of_specs(specs))
    return is_said or is_any_installed(specs)


def load_command(spec: Spec, facts: Facts, length: int | None = None) -> Command | None:
    """The command that makes an installed spec ready to use; None if it is not installed, or nothing names it.

    Where somebody says which module a spec has, it is there to be loaded, unless its installation knows that it is not.

    Args:
        spec: The spec.
        facts: What is said of it.
        length: How much of a hash is needed; None: all of it.
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
    """What to type to use each of some specs: empty for nothing, None if a cache has it; an empty list if it has all.

    Args:
        specs: The specs.
        facts: What is said of them.
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
    """The commands that load the newest of some specs of one package, on each stack; None if none is installed.

    Args:
        specs: The specs.
        facts: What is said of them.
    """
    by_stack: defaultdict[str, list[Spec]] = defaultdict(list)
    for spec in specs:
        if load_command(spec, facts) is not None:
            for stack in spec.stacks or ("",):
                by_stack[stack].append(spec)
    chosen: dict[object, _Chosen] = {}
    for stack in FACETS["stack"].ordered(by_stack):
        newest = _newest(by_stack[stack])
        # Specs that one module is for are loaded by one line.
        chosen.setdefault(load_command(newest, facts), _Chosen(newest, [], {})).add(stack, by_stack[stack])
    if not chosen:
        return None
    return Load(tuple(each.line(facts, is_alone=len(chosen) == 1) for each in chosen.values()))


class Loads(NamedTuple):
    """What is found of a query.

    Attributes:
        packages: The names of the packages of which something that matches is installed.
        load: The commands; None if it is not one package.
        matching: How many specs match, be they installed or not.
    """

    packages: tuple[str, ...]
    load: Load | None
    matching: int


def find_loads(catalog: Catalog, query: str, tag: str | None) -> Loads:
    """Find what is installed of what matches a query, and the commands that load it."""
    specs = catalog.specs(query, tag)
    installed = [spec for spec in specs if load_command(spec, catalog.facts) is not None]
    packages = tuple(dict.fromkeys(spec.package for spec in installed))
    return Loads(packages, load_package(installed, catalog.facts) if len(packages) == 1 else None, len(specs))


class _Chosen(NamedTuple):
    """A spec that is the newest on some stacks: these, and those among which it was chosen there."""

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
        """What is loaded where; nothing is said of the only one."""
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
    """The spec of the version that Spack prefers; of several, the one that was installed last.

    Of those of one day it is always the same, in whichever order sources have them.
    """
    version = preferred(spec.version for spec in specs)
    return max((spec for spec in specs if spec.version == version), key=_age)


def _age(spec: Spec) -> tuple[date, str]:
    return (spec.installation and spec.installation.installed) or date.min, spec.hash or ""
