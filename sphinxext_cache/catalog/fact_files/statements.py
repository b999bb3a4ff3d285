"""Admits facts from a file, and reports those that are not allowed at their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.words import admit, fault_of_name, markup_of, name_of, remark, slip
from sphinxext_cache.catalog.facts import Fact
from sphinxext_cache.catalog.limits import MAX_FACT_NAMES
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinxext_cache.catalog.fact_files.report import Report

_SHOWN: Final = 40
"""How many characters of a fact a message repeats."""


class Statements:
    """Admits the facts of one file.

    Args:
        report: Takes what is wrong with it.

    Attributes:
        markup: What the texts of the file are written in: ``rst``, ``md``, or empty for plain text.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.markup = ""
        self._names: dict[str, str] = {}
        self._names_of_extra: dict[str, str] = {}

    def name(self, written: str, line: int, *, of_extra: bool = False) -> str:
        """The name of a fact, as it is written in the file; empty if there can be none. What is wrong is said once.

        Args:
            written: How the file calls it.
            line: Where it does.
            of_extra: Whether it is about software that is not in any source.
        """
        names = self._names_of_extra if of_extra else self._names
        known = names.get(written)
        if known is None:
            known = names[written] = self._new_name(written, line, len(names), of_extra=of_extra)
        return known

    def _new_name(self, written: str, line: int, count: int, *, of_extra: bool) -> str:
        if count == MAX_FACT_NAMES:
            self.report.add(f"more than {MAX_FACT_NAMES} names of facts; the others are left out", line, Code.LIMIT)
        name = name_of(written)
        fault = fault_of_name(name, of_extra=of_extra)
        if fault and count < MAX_FACT_NAMES:
            self.report.add(f"{fault}; it is left out", line)
        elif near := slip(name):
            self.report.add(f"'{name}' is read as a custom fact; did you mean '{near}'?", line)
        return "" if fault or count >= MAX_FACT_NAMES else name

    def fact(
        self, name: str, value: str | tuple[str, ...], about: str, line: int | Callable[[], int], *, is_like: str = ""
    ) -> Fact | None:
        """A fact; None if it cannot be used.

        Args:
            name: The name, as it is shown.
            value: What is said.
            about: The key under which it is said, for messages.
            line: Where it is said; what finds it, if that takes some searching, is called only if something is wrong.
            is_like: The name of the facts that the same may be said in; empty for the name itself.
        """
        kind = is_like or name
        try:
            admitted = admit(kind, value)
        except UnusableError as fault:
            message = f"'{shorten(name)}' of '{shorten(about)}' {_verb(fault.message)}; it is left out"
            self.report.add(message, line if isinstance(line, int) else line(), fault.code)
            return None
        if said := remark(kind, admitted):
            place = line if isinstance(line, int) else line()
            self.report.add(f"'{shorten(name)}' of '{shorten(about)}': {said}", place)
        known = line if isinstance(line, int) else 0
        return Fact(value=admitted, markup=markup_of(kind, self.markup), file=self.report.file, line=known)

    def add(self, facts: dict[str, Fact], name: str, fact: Fact, about: str) -> None:
        """Put a fact among those that are said under a key; one that is there already must be the same.

        Args:
            facts: What is said so far.
            name: The name of the fact.
            fact: The fact.
            about: The key, for messages.
        """
        before = facts.get(name)
        if before is not None and before != fact:
            self.report.add(contradiction(name, about, fact, before), fact.line)
        facts[name] = fact


def contradiction(name: str, about: str, fact: Fact, before: Fact) -> str:
    """What is said of two facts of one file that contradict each other."""
    there = f"in line {before.line}" if before.line else "before"
    said, said_before = shorten(fact.text, _SHOWN), shorten(before.text, _SHOWN)
    return f"'{name}' of '{shorten(about)}' is '{said}' here, and '{said_before}' {there}; this value is used"


def _verb(message: str) -> str:
    """The rest of a sentence about a value, which quotes the value first where that is what is wrong."""
    return f"is wrong: {message}" if message.startswith("'") else message
