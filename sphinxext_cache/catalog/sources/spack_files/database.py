"""The database of an installation, and the index of a build cache, which is written like one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.known import Known
from sphinxext_cache.catalog.sources.spack_files.checks import kind_of, map_of, text_of
from sphinxext_cache.catalog.sources.spack_files.found import Found, read_node
from sphinxext_cache.catalog.sources.spack_files.json_text import entries
from sphinxext_cache.catalog.sources.spack_files.wire import (
    FAULTS,
    Database,
    Record,
    decode_number,
    decode_record,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import msgspec

    from sphinxext_cache.catalog.sources.findings import Findings

NEWEST: Final = 9
"""The newest version of the format that is known."""
_SECONDS_A_DAY: Final = 86_400
_FLAGS: Final = ("installed", "explicit", "in_buildcache")


def read_database(database: Database, findings: Findings, refused: set[str], *, implicit: bool) -> Iterator[Found]:
    """Read a database or an index.

    Args:
        database: It.
        findings: Where it is noted what cannot be used.
        refused: Takes the keys of specs that cannot be used.
        implicit: Whether specs are shown that nobody asked for, if they are installed.

    Raises:
        UnusableError: It holds no records.
    """
    days: Known[int, str] = Known(_day)
    base = ("database", "installs")
    for key, value in entries(database.installs, base, findings).items():
        path = (*base, key)
        try:
            record = _read_record(value, path, findings)
        except UnusableError as fault:
            findings.leave_out(fault.code, (*path, *fault.path), f"{fault.message}; the spec is left out")
            refused.add(key)
            continue
        found = Found(key=key, path=(*path, "spec"), node=record.spec)
        if record.installed is None:  # an index: what is not in the build cache is there for what depends on it
            found.is_shown = record.in_buildcache is not False
        else:
            _add_installation(found, record, days, findings)
            found.is_shown = found.status == "installed" and (implicit or record.explicit is not False)
        yield found


def _add_installation(found: Found, record: Record, days: Known[int, str], findings: Findings) -> None:
    found.explicit = record.explicit
    found.status = "deprecated" if record.deprecated_for else "installed" if record.installed else "uninstalled"
    time = record.installation_time
    if found.status == "installed" and time is not None and time > 0:
        try:
            found.installed = days[int(time // _SECONDS_A_DAY)]
        except (OverflowError, ValueError):
            path = (*found.path[:-1], "installation_time")
            findings.add(Code.SCHEMA, path, "is not a time in seconds since 1970; it is left out")


def _day(number: int) -> str:
    """A day of universal time, so that it is the same on every machine.

    Args:
        number: How many days after the first of 1970 it is.
    """
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


def _read_record(value: msgspec.Raw, path: tuple[str, ...], findings: Findings) -> Record:
    """A regular record, or else what can be used of it."""
    try:
        record = decode_record(value)
        if record.spec.version and record.spec.name and record.spec.arch:
            return record
    except FAULTS:
        pass
    known = map_of(value)
    try:
        record = Record(spec=read_node(known.get("spec", b"")))
    except UnusableError as fault:
        raise UnusableError(fault.code, ("spec", *fault.path), fault.message) from None
    for key in (*_FLAGS, "installation_time", "deprecated_for"):
        if key in known and kind_of(known[key]) != "null":
            try:
                setattr(record, key, _value(key, known[key]))
            except UnusableError as fault:
                findings.add(fault.code, (*path, key), f"{fault.message}; it is left out")
    return record


def _value(key: str, value: msgspec.Raw) -> bool | float | str:
    kind = kind_of(value)
    if key == "deprecated_for":
        return text_of(value)
    if key not in _FLAGS:
        try:
            return decode_number(value)
        except FAULTS:
            raise UnusableError(Code.SCHEMA, (), f"is {kind}, not a number of seconds since 1970") from None
    if kind not in {"true", "false"}:
        raise UnusableError(Code.SCHEMA, (), f"is {kind}, neither true nor false")
    return kind == "true"
