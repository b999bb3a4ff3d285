"""Registers the configuration values with Sphinx, and converts the values of a project."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ConfigError

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.config.settings import PREFIX, CacheConfig
from sphinxext_cache.config.source_paths import patterns_of_sources
from sphinxext_cache.config.values import normal
from sphinxext_cache.messages import use_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_SHOWN: Final = 100
"""The number of characters of a wrong value to show in a message."""


def _default(item: Any) -> Any:  # noqa: ANN401 a dataclass field's default is of any type
    return item.default_factory() if callable(item.default_factory) else item.default


def read_config(_app: Sphinx, config: Config) -> None:
    """Convert values, and stop the build if one is not valid."""
    for item in fields(CacheConfig):
        name = PREFIX + item.name
        value = normal(getattr(config, name), item.metadata["types"], holds_lists="list" in item.type)
        if value == [""] and config.overrides.get(name) == "":
            # `-D cache_sources=`; in conf.py an empty name is more likely a variable that nobody set.
            value = []
        expected = item.metadata["validator"](value)
        if expected is not None:
            raise ConfigError(f"{name} must be {expected}; it is {shorten(repr(value), _SHOWN)}")
        setattr(config, name, value)
    use_words(CacheConfig.of(config).words, config.language)


def keep_sources_out_of_documents(app: Sphinx, config: Config) -> None:
    """Exclude pages of a cache from the documents that Sphinx reads."""
    patterns = patterns_of_sources(CacheConfig.of(config).sources, Path(app.srcdir), Path(app.confdir))
    # Not in place: the list may be the default one, which all builds in this process share.
    config.exclude_patterns = [*config.exclude_patterns, *patterns]


def setup_config(app: Sphinx) -> None:
    """Register every value of `CacheConfig`."""
    for item in fields(CacheConfig):
        data = item.metadata
        app.add_config_value(PREFIX + item.name, _default(item), data["rebuild"], data["types"], data["help"])
