"""The data file of a tag: all its specs as compact JSON, for the explorer and for whoever else wants them.

Every value stands once, in a list that has the order of readers; a column says by numbers which of them a spec has.
The documentation describes the format; `FORMAT` is raised when those who read the file would notice a change.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sphinxext_cache.catalog import Version, natural_key
from sphinxext_cache.catalog.names import none_last
from sphinxext_cache.catalog.spack import targets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinxext_cache.catalog import Spec

FORMAT: Final = 1
"""The version of the format."""


def encode_specs(tag: str, specs: Sequence[Spec]) -> bytes:
    """Write the data file of a tag.

    Args:
        tag: The tag.
        specs: Its specs. They come sorted by package, then from new to old version, then by target; their order here
            makes no difference.
    """
    values: dict[str, list[Any]] = {}
    columns: dict[str, list[int]] = {}
    for name, (value, key) in _COLUMNS.items():
        found = [value(spec) for spec in specs]
        values[name] = sorted(sorted(set(found), key=str), key=key)  # some versions are equal, and spelt differently
        columns[name] = _numbers(found, values[name])
    order = _order(specs, columns)
    columns = {name: [column[place] for place in order] for name, column in columns.items()}
    for name, single in (("stacks", "stack"), ("variants", "variant")):
        found = [getattr(specs[place], name) for place in order]
        distinct = dict.fromkeys(found)  # as they first appear: neighbours have much in common, which packs well
        values[single] = sorted({each for several in distinct for each in several}, key=natural_key)
        codes = {each: code for code, each in enumerate(values[single])}
        values[name] = [[codes[each] for each in several] for several in distinct]
        columns[name] = _numbers(found, distinct)
    file = {
        "format": FORMAT,
        "tag": tag,
        "specs": len(specs),
        "values": values,
        "columns": columns,
        "hashes": [specs[place].hash for place in order],
    }
    return msgspec.json.encode(file) + b"\n"


def _order(specs: Sequence[Spec], columns: dict[str, list[int]]) -> list[int]:
    """The places of the specs in the order of the file."""
    keys = list(
        zip(
            columns["package"],
            [-code for code in columns["version"]],
            columns["target"],
            columns["compiler"],
            columns["os"],
            columns["platform"],
            [(spec.hash or "", spec.variants, spec.stacks) for spec in specs],
            strict=True,
        )
    )
    return sorted(range(len(specs)), key=keys.__getitem__)


def _numbers(found: Iterable[Any], values: Iterable[Any]) -> list[int]:
    """For each of what was found its place among the values."""
    codes = {value: code for code, value in enumerate(values)}
    return [codes[value] for value in found]


_COLUMNS: Final[dict[str, tuple[Callable[[Spec], Any], Callable[[Any], Any]]]] = {
    "package": (attrgetter("package"), natural_key),
    "version": (attrgetter("version.text"), Version),
    "compiler": (attrgetter("compiler"), none_last),
    "os": (attrgetter("os"), natural_key),
    "platform": (attrgetter("platform"), natural_key),
    "target": (attrgetter("target"), targets.key),
}
"""How each fact that a spec has one value of is read, and the order of its values."""
