"""The parts of a node that can be written in several ways, except for its dependencies.

Many nodes share the same parts, so each is parsed once, by its JSON. Paths are not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog.limits import MAX_VARIANT_VALUES, MAX_VARIANTS
from sphinxext_cache.catalog.names import first_unseen, shorten
from sphinxext_cache.catalog.problems import Code
from sphinxext_cache.catalog.sources.findings import UnusableError
from sphinxext_cache.catalog.sources.known import Known
from sphinxext_cache.catalog.sources.spack_files.checks import kind_of, map_of, text_of, texts_of
from sphinxext_cache.catalog.spack.variants import Variant, is_variant_name

if TYPE_CHECKING:
    import msgspec

FLAGS: Final = frozenset({"cflags", "cxxflags", "cppflags", "fflags", "ldflags", "ldlibs"})
"""Parameters that are no variants: the flags of compilers."""
_PATHS: Final = frozenset({"dev_path"})
"""Variants whose value is a path of the machine on which a spec was built."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SHOWN: Final = 7
"""How many characters of the digest of a patch Spack shows."""


class Architecture(NamedTuple):
    """For what a spec was built."""

    platform: str
    os: str
    target: str


class Variants(NamedTuple):
    """The variants of a spec as Spack writes them, by name; and what is wrong with others, which are left out."""

    texts: tuple[str, ...]
    faults: tuple[UnusableError, ...] = ()


class Parts:
    """Reads parts of nodes. Each gets the part as JSON; where that cannot be used, an `UnusableError` says why.

    Attributes:
        architecture: Reads ``arch``.
        variants: Reads ``parameters``.
        compiler: Reads ``compiler``: gives ``name@version``.
        annotated_compiler: Reads ``annotations``, for the compiler that is there if another Spack wrote the node.
        module: Reads ``external``, for the module of what was there without Spack.
        built_as: Reads ``build_spec``, for the hash of the spec that was built.
    """

    def __init__(self) -> None:
        self.architecture: Known[bytes, Architecture] = Known(_architecture)
        self.variants: Known[bytes, Variants] = Known(_variants)
        self.compiler: Known[bytes, str] = Known(_compiler)
        self.annotated_compiler: Known[bytes, str] = Known(_annotated_compiler)
        self.module: Known[bytes, str | None] = Known(_module)
        self.built_as: Known[bytes, str] = Known(_built_as)


def _architecture(data: bytes) -> Architecture:
    known = map_of(data)
    target = known.get("target", b"")
    if kind_of(target) == "a map":
        target = map_of(target).get("name", b"")
    return Architecture(
        platform=text_of(known.get("platform", b""), ("platform",)),
        os=text_of(known.get("platform_os", b""), ("platform_os",)),
        target=text_of(target, ("target",)),
    )


def _variants(data: bytes) -> Variants:
    texts: list[str] = []
    faults: list[UnusableError] = []
    known = map_of(data) if data else {}
    _check_count(len(known), MAX_VARIANTS, "variants")
    for name, value in sorted(known.items()):
        if name in FLAGS or name in _PATHS:
            continue
        try:
            texts.append(_variant(name, value))
        except UnusableError as fault:
            faults.append(UnusableError(fault.code, (name, *fault.path), f"{fault.message}; the variant is left out"))
    return Variants(tuple(texts), tuple(faults))


def _check_count(count: int, most: int, what: str) -> None:
    if count > most:
        raise UnusableError(Code.LIMIT, (), f"has {count} {what}, more than {most}")


def _variant(name: str, value: msgspec.Raw) -> str:
    kind = kind_of(value)
    if kind in {"true", "false"}:
        text = str(Variant(name=name, value=kind == "true"))
    elif kind == "a list":
        values = texts_of(value)
        _check_count(len(values), MAX_VARIANT_VALUES, "values")
        values = tuple(map(_short, values)) if name == "patches" else values
        text = str(Variant(name=name, value=values or ("",), exact=True))
    elif kind == "a string":
        text = str(Variant(name=name, value=(text_of(value),)))
    else:
        raise UnusableError(Code.SCHEMA, (), f"is {kind}, not true, false, a string or a list of strings")
    if unseen := first_unseen(text):
        message = f"'{shorten(text)}' contains the invisible character U+{ord(unseen):04X}"
        raise UnusableError(Code.UNSAFE, (), message)
    if not is_variant_name(name):
        raise UnusableError(Code.SCHEMA, (), f"'{shorten(name)}' is not the name of a variant")
    return text


def _short(patch: str) -> str:
    return patch[:_SHOWN] if _DIGEST.fullmatch(patch) else patch


def _compiler(data: bytes) -> str:
    if kind_of(data) == "a string":
        return text_of(data)
    known = map_of(data)
    name, version = text_of(known.get("name", b""), ("name",)), known.get("version")
    return name if version is None else f"{name}@{text_of(version, ('version',))}"


def _annotated_compiler(data: bytes) -> str:
    compiler = map_of(data).get("compiler")
    return "" if compiler is None or kind_of(compiler) == "null" else text_of(compiler, ("compiler",))


def _module(data: bytes) -> str | None:
    module = map_of(data).get("module", b"null")
    kind = kind_of(module)
    if kind in {"null", "false"}:
        return None
    names = (text_of(module, ("module",)),) if kind == "a string" else texts_of(module, ("module",))
    return " ".join(filter(None, names)) or None


def _built_as(data: bytes) -> str:
    known = map_of(data)
    inner = next(iter(known.values()), b"")
    if kind_of(inner) == "a map":
        known = map_of(inner)  # by the name of the package, as nodes were
    return text_of(known.get("hash", b""), ("hash",))
