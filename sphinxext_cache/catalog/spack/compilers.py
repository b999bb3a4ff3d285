"""The names of compilers. Some have two: that of their package, and one from before compilers were packages."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = frozenset({"c", "cxx", "fortran"})
"""The virtuals that compilers provide."""

_FORMER_NAMES: Final = {
    "acfl": "arm",
    "intel-oneapi-compilers": "oneapi",
    "intel-oneapi-compilers-classic": "intel",
    "llvm": "clang",
    "llvm-amdgpu": "rocmcc",
}
"""What the compilers of packages were called before (Spack's ``lib/spack/spack/aliases.py``)."""
_OTHER_NAMES: Final = _FORMER_NAMES | {former: name for name, former in _FORMER_NAMES.items()}

COMPILERS: Final = frozenset(_OTHER_NAMES) | {
    "aocc",
    "apple-clang",
    "cce",
    "dpcpp",
    "fj",
    "gcc",
    "msvc",
    "nag",
    "none",
    "nvhpc",
    "pgi",
    "xl",
    "xl_r",
}
"""The names of all compilers that Spack had before they were packages, those of the packages, and of having none."""


def other_name(name: str) -> str | None:
    """The other name of a compiler; None if it has only one, or is none."""
    return _OTHER_NAMES.get(name)


def for_scripts() -> dict[str, str]:
    """What scripts get to know: all names of compilers, each with the other one, which may be empty."""
    return {name: other_name(name) or "" for name in sorted(COMPILERS)}
