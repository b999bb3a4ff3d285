"""The columns of tables of specs, each in one record: how to read, order, show and filter it, and export it to scripts.

Everything else is derived from `COLUMNS`: the options of directives and of the configuration, sort keys, the rows and
columns of matrices, the data file, the explorer, and the lists of scripts. A column need not be an attribute of `Spec`.
"""

from __future__ import annotations

from functools import lru_cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import newest_first
from sphinxext_cache.catalog.spack import targets
from sphinxext_cache.catalog.spack.version_order import order_of
from sphinxext_cache.messages import _, later
from sphinxext_cache.tables.spec_column import Order, SpecColumn

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sphinxext_cache.catalog import Spec

HASH_LENGTH: Final = 7
"""The number of characters of a hash to show, as in Spack."""

_PLAIN: Final = Order(name="plain", sort=sorted)
_SIZE: Final = Order(name="size", sort=sorted, unknown=0)
_TAG: Final = Order(name="tag", sort=newest_first)
_TARGET: Final = Order(name="target", sort=partial(sorted, key=lru_cache(maxsize=1 << 10)(targets.key)))
_VERSION: Final = Order(
    name="version", sort=partial(sorted, key=lambda version: order_of(version.text)), newest_first=True, given=True
)


def _size(text: str) -> str:
    """A number of bytes in a unit that keeps it short; units are powers of 1000, as usual for file sizes."""
    value, unit = float(text), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:  # noqa: PLR2004 the step from one unit to the next
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"


_YES: Final = later("yes")
_INSTALLATION: Final = attrgetter("installation")


def _of_installation(name: str, spec: Spec) -> Any:  # noqa: ANN401 an attribute of any type
    """An attribute of the installation of a spec; None if there is no installation."""
    return None if spec.installation is None else getattr(spec.installation, name)


def _compiler_name(spec: Spec) -> str | None:
    """The compiler of a spec without its version."""
    return spec.compiler and spec.compiler.partition("@")[0]


COLUMNS: Final[Mapping[str, SpecColumn]] = {
    column.name: column
    for column in (
        SpecColumn(
            name="hash",
            label=later("Hash"),
            value=attrgetter("hash"),
            order=_PLAIN,
            link="spec",
            code=True,
            shown=lambda text: text[:HASH_LENGTH],
            place="hashes",
        ),
        SpecColumn(
            name="package",
            label=later("Package"),
            value=attrgetter("package"),
            facet=True,
            link="package",
            shared=True,
        ),
        SpecColumn(
            name="tag",
            label=later("Tag"),
            value=attrgetter("tag"),
            order=_TAG,
            facet=True,
            link="tag",
            explored=False,
            place="tag",
            shared=True,
        ),
        SpecColumn(
            name="version",
            label=later("Version"),
            value=attrgetter("version"),
            key=attrgetter("version.text"),
            order=_VERSION,
            plural="versions",
            facet=True,
            chosen=True,
        ),
        SpecColumn(
            name="compiler",
            label=later("Compiler"),
            value=attrgetter("compiler"),
            plural="compilers",
            facet=True,
            chosen=True,
            nothing=later("no compiler"),
        ),
        SpecColumn(
            name="compiler-name",
            label=later("Compiler"),
            value=_compiler_name,
            plural="compiler-names",
            facet=True,
            nothing=later("no compiler"),
            explored=False,
            place="",
        ),
        SpecColumn(
            name="namespace",
            label=later("Namespace"),
            value=attrgetter("namespace"),
            facet=True,
            chosen=True,
            shared=True,
            rare=True,
        ),
        SpecColumn(
            name="platform",
            label=later("Platform"),
            value=attrgetter("platform"),
            facet=True,
            explored=False,
            shared=True,
        ),
        SpecColumn(
            name="os",
            label=later("OS"),
            value=attrgetter("os"),
            plural="oss",
            facet=True,
            chosen=True,
        ),
        SpecColumn(
            name="target",
            label=later("Target"),
            value=attrgetter("target"),
            order=_TARGET,
            plural="targets",
            facet=True,
            chosen=True,
            link="target",
        ),
        SpecColumn(
            name="variants",
            label=later("Variant"),
            value=attrgetter("variants"),
            singular="variant",
            code=True,
            wide=True,
        ),
        SpecColumn(
            name="stacks",
            label=later("Stack"),
            value=attrgetter("stacks"),
            singular="stack",
            facet=True,
            chosen=True,
            link="stack",
        ),
        SpecColumn(
            name="size",
            label=later("Size"),
            value=attrgetter("size"),
            order=_SIZE,
            shown=_size,
            explored=False,
            place="",
        ),
        SpecColumn(
            name="installed",
            label=later("Installed"),
            value=partial(_of_installation, "installed"),
            order=_PLAIN,
            rare=True,
            within=_INSTALLATION,
        ),
        SpecColumn(
            name="external",
            label=later("External"),
            value=lambda spec: _YES if _of_installation("external", spec) else None,
            shown=_,
            rare=True,
            within=_INSTALLATION,
        ),
        SpecColumn(
            name="explicit",
            label=later("Explicit"),
            value=lambda spec: _YES if _of_installation("explicit", spec) else None,
            shown=_,
            explored=False,
            place="",
        ),
    )
}
"""All columns, by name."""

FACETS: Final[Mapping[str, SpecColumn]] = {
    column.singular or column.name: column
    for column in sorted(COLUMNS.values(), key=lambda column: (column.name == "tag", -[*COLUMNS].index(column.name)))
    if column.facet
}
"""The columns that can be the rows and columns of a matrix, by name."""

_LEADING: Final = ("package", "version", "target", "variants")
"""The first columns of the explorer, which distinguish specs."""

_COUNTS: Final[Mapping[str, str]] = {
    "specs": later("Specs"),
    "packages": later("Packages"),
    "stacks": later("Stacks"),
    "versions": later("Versions"),
}
"""What tables and pictures count, by name."""

LISTS: Final[Mapping[str, SpecColumn]] = {
    column.plural or column.name: column for column in COLUMNS.values() if column.plural or column.singular
}
"""The columns that list the values of several specs, by name."""


def label(name: str) -> str:
    """The header of a fixed column, in a table of any kind."""
    return (COLUMNS.get(name) or FACETS.get(name) or LISTS[name]).heading()


def counted(name: str) -> str:
    """The header of a column of counts."""
    return _(_COUNTS[name])


def explored(specs: Collection[Spec]) -> tuple[SpecColumn, ...]:
    """The columns that the explorer shows for some specs, in its order."""
    shown = [column for column in COLUMNS.values() if column.explored and column.is_told(specs)]
    return tuple(sorted(shown, key=place_in_explorer))


def place_in_explorer(column: SpecColumn) -> int:
    """A sort key for the columns of the explorer: first those that distinguish specs, then others, long values last."""
    return _LEADING.index(column.name) if column.name in _LEADING else len(_LEADING) + column.wide


def for_scripts() -> dict[str, Any]:
    """What to tell scripts about the columns.

    Returns:
        ``fields``: the description of each column in the data file.
        ``facets``: for each column that readers filter by, its name in URLs and the name of its field.
    """
    facets = sorted(FACETS.items(), key=lambda item: item[1].rare)
    return {
        "fields": [column.for_scripts() for column in COLUMNS.values() if column.place],
        "facets": [[name, column.name] for name, column in facets if column.chosen],
    }
