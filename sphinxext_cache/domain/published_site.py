"""The published HTML pages of a project, to which its other outputs link."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sphinxext_cache.host.builders import has_readers

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config


class PublishedSite:
    """The published HTML pages of a project, to which its other outputs link.

    Args:
        builder: The builder of such an output.
        site_builder: The name of the builder of the published site, if it is configured.
    """

    def __init__(self, builder: Builder, site_builder: str | None) -> None:
        self._builder = builder
        self._given = site_builder

    def address(self, page: str) -> str | None:
        """The URL of a page; None if it is unknown, or if the output has no readers who could follow it."""
        config, name = self._builder.config, quote(page)
        base = base_url(config)
        if not base or not has_readers(self._builder):
            return None
        match self._site_builder:
            case "dirhtml":
                place = name.removesuffix("index") if name.rpartition("/")[2] == "index" else f"{name}/"
            case "singlehtml":
                return None
            case _:
                suffix = config.html_file_suffix or ".html"
                place = name + (suffix if config.html_link_suffix is None else config.html_link_suffix)
        return f"{base.rstrip('/')}/{place}"

    @cached_property
    def _site_builder(self) -> str:
        """The configured builder, or else the one in the configuration for Read the Docs; by default ``html``."""
        if self._given is not None:
            return self._given
        confdir = Path(self._builder.confdir)
        for folder in (confdir, *confdir.parents):
            for name in _READ_THE_DOCS:
                if (folder / name).is_file():
                    return _sphinx_builder(folder / name, confdir) or "html"
            if (folder / ".git").exists():
                break
        return "html"


def base_url(config: Config) -> str:
    """The base URL of the published HTML pages; empty if it is unknown."""
    return config.html_baseurl or os.environ.get("READTHEDOCS_CANONICAL_URL", "")


_READ_THE_DOCS: Final = (".readthedocs.yaml", ".readthedocs.yml", "readthedocs.yaml", "readthedocs.yml")


def _sphinx_builder(settings: Path, confdir: Path) -> str | None:
    """The builder in a configuration for Read the Docs; None if it names none, or is for another `confdir`."""
    import yaml  # noqa: PLC0415 few builds need it, and it takes long to import

    try:
        sphinx = yaml.safe_load(settings.read_bytes())["sphinx"]
        configuration, builder = sphinx.get("configuration"), sphinx.get("builder")
    except (OSError, yaml.YAMLError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # Read the Docs reports what is wrong
    if configuration is not None and (settings.parent / str(configuration)).parent.resolve() != confdir.resolve():
        return None  # for another documentation in the same repository
    return builder if isinstance(builder, str) else None
