"""JSON listings of packages by programs: the site of Spack's packages, ``spack list``, and Lmod's spider.

They list far more packages than a catalog contains; others are ignored without a warning, and so are keys and values
that a future version may add.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sphinxext_cache.catalog.fact_files.said import Said
from sphinxext_cache.catalog.fact_files.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinxext_cache.catalog.fact_files.report import Report
    from sphinxext_cache.catalog.facts import Fact

Entry: TypeAlias = "dict[str, Any]"

_PLAIN: Final = re.compile(r"[\w :.-]{1,30}", re.ASCII)
"""How a string begins that looks the same in JSON."""
_KEYS_OF_PACKAGE: Final = frozenset({"homepage", "description", "maintainers", "versions"})
_FACTS_OF_PACKAGE: Final = ("description", "homepage", "maintainers")
_FACTS_OF_MODULE: Final = {"displayName": "title", "description": "description", "url": "homepage"}


def entries_of(value: object) -> list[Entry] | None:
    """The entries of a listing; None if it is none.

    Args:
        value: What is in a file, decoded.
    """
    entries = value if isinstance(value, list) else [value]
    first = next(iter(entries), None)
    if not isinstance(first, dict) or not (_is_package(first) or _is_module(first)):
        return None
    return [each for each in entries if isinstance(each, dict)]


def _is_package(entry: Entry) -> bool:
    return isinstance(entry.get("name"), str) and not _KEYS_OF_PACKAGE.isdisjoint(entry)


def _is_module(entry: Entry) -> bool:
    """Tell whether an entry is one of Lmod's ``jsonSoftwarePage``."""
    return isinstance(entry.get("package"), str) and isinstance(entry.get("versions"), list)


class Listing:
    """Reads the entries of a listing.

    Args:
        data: The file, where lines are looked for if something is wrong.
        report: Takes what is wrong.
        package: Gives the name of the package in the catalog that a listing means by a name; None if there is none.
    """

    def __init__(self, data: bytes, report: Report, package: Callable[[str], str | None]) -> None:
        self._data = data
        self._statements = Statements(report)
        self._package = package

    def read(self, entries: Iterable[Entry]) -> Iterator[Said]:
        """Read the entries."""
        for entry in entries:
            if _is_package(entry):
                yield from self._of_package(entry)
            elif _is_module(entry):
                yield from self._of_module(entry)

    def _of_package(self, entry: Entry) -> Iterator[Said]:
        name = self._package(entry["name"])
        if name is None or name != entry["name"]:
            return  # Spack itself spells names right
        facts = self._facts(entry, {key: key for key in _FACTS_OF_PACKAGE}, name)
        variants = self._variants(entry.get("variants"), name)
        if facts or variants:
            yield Said(key=name, line=0, facts=facts, variants=variants)

    def _of_module(self, entry: Entry) -> Iterator[Said]:
        name = self._package(entry["package"])
        if name is None:
            return
        versions = [each for each in entry["versions"] if isinstance(each, dict) and not _is_hidden(each)]
        if not versions:
            return
        described = next((each for each in versions if isinstance(each.get("description"), str)), {})
        facts = self._facts({**described, **_said(entry)}, _FACTS_OF_MODULE, name)
        if facts:
            yield Said(key=name, line=0, facts=facts)
        loads = {str(each.get("full", "")): None for each in versions}
        for full in filter(None, loads):
            _module, has_version, version = full.rpartition("/")
            fact = self._fact("module", full, name, "full")
            if fact is not None:
                yield Said(key=f"{name}@={version}" if has_version else name, line=0, facts={"module": fact})

    def _facts(self, entry: Entry, keys: dict[str, str], about: str) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        for key, name in keys.items():
            fact = self._fact(name, entry.get(key), about, key)
            if fact is not None:
                facts[name] = fact
        return facts

    def _fact(self, name: str, value: object, about: str, key: str) -> Fact | None:
        """A fact; None if nothing is said, or it cannot be used."""
        said = tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else value
        if not isinstance(said, (str, tuple)) or not (said.strip() if isinstance(said, str) else said):
            return None
        return self._statements.fact(name, said, about, partial(self._line, about, key, said))

    def _line(self, about: str, key: str, said: str | tuple[str, ...]) -> int:
        """The line of what is said under a key of the entry about a package, as far as can be seen."""
        begins = _PLAIN.match(said if isinstance(said, str) else "")
        value = rf'\s*:\s*"\s*{re.escape(begins[0])}' if begins else ""
        at = 0
        for pattern in (rf'"(?:name|package)"\s*:\s*"{re.escape(about)}"', rf'"{re.escape(key)}"{value}'):
            found = re.compile(pattern.encode(), re.IGNORECASE).search(self._data, at)
            at = found.start() if found else at
        return self._data.count(b"\n", 0, at) + 1

    def _variants(self, listed: object, about: str) -> dict[str, Fact]:
        """The descriptions of variants, which are listed, or mapped by their names."""
        if isinstance(listed, dict):
            listed = [{"name": name, **each} for name, each in listed.items() if isinstance(each, dict)]
        found: dict[str, Fact] = {}
        for each in listed if isinstance(listed, list) else ():
            if isinstance(each, dict) and isinstance(name := each.get("name"), str):
                fact = self._fact("description", each.get("description"), about, name)
                if fact is not None:
                    found[name] = fact
        return found


def _said(entry: Entry) -> Entry:
    """What is said in an entry: Lmod writes false for what it does not know."""
    return {key: value for key, value in entry.items() if value}


def _is_hidden(version: Entry) -> bool:
    """Tell whether a module is one that Lmod does not show."""
    return bool(version.get("hidden")) or any(part.startswith(".") for part in str(version.get("full", "")).split("/"))
