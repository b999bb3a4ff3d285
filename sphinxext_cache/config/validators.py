"""Validators of configuration values: small functions that compose, each of which says what it expects.

A validator takes a value and returns None if it is valid, else what is expected, as the end of a sentence that begins
with "must be".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from sphinxext_cache.catalog import QuerySyntaxError, is_safe_segment, parse_query
from sphinxext_cache.catalog.names import first_unseen, shorten
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.tables.addresses import PLACE

Validator: TypeAlias = Callable[[object], str | None]

_FOLDER: Final = re.compile(r"[\w.+-]{1,127}(?:/[\w.+-]{1,127})*")
_SCHEMES: Final = ("https://", "http://", "file://", "oci://", "s3://", "gs://", "/")
_LONGEST_WORD: Final = 40
_WEB: Final = ("https://", "http://")


def instance_of(kind: type, expected: str) -> Validator:
    """A value of a type. True and False are not numbers.

    Args:
        kind: The type.
        expected: A description of that type.
    """

    def check(value: object) -> str | None:
        is_one = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        return None if is_one else expected

    return check


def optional(validator: Validator) -> Validator:
    """None, or a value that another validator accepts."""

    def check(value: object) -> str | None:
        expected = None if value is None else validator(value)
        if expected is None:
            return None
        expected, semicolon, rest = expected.partition(";")
        return f"{expected}, or None{semicolon}{rest}"

    return check


def both(first: Validator, second: Validator) -> Validator:
    """A value that two validators accept; the second one sees only what the first one accepts."""
    return lambda value: first(value) or second(value)


def list_of(item: Validator, expected: str, kinds: tuple[type, ...] = (list, tuple)) -> Validator:
    """A list whose items another validator accepts.

    Args:
        item: The validator of the items.
        expected: A description of such a list.
        kinds: The types to accept as a list.
    """

    def check(value: object) -> str | None:
        if not isinstance(value, kinds) or not isinstance(value, Iterable):
            return expected
        # The first wrong item tells most about the intention.
        found = next(((each, wrong) for each in value if (wrong := item(each)) is not None), None)
        return None if found is None else f"{expected}, in which {shorten(repr(found[0]))} must be {found[1]}"

    return check


def map_of(key: Validator, item: Validator) -> Validator:
    """A map whose keys and values other validators accept.

    Args:
        key: The validator of the keys.
        item: The validator of the values.
    """

    def check(value: object) -> str | None:
        if not isinstance(value, Mapping):
            return "a map"
        for each, held in value.items():
            if (wrong := key(each)) is not None:
                return f"a map, in which the key {shorten(repr(each))} must be {wrong}"
            if (wrong := item(held)) is not None:
                return f"a map, in which {shorten(repr(held))}, the value of {shorten(repr(each))}, must be {wrong}"
        return None

    return check


def name(value: object) -> str | None:
    """A name of one word."""
    is_one = isinstance(value, str) and is_safe_segment(value)
    return None if is_one else "a name of letters, digits and '_.+-'"


def label(value: object) -> str | None:
    """A name for readers to see."""
    expected = f"a name of 1 to {_LONGEST_WORD} visible characters"
    is_one = isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_WORD and not first_unseen(value)
    return None if is_one else expected


def words(value: object) -> str | None:
    """A word in the singular and the plural; both become parts of sentences with placeholders in braces."""
    expected = "two words, the singular and the plural, such as ('Cluster', 'Clusters')"
    if not isinstance(value, (list, tuple)) or len(value) != 2:  # noqa: PLR2004 one and several
        return expected
    if not all(isinstance(word, str) and 0 < len(word.strip()) <= _LONGEST_WORD for word in value):
        return f"{expected}, of at most {_LONGEST_WORD} characters"
    is_plain = not any(first_unseen(word) or set(word) & set("{}<>&;") for word in value)
    return None if is_plain else f"{expected}, without braces, markup and invisible characters"


def one_of(names: Collection[str]) -> Validator:
    """One of some names."""

    def check(value: object) -> str | None:
        if isinstance(value, str) and value in names:
            return None
        near = did_you_mean(value, names) if isinstance(value, str) else ""
        return f"one of {', '.join(names)}{near}"

    return check


def positive(value: object) -> str | None:
    """A number above 0."""
    is_one = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return None if is_one else "a number above 0"


def query(value: object) -> str | None:
    """A query in Spack's syntax."""
    if not isinstance(value, str):
        return "a query, as a string"
    try:
        parse_query(value)
    except QuerySyntaxError as error:
        return f"a query: {error}"
    return None


def folder(value: object) -> str | None:
    """A relative folder."""
    is_one = isinstance(value, str) and _FOLDER.fullmatch(value) and ".." not in value.split("/")
    return None if is_one else "a relative folder such as 'cache' or 'software/cache'"


def address(names: Collection[str], schemes: tuple[str, ...] = _SCHEMES) -> Validator:
    """A URL with placeholders in braces; see `fill`.

    Args:
        names: The placeholders that it may contain.
        schemes: The prefixes that it may have.
    """
    holds = " and ".join(f"{{{name}}}" for name in names)

    def check(value: object) -> str | None:
        if not isinstance(value, str) or not value.startswith(schemes) or re.search(r"\s", value):
            return "an http(s) URL" if schemes == _WEB else "a URL such as https://..."
        try:
            has_host = schemes != _WEB or bool(urlsplit(value).hostname)
        except ValueError:
            has_host = False
        if not has_host:
            return "an http(s) URL with a host name"
        if unknown := [name for name in PLACE.findall(value) if name not in names]:
            return f"a URL in which only {holds} can be in braces, not {{{unknown[0]}}}"
        if set("{}") & set(PLACE.sub("", value)):
            return f"a URL in which only {holds} can be in braces"
        return None

    return check


def web_address(names: Collection[str]) -> Validator:
    """An ``http`` or ``https`` URL with placeholders in braces."""
    return address(names, _WEB)
