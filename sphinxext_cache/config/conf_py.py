"""Warnings about ``conf.py``: for names that are almost those of settings, and names that the catalog does not contain.

`register` stops a build earlier if a value is not valid.
"""

from __future__ import annotations

import re
from dataclasses import fields
from fnmatch import fnmatchcase
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

import archspec.cpu

from sphinxext_cache.catalog import Code, Problem
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean, nearest, there_are
from sphinxext_cache.config.settings import PREFIX, CacheConfig
from sphinxext_cache.host.environment import set_in_conf_py
from sphinxext_cache.tables.open_columns import unknown_column
from sphinxext_cache.tables.package_rows import OWN
from sphinxext_cache.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinxext_cache.catalog import Catalog

_CLOSE: Final = 0.75
"""How much alike the rest of two names must be for one to be taken for the other, if it begins as ours do."""
_CLOSER: Final = 0.9
"""How much alike whole names must be."""


def warn_of_unknown_columns(app: Sphinx, catalog: Catalog) -> None:
    """Warn of each of the usual columns that the catalog does not have; of none, if it is empty."""
    config = CacheConfig.of(app.config)
    for value, names, kind, others in (
        ("cache_columns", config.columns, "column", ()),
        ("cache_package_columns", config.package_columns, "list", OWN),
    ):
        for name in names if catalog.tags else ():
            if problem := unknown_column(catalog, name, kind, others):
                place = place_in_conf_py(Path(app.confdir), value)
                warn(Problem(code=Code.REFERENCE, message=f"{value}: {problem}", **place))


def warn_of_unknown_tags(app: Sphinx, catalog: Catalog) -> None:
    """Warn of each tag for the search that the catalog does not have; of none, if it is empty."""
    for name in CacheConfig.of(app.config).search_tags if catalog.tags else ():
        if not any(fnmatchcase(tag, name) for tag in catalog.tags):
            near = did_you_mean(name, catalog.tags) or there_are(catalog.tags)
            message = f"cache_search_tags: no tag is named {shorten(name)!r}{near}"
            place = place_in_conf_py(Path(app.confdir), "cache_search_tags")
            warn(Problem(code=Code.REFERENCE, message=message, **place))


def warn_of_unknown_cpus(app: Sphinx, config: Config) -> None:
    """Warn of each CPU whose target nobody knows: readers are not offered it."""
    for name, target in CacheConfig.of(config).cpus.items():
        if target not in archspec.cpu.TARGETS:
            near = did_you_mean(target, map(str, archspec.cpu.TARGETS))
            message = f"cache_cpus: {shorten(target)!r}, the value of {shorten(name)!r}, is not a target{near}"
            warn(Problem(code=Code.REFERENCE, message=message, **place_in_conf_py(Path(app.confdir), "cache_cpus")))


def warn_of_unknown_names(app: Sphinx, config: Config) -> None:
    """Warn of what ``conf.py`` sets by a name that is almost that of a setting.

    Other names that begin alike are left alone: they may be those of another extension, or of the project itself.
    """
    known = [PREFIX + item.name for item in fields(CacheConfig)]
    for name, value in set_in_conf_py(config).items():
        if name in config or name.startswith("_") or callable(value) or isinstance(value, ModuleType):
            continue
        if near := _settings_like(name.casefold(), known):
            message = f"'{name}' is not a setting; did you mean {' or '.join(near)}?"
            warn(Problem(code=Code.SCHEMA, message=message, **place_in_conf_py(Path(app.confdir), name)))


def _settings_like(name: str, known: Sequence[str]) -> list[str]:
    """The settings that a name may mean: those that are spelt much like it, or hold it as one of their words."""
    if not name.startswith(PREFIX):
        return list(nearest(name, known, most=2, cutoff=_CLOSER))
    word = name.removeprefix(PREFIX)
    words = {each: each.removeprefix(PREFIX) for each in known}
    near = nearest(word, words.values(), most=2, cutoff=_CLOSE)
    return [each for each in known if words[each] in near or (not near and word in words[each].split("_"))]


def place_in_conf_py(confdir: Path, name: str) -> dict[str, Any]:
    """Where ``conf.py`` sets a name, as far as can be seen."""
    path = confdir / "conf.py"
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}  # a configuration that was not read from there
    found = re.search(rf"^{re.escape(name)}\b", text, re.MULTILINE)
    return {"file": str(path), "line": text.count("\n", 0, found.start()) + 1 if found else 0}
