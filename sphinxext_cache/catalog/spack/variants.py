"""Variants, the build options of a package: parses and prints the text that Spack writes for them.

The syntax is that of Spack's ``lib/spack/spack/spec_parser.py`` and ``variant.py``. Asking for variants is
the work of `query`, which reads and writes their values with the functions here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

QUOTED: Final = re.compile(r"""'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+\"""", re.DOTALL)
"""A value between quotes; a backslash before a quote or a backslash takes it literally."""

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*+"
_ONLY_NAME = re.compile(_NAME)
_FLAG = re.compile(rf"(?P<sign>\+\+?|~~?|--?)(?P<name>{_NAME})")
_SETTING = re.compile(rf"(?P<name>{_NAME})(?P<exact>:?)==?(?P<value>.*)", re.DOTALL)
_UNESCAPED = re.compile(r"""\\([\\'"])""")
_NEEDS_NO_QUOTES = re.compile(r"[A-Za-z0-9,/_.-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One build option and its value.

    Attributes:
        name: The name of the option.
        value: True or False for a flag such as ``+mpi``, else the values, sorted, each once.
        exact: Whether it was written with ``:=``, as Spack does for multi-valued options since March 2025.
            The same value written without it is equal.
    """

    name: str
    value: bool | tuple[str, ...]
    exact: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return f"{'+' if self.value else '~'}{self.name}"
        return f"{self.name}{':=' if self.exact else '='}{write_values(self.value)}"


@lru_cache(maxsize=1 << 16)
def parse_variant(text: str) -> Variant:
    """Read ``variant = sign name | name operator values``.

    Args:
        text: ``+mpi``, ``~ipo``, ``-ipo``, ``build_type=Release``, ``cuda_arch:=90,100`` or
            ``languages='c,c++'``. The doubled forms ``++mpi``, ``~~ipo``, ``std==17``, by which Spack hands a
            value on to dependencies, are read as the plain ones. Commas separate values, and ``mpi=true`` is
            ``+mpi``.

    Raises:
        ValueError: If the text is no variant.
    """
    if flag := _FLAG.fullmatch(text):
        return Variant(name=flag["name"], value=flag["sign"][0] == "+")
    if not (setting := _SETTING.fullmatch(text)):
        raise ValueError(f"{text[:80]!r} is not a variant such as '+mpi' or 'build_type=Release'")
    values = tuple(sorted(set(read_values(setting["value"]))))
    truth = {"true": True, "false": False}.get(values[0].lower()) if len(values) == 1 else None
    if truth is not None:
        return Variant(name=setting["name"], value=truth)
    return Variant(name=setting["name"], value=values, exact=bool(setting["exact"]))


def is_variant_name(text: str) -> bool:
    """Tell whether a string may be the name of an option: then `Variant` writes what `parse_variant` reads."""
    return _ONLY_NAME.fullmatch(text) is not None


def find_variant(texts: tuple[str, ...], name: str) -> Variant | None:
    """Find an option among the variants of a spec.

    Args:
        texts: The variants as Spack writes them; those that cannot be read are passed over.
        name: The name of the option.
    """
    return variants_by_name(texts).get(name)


@lru_cache(maxsize=1 << 14)
def variants_by_name(texts: tuple[str, ...]) -> Mapping[str, Variant]:
    """Read the variants of a spec; of two with one name the last counts, unreadable ones are left out."""
    found: dict[str, Variant] = {}
    for text in texts:
        try:
            variant = parse_variant(text)
        except ValueError:
            continue
        found[variant.name] = variant
    return found


def read_values(text: str) -> tuple[str, ...]:
    """Read ``values = quoted | value { "," value }``, where commas separate values inside quotes too.

    Returns:
        The values in their order, empty ones left out unless all are empty: then one empty value.

    Raises:
        ValueError: If a quote is not closed, or closed before the end.
    """
    if text.startswith(("'", '"')):
        if not QUOTED.fullmatch(text):
            raise ValueError(f"the quotes of {text[:80]!r} do not enclose it")
        text = _UNESCAPED.sub(r"\1", text[1:-1])
    return tuple(value for value in text.split(",") if value) or ("",)


def write_values(values: tuple[str, ...]) -> str:
    """Write values as `read_values` reads them, quoted where Spack would quote them."""
    text = ",".join(values)
    return text if _NEEDS_NO_QUOTES.fullmatch(text) else quote(text)


def quote(text: str) -> str:
    """Put quotes round a string: single ones, unless double ones save a backslash."""
    mark = '"' if "'" in text and '"' not in text else "'"
    return mark + re.sub(rf"""\\(?=[\\'"]|\Z)|{mark}""", r"\\\g<0>", text) + mark
