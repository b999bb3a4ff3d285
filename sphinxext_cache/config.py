"""The configuration values: one dataclass declares them, a loop registers them, and the documentation lists them.

The rest of the extension reads a `CacheConfig`, never Sphinx's own configuration object.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ConfigError

from sphinxext_cache.catalog import QuerySyntaxError, expand_sources, parse_query

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sphinx.application import Sphinx
    from sphinx.config import Config

PREFIX: Final = "cache_"

COLUMNS: Final = (
    "hash",
    "package",
    "tag",
    "version",
    "compiler",
    "platform",
    "os",
    "target",
    "variants",
    "stacks",
    "size",
)
"""The columns that a table of specs can have."""


def _list_of_texts(value: object) -> str | None:
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return None
    return "must be a list of texts"


def _columns(value: object) -> str | None:
    if not isinstance(value, (list, tuple)) or not value or any(name not in COLUMNS for name in value):
        return f"must be a list of column names; the columns are {', '.join(COLUMNS)}"
    return None


def _query(value: object) -> str | None:
    try:
        parse_query(str(value))
    except QuerySyntaxError as error:
        return f"is no query: {error}"
    return None


def _positive(value: object) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) and value > 0 else "must be a number above 0"


def _folder(value: object) -> str | None:
    if value is None or (re.fullmatch(r"[\w.+-]+(?:/[\w.+-]+)*", str(value)) and ".." not in str(value).split("/")):
        return None
    return "must be a relative folder such as 'cache' or 'software/cache', or None"


def _address(names: Collection[str]) -> Callable[[object], str | None]:
    def check(value: object) -> str | None:
        if value is None:
            return None
        text = str(value)
        try:
            used = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        except ValueError as error:
            return f"cannot be filled in: {error}"
        if not text.startswith(("https://", "http://", "file://", "oci://", "s3://", "gs://", "/")):
            return "must be an address, such as https://..."
        if unknown := used - set(names):
            return f"may name {', '.join(f'{{{name}}}' for name in sorted(names))}, not {{{min(unknown)}}}"
        return None

    return check


def _web_address(names: Collection[str]) -> Callable[[object], str | None]:
    address = _address(names)

    def check(value: object) -> str | None:
        if value is not None and not str(value).startswith(("https://", "http://")):
            return "must be an http(s) address, or None"
        return address(value)

    return check


def _declare(
    help_text: str,
    types: tuple[type, ...],
    check: Callable[[object], str | None] | None = None,
    rebuild: str = "env",
) -> dict[str, Any]:
    return {"help": help_text, "types": types, "check": check, "rebuild": rebuild}


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheConfig:
    """The values as the extension reads them; each stands in ``conf.py`` with ``cache_`` before its name."""

    sources: list[str] = field(
        default_factory=lambda: ["_cache"],
        metadata=_declare(
            "Folders of pages (globs allowed), relative to ``conf.py``. Inside the source folder they are kept out "
            "of Sphinx's search for documents. An empty list is a project without a cache of its own.",
            (list, tuple),
            _list_of_texts,
        ),
    )
    default_tag: str | None = field(
        default=None,
        metadata=_declare(
            "The tag meant where none is named. ``None``: ``develop``, else the newest release tag, else the newest "
            "``develop-DATE``.",
            (str, type(None)),
        ),
    )
    select: str = field(
        default="",
        metadata=_declare("A query; only specs that match it enter the catalog.", (str,), _query),
    )
    pages: str | None = field(
        default="cache",
        metadata=_declare(
            "The folder for generated pages, below the output root. ``None``: no pages are generated.",
            (str, type(None)),
            _folder,
        ),
    )
    page_limit: int = field(
        default=150_000,
        metadata=_declare(
            "How many pages may be generated. Of a larger cache the default tag has its pages, and as many of the "
            "following tags as fit with all of theirs; what the others hold is named without a link.",
            (int,),
            _positive,
        ),
    )
    hidden_stacks: list[str] = field(
        default_factory=lambda: ["root"],
        metadata=_declare(
            "Names that are never shown or counted as a stack.", (list, tuple, set, frozenset), _list_of_texts
        ),
    )
    columns: list[str] = field(
        default_factory=lambda: ["hash", "version", "compiler", "os", "target", "variants", "stacks"],
        metadata=_declare("The columns of ``cache:specs`` where it names none.", (list, tuple), _columns),
    )
    mirror_url: str = field(
        default="https://binaries.spack.io/{tag}/{stack}",
        metadata=_declare(
            "The mirror that readers are told to add; ``{tag}`` and ``{stack}`` are filled in.",
            (str,),
            _address({"tag", "stack"}),
        ),
    )
    package_url: str | None = field(
        default="https://packages.spack.io/package.html?name={package}",
        metadata=_declare(
            "The page of a package elsewhere; ``{package}`` is filled in. ``None``: no link.",
            (str, type(None)),
            _web_address({"package"}),
        ),
    )
    inventory_specs: bool = field(
        default=True,
        metadata=_declare(
            "Whether the spec hashes of the default tag go into ``objects.inv``; 60,000 of them weigh over 1 MB.",
            (bool,),
            rebuild="html",
        ),
    )

    @classmethod
    def of(cls, config: Config) -> CacheConfig:
        """The values of a project."""
        return cls(**{item.name: getattr(config, PREFIX + item.name) for item in fields(cls)})

    def source_folders(self, confdir: Path) -> list[Path]:
        """The sources as absolute paths, globs not yet expanded."""
        return [confdir / source for source in self.sources]


def _default(item: Any) -> Any:  # noqa: ANN401 a dataclass field's default is of any type
    return item.default_factory() if callable(item.default_factory) else item.default


def _check(_app: Sphinx, config: Config) -> None:
    """Stop a build whose configuration cannot mean anything, and say which value is to blame."""
    for item in fields(CacheConfig):
        check = item.metadata["check"]
        value = getattr(config, PREFIX + item.name)
        if check is not None and (complaint := check(value)) is not None:
            raise ConfigError(f"{PREFIX}{item.name} {complaint}; it is {value!r}")


def _keep_sources_out_of_documents(app: Sphinx, config: Config) -> None:
    """Pages of a cache are not documents: Sphinx must not read them as such."""
    folders, _ = expand_sources(CacheConfig.of(config).source_folders(Path(app.confdir)))
    source = Path(app.srcdir).resolve()
    inside = [path for path in map(Path.resolve, folders) if path != source and path.is_relative_to(source)]
    patterns = [path.relative_to(source).as_posix().replace("[", "[[]") for path in inside]
    # Not in place: the list may be the default one, which all builds in this process share.
    config.exclude_patterns = [*config.exclude_patterns, *patterns]


def setup_config(app: Sphinx) -> None:
    """Register every value of `CacheConfig`."""
    for item in fields(CacheConfig):
        data = item.metadata
        app.add_config_value(PREFIX + item.name, _default(item), data["rebuild"], data["types"], data["help"])
    app.connect("config-inited", _check)
    app.connect("config-inited", _keep_sources_out_of_documents)
