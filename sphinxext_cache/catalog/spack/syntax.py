"""Spack's spec syntax: text to terms, each with its column.

The syntax is that of Spack's ``lib/spack/spack/spec_parser.py`` and of the page "Spec Syntax" of its
documentation, with keys of our own. `nodes` assigns terms to nodes; `query` and `node` interpret those of a query and
of a spec string.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.scanner import QuerySyntaxError, Scanner
from sphinxext_cache.catalog.spack.variants import QUOTED, read_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Kind", "QuerySyntaxError", "Term", "only", "read_keys", "read_terms", "variant_text"]

MAX_LENGTH: Final = 20_000
"""The most characters that a string may have."""
MAX_TERMS: Final = 1_000
"""The most terms that a string may have."""

BARE_VALUE: Final = re.compile(r"[A-Za-z0-9_+*.,:=%^~/\\-]+")
"""The values that need no quotes."""
IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
"""The names of packages, compilers and virtuals."""
VERSION: Final = re.compile(r"=?git\.[A-Za-z0-9_.\-:=/]+|[A-Za-z0-9_.\-:=]+")
"""A version or a range of versions."""
HASH: Final = re.compile(r"[A-Za-z0-9_]+")
"""A hash, or the beginning of one."""

_BLANK = re.compile(r"\s+")
_WORD = re.compile(r"[A-Za-z0-9_*][A-Za-z0-9_.*-]*")
_MISTAKEN = re.compile(r"(?P<tag>v\d+\.[\w.-]+)|(?:(?P<name>[A-Za-z][\w-]*?)-)?(?P<version>\d+(?:\.\d\w*)+)")
_OPERATOR = re.compile(r":?==?")
_SIGN = re.compile(r"\+\+?|~~?|--?")
_COMMA = re.compile(r"\s*+,\s*+")
_LEAD = re.compile(r"\^|%%?")
_VIRTUALS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*+(?:,[A-Za-z0-9_][A-Za-z0-9_-]*+)*+=")
_KEYS = {
    "arch": "arch",
    "architecture": "arch",
    "explicit": "explicit",
    "external": "external",
    "namespace": "namespace",
    "operating_system": "os",
    "os": "os",
    "platform": "platform",
    "stack": "stack",
    "tag": "tag",
    "target": "target",
}


class Kind(Enum):
    """The kinds of term."""

    NAME = auto()
    VERSIONS = auto()
    DEPENDENCY = auto()
    VARIANT = auto()
    KEY = auto()
    HASH = auto()


class Term(NamedTuple):
    """One term of a string.

    Attributes:
        kind: What it is.
        column: Where it begins, from 1.
        text: What it says, without the sign that introduces it; for a variant or a key the value, with its
            quotes; for a dependency, whose name is a term of its own, the virtuals that it is to provide.
        text_column: Where that begins, from 1.
        name: The name of the variant or the key.
        operator: ``+``, ``~``, ``=`` or ``:=``, for a variant; ``^`` or ``%``, for a dependency.
    """

    kind: Kind
    column: int
    text: str
    text_column: int
    name: str = ""
    operator: str = ""


def read_terms(text: str) -> tuple[Term, ...]:
    """Read ``text = { blank | term }``.

    Raises:
        QuerySyntaxError: If the text is something else, or larger than is sensible.
    """
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(f"longer than {MAX_LENGTH} characters", text, MAX_LENGTH + 1)
    scanner = Scanner(text)
    terms: list[Term] = []
    scanner.take(_BLANK)
    while scanner.char:
        if len(terms) >= MAX_TERMS:
            scanner.fail(f"more than {MAX_TERMS} terms")
        terms.extend(_term(scanner))
        scanner.take(_BLANK)
    return tuple(terms)


def _term(scanner: Scanner) -> Iterator[Term]:
    """Read ``term = versions | dependency | hash | flag | setting | name``."""
    match scanner.char:
        case "@":
            yield _versions(scanner)
        case "^" | "%":
            yield from _dependency(scanner)
        case "/":
            yield _hash(scanner)
        case "+" | "~" | "-":
            yield _flag(scanner)
        case "'" | '"':
            scanner.fail("only values can be quoted, as in name='value'")
        case ",":
            scanner.fail("unexpected ','; separate conditions with spaces, and put each package on its own line")
        case "<" | ">":
            scanner.fail(f"unexpected {scanner.char!r}; a range has a colon, as in @1.12: or target=:zen4")
        case _:
            yield _word(scanner)


def _versions(scanner: Scanner) -> Term:
    """Read ``versions = "@" version { "," version }``, with blanks where a comma or the ``@`` allows them."""
    column = scanner.column
    scanner.at += 1
    scanner.take(_BLANK)
    start = scanner.at
    scanner.need(VERSION, "a version after '@'")
    while scanner.take(_COMMA):
        scanner.need(VERSION, "a version after ','")
    return Term(Kind.VERSIONS, column, scanner.text[start : scanner.at], start + 1)


def _dependency(scanner: Scanner) -> Iterator[Term]:
    """Read ``dependency = ( "^" | "%" | "%%" ) [ virtual { "," virtual } "=" ] ( name | hash )``."""
    column, sign = scanner.column, scanner.take(_LEAD)
    scanner.take(_BLANK)
    if scanner.char == "[":
        scanner.fail("conditions on edges, such as [when=...], are not supported; write virtuals as ^mpi=openmpi")
    virtuals, start = scanner.take(_VIRTUALS), scanner.column
    yield Term(Kind.DEPENDENCY, column, virtuals[:-1], column + len(sign), "", sign[0])
    if scanner.char == "/" and not virtuals:
        yield _hash(scanner)
        return
    what = "the name of a package" if sign == "^" else "the name of a compiler or another package"
    word = scanner.need(_WORD, f"{what} after '{sign}{shorten(virtuals)}'")
    yield _name(scanner, word, start)


def _hash(scanner: Scanner) -> Term:
    """Read ``hash = "/" characters``."""
    column = scanner.column
    scanner.at += 1
    return Term(Kind.HASH, column, scanner.need(HASH, "the beginning of a hash after '/'"), column + 1)


def _flag(scanner: Scanner) -> Term:
    """Read ``flag = ( "+" | "~" | "-" ) name``, the sign single or double; a blank comes before ``-``."""
    column = scanner.column
    if scanner.char == "-" and scanner.at and not scanner.text[scanner.at - 1].isspace():
        scanner.fail("'-' needs a space before it; '~' does not")
    sign = scanner.take(_SIGN)
    scanner.take(_BLANK)
    start = scanner.column
    name = scanner.need(_WORD, f"the name of a variant after '{sign}'")
    if "*" in name:
        scanner.fail("the name of a variant cannot contain '*'", start)
    return Term(Kind.VARIANT, column, "", start, name, "+" if sign[0] == "+" else "~")


def _word(scanner: Scanner) -> Term:
    """Read ``setting = name operator value``, or ``name``; operators are ``=``, ``==``, ``:=``, ``:==``."""
    column = scanner.column
    word = scanner.take(_WORD) or scanner.fail(f"unexpected {scanner.char!r}")
    operator = scanner.take(_OPERATOR).replace("==", "=")
    if not operator:
        return _name(scanner, word, column)
    if "*" in word:
        scanner.fail("the name of a variant cannot contain '*'", column)
    value, start = _value(scanner, word + operator)
    if operator == "=" and word in _KEYS:
        return Term(Kind.KEY, column, value, start, _KEYS[word], operator)
    return Term(Kind.VARIANT, column, value, start, word, operator)


def _name(scanner: Scanner, word: str, column: int) -> Term:
    """Make a term of the name of a package, with or without its namespace."""
    if "." not in word:
        return Term(Kind.NAME, column, word, column)
    if found := _MISTAKEN.fullmatch(word):
        scanner.fail(f"'{shorten(word)}' is not a package; {_mistaken(found)}", column)
    if "" in word.split("."):
        scanner.fail(f"'{shorten(word)}' is not a package; expected its name, or namespace.name", column)
    return Term(Kind.NAME, column, word, column)


def _mistaken(found: re.Match[str]) -> str:
    if found["tag"]:
        return f"write the tag as tag={shorten(found['tag'])}"
    return f"write the version as {shorten(found['name'] or '')}@{shorten(found['version'])}"


def _value(scanner: Scanner, lead: str) -> tuple[str, int]:
    """Read ``value = quoted | bare``, and give its column too."""
    start = scanner.column
    value = scanner.take(QUOTED)
    if value:
        return value, start
    if scanner.char and scanner.char in "'\"":
        scanner.fail("the quote is not closed")
    value = scanner.need(BARE_VALUE, f"a value after '{shorten(lead)}'")
    if "" in value.split(","):
        scanner.fail(f"an empty value after '{shorten(lead)}'", start)
    if scanner.char == "@" and lead.startswith("compiler="):
        scanner.fail(f"write the compiler as %{shorten(value)}@...")
    return value, start


def only(text: str, terms: Iterable[Term], kind: Kind, again: str) -> Term | None:
    """Find the one term of a kind, or None.

    Args:
        text: The text that was read.
        terms: Its terms.
        kind: The kind.
        again: What is wrong with a second one.

    Raises:
        QuerySyntaxError: If there is a second one.
    """
    found = [term for term in terms if term.kind is kind]
    if len(found) > 1:
        raise QuerySyntaxError(again, text, found[1].column)
    return found[0] if found else None


def read_keys(text: str, terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """Read the values of the keys ``platform``, ``os``, ``target``, ``stack`` and ``tag``.

    ``arch`` stands for the first three.

    Raises:
        QuerySyntaxError: If one is asked for twice, or has no value.
    """
    keys: dict[str, tuple[str, ...]] = {}
    for term in terms:
        if term.kind is not Kind.KEY:
            continue
        values = read_values(term.text)
        if values == ("",):
            raise QuerySyntaxError(f"an empty value after '{term.name}='", text, term.text_column)
        parts = _architecture(text, term, values) if term.name == "arch" else {term.name: values}
        for name, part in parts.items():
            if name in keys:
                raise QuerySyntaxError(
                    f"'{name}' occurs twice; to match either value, write {name}=a,b", text, term.column
                )
            keys[name] = part
    return keys


def _architecture(text: str, term: Term, values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Read ``arch = platform "-" os "-" target``, where ``*`` and Spack's ``None`` leave a part open."""
    platform, _, rest = ",".join(values).partition("-")
    os, _, target = rest.rpartition("-")
    if not (platform and os and target):
        hint = f"; write the target as target={shorten(term.text)}" if targets.family(term.text) else ""
        raise QuerySyntaxError(f"expected arch=platform-os-target{hint}", text, term.text_column)
    parts = {"platform": platform, "os": os, "target": target}
    return {name: read_values(part) for name, part in parts.items() if part not in {"*", "None"}}


def variant_text(term: Term) -> str:
    """Put the text of a variant together again."""
    return f"{term.name}{term.operator}{term.text}" if "=" in term.operator else f"{term.operator}{term.name}"
