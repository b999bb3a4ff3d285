"""The configuration values: one dataclass declares them, a loop registers them, and the documentation lists them.

The rest of the extension reads a `CacheConfig`, never Sphinx's own configuration object.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from sphinxext_cache.catalog import PROVIDERS
from sphinxext_cache.config import validators
from sphinxext_cache.config.source_paths import (
    Said,
    any_path,
    facts_paths,
    source_item,
    source_items,
)
from sphinxext_cache.messages import WORDS
from sphinxext_cache.tables.description import describe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx.config import Config

    from sphinxext_cache.catalog import Catalog, Package, SourceItem
    from sphinxext_cache.config.validators import Validator
    from sphinxext_cache.tables.description import Description

PREFIX: Final = "cache_"

_SHOWN: Final = 100
"""The number of characters of a wrong value to show in a message."""
_STRING: Final = validators.instance_of(str, "a string")
_SETS: Final = (list, tuple, set, frozenset)


def _declare(help_text: str, types: tuple[type, ...], validator: Validator, rebuild: str = "env") -> dict[str, Any]:
    return {"help": help_text, "types": types, "validator": validator, "rebuild": rebuild}


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheConfig:
    """The values as the extension uses them; in ``conf.py``, their names begin with ``cache_``."""

    sources: list[Said] = field(
        default_factory=lambda: ["_cache"],
        metadata=_declare(
            "Folders of front matter, files that Spack writes, or folders of such files, as strings or paths. Globs, "
            "``~`` and ``$VARIABLES`` are expanded. A relative path is relative to the source folder or, if nothing "
            "is there, to the folder of ``conf.py``. Sphinx does not look for documents in sources within its "
            'source folder. A map ``{"path": ...}`` gives more details about files that Spack writes: ``tag``, '
            "``stack``, ``implicit`` (whether to show specs that were installed only as dependencies), ``kind`` "
            '(``"cache"`` or ``"installed"``, if the file does not say) and, for front matter too, ``date`` (the date '
            "of the data). An empty list means that the project has no cache of its own.",
            _SETS,
            validators.list_of(source_item, "a list of paths", _SETS),
        ),
    )
    facts: list[str] = field(
        default_factory=list,
        metadata=_declare(
            "Files of :doc:`facts <facts>`, or folders of them; paths work as in ``cache_sources``. If two equally "
            "specific facts disagree, the one in the later file is used.",
            (list, tuple),
            validators.list_of(any_path, "a list of paths"),
        ),
    )
    default_tag: str | None = field(
        default=None,
        metadata=_declare(
            "The tag to use where none is named. ``None``: the newest, by the date or the number in its name; among "
            "Spack's own tags ``develop``, else the newest release, else the newest ``develop-DATE``.",
            (str, type(None)),
            validators.optional(_STRING),
        ),
    )
    select: str = field(
        default="",
        metadata=_declare("A query; the catalog contains only specs that match it.", (str,), validators.query),
    )
    search_tags: list[str] = field(
        default_factory=list,
        metadata=_declare(
            "The tags whose pages Sphinx's search finds, in addition to the default tag. ``*`` matches anything: "
            '``["*"]`` means all tags. Each tag enlarges the search index, which every reader who searches downloads.',
            _SETS,
            validators.list_of(_STRING, "a list of tags", _SETS),
            rebuild="html",
        ),
    )
    max_age: int | None = field(
        default=None,
        metadata=_declare(
            "The age in days after which the data of the default tag is too old; each build then warns "
            "(``cache.age``). The age is counted from the date in the name of the tag, else from the ``date`` of its "
            "source. ``None``: any age is fine.",
            (int, type(None)),
            validators.optional(validators.positive),
            rebuild="",
        ),
    )
    pages: str | None = field(
        default="cache",
        metadata=_declare(
            "The folder for generated pages, below the output root. ``None``: generate no pages.",
            (str, type(None)),
            validators.optional(validators.folder),
        ),
    )
    page_limit: int = field(
        default=150_000,
        metadata=_declare(
            "The maximum number of generated pages. If a cache has more, only as many tags as fit get pages, starting "
            "with the default tag; what other tags contain is shown without links.",
            (int,),
            validators.positive,
        ),
    )
    page_events: bool = field(
        default=False,
        metadata=_declare(
            "Whether all handlers of Sphinx's event ``html-page-context`` are called for each generated page. By "
            "default, handlers that are known to do the same for every page are called for only a few.",
            (bool,),
            validators.instance_of(bool, "True or False"),
            rebuild="html",
        ),
    )
    hidden_stacks: list[str] = field(
        default_factory=lambda: ["root"],
        metadata=_declare(
            "Names that are never shown or counted as a stack.",
            _SETS,
            validators.list_of(_STRING, "a list of strings", _SETS),
        ),
    )
    columns: list[str] = field(
        default_factory=lambda: ["hash", "version", "compiler", "os", "target", "variants", "stacks"],
        metadata=_declare(
            "The default columns of ``cache:specs``, and those of the tables on generated pages. An unknown name "
            "causes a warning.",
            (list, tuple),
            validators.both(
                validators.list_of(validators.name, "a list of column names"),
                lambda value: None if value else "a list of at least one column name",
            ),
        ),
    )
    package_columns: list[str] = field(
        default_factory=list,
        metadata=_declare(
            "The default columns of ``cache:packages``, and those of the lists of packages on generated pages. They "
            'can include facts: ``["package", "description", "support"]``. The package always comes first. An empty '
            "list means the usual columns; generated pages show fewer of them.",
            (list, tuple),
            validators.list_of(validators.name, "a list of column names"),
        ),
    )
    words: dict[str, list[str]] = field(
        default_factory=dict,
        metadata=_declare(
            'Other words for readers to see, singular and plural: ``{"stack": ("Cluster", "Clusters")}`` if your '
            "stacks are clusters. The keys are ``package``, ``spec``, ``stack``, ``tag`` and ``target``. Directives, "
            "queries and URLs keep the original words.",
            (dict,),
            validators.map_of(validators.one_of(WORDS), validators.words),
        ),
    )
    cpus: dict[str, str] = field(
        default_factory=dict,
        metadata=_declare(
            'Names of CPUs that readers have, such as the partitions of a cluster, each with its target: ``{"Alder '
            'cpu": "zen4", "Alder gpu": "neoverse_v2"}``. They are listed first where readers choose "my CPU". An '
            "unknown target causes a warning.",
            (dict,),
            validators.map_of(validators.label, validators.name),
            rebuild="html",
        ),
    )
    providers: dict[str, list[str]] = field(
        default_factory=dict,
        metadata=_declare(
            'The packages that provide an interface, such as ``{"mpi": ["openmpi", "our-mpi"]}``; they replace '
            ":ref:`the known ones <providers>`. They are used if no dependency of a spec says what it provides.",
            (dict,),
            validators.map_of(validators.name, validators.list_of(validators.name, "a list of packages")),
        ),
    )
    mirror_url: str | None = field(
        default="https://binaries.spack.io/{tag}/{stack}",
        metadata=_declare(
            "The mirror that readers add; ``{tag}`` and ``{stack}`` are filled in. ``None``: show no mirror.",
            (str, type(None)),
            validators.optional(validators.address(("tag", "stack"))),
        ),
    )
    package_url: str | None = field(
        default="https://packages.spack.io/package.html?name={package}",
        metadata=_declare(
            "The page of a package elsewhere; ``{package}`` is filled in. ``None``: no link.",
            (str, type(None)),
            validators.optional(validators.web_address(("package",))),
        ),
    )
    site_builder: str | None = field(
        default=None,
        metadata=_declare(
            "The builder of the published site, ``html``, ``dirhtml`` or ``singlehtml``: links from a PDF or a book "
            "to pages depend on it. ``None``: the builder that ``.readthedocs.yaml`` names, else ``html``.",
            (str, type(None)),
            validators.optional(validators.one_of(("html", "dirhtml", "singlehtml"))),
        ),
    )
    permalinks: bool = field(
        default=True,
        metadata=_declare(
            "Whether ``cache/packages/<package>``, and likewise ``stacks`` and ``targets``, lead to the current page "
            "in the default tag: permanent URLs for other projects to link to.",
            (bool,),
            validators.instance_of(bool, "True or False"),
            rebuild="html",
        ),
    )
    inventory_specs: bool = field(
        default=True,
        metadata=_declare(
            "Whether ``objects.inv`` contains the hashes of all specs of the default tag; 60,000 of them take over 1 "
            "MB.",
            (bool,),
            validators.instance_of(bool, "True or False"),
            rebuild="html",
        ),
    )

    @classmethod
    def of(cls, config: Config) -> CacheConfig:
        """The values of a project."""
        return cls(**{item.name: getattr(config, PREFIX + item.name) for item in fields(cls)})

    def describe(self, package: Package, catalog: Catalog, *, anchored: bool = True) -> Description:
        """Describe a package as the project configures it.

        Args:
            package: The package.
            catalog: Where it is.
            anchored: Whether references to its specs lead to this description.
        """
        return describe(
            package,
            catalog,
            columns=self.columns,
            mirror_url=self.mirror_url,
            package_url=self.package_url,
            anchored=anchored,
        )

    def all_providers(self) -> dict[str, Sequence[str]]:
        """The providers of each interface: those of the project, and the known ones."""
        return {**PROVIDERS, **self.providers}

    def source_items(self, srcdir: Path, confdir: Path) -> list[str | SourceItem]:
        """The sources with absolute paths, globs not yet expanded."""
        return source_items(self.sources, srcdir, confdir)

    def facts_paths(self, srcdir: Path, confdir: Path) -> list[str]:
        """The files of facts with absolute paths, globs not yet expanded."""
        return facts_paths(self.facts, srcdir, confdir)
