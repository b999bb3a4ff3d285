"""The script and the style sheet of our pages: the builds that copy them, and the pages that load them.

They are generated when the package is built, and are the same for all projects. Data that is only available to Python
when it builds the documentation precedes the script in the same file: messages in the language of the project, the
CPUs of archspec, and the names of compilers. It is a classic script that the browser defers, because neither modules
nor fetched data work from ``file://``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import archspec.cpu

from sphinxext_cache.catalog.spack import compilers, targets
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.page_names import generates_pages, has_permalinks
from sphinxext_cache.files import make_folder, replace
from sphinxext_cache.host.builders import renders_templates, runs_scripts, writes_html, writes_one_page
from sphinxext_cache.messages import _, later
from sphinxext_cache.pages.theming import PAGE_KIND
from sphinxext_cache.rebuild.basis import file_digest
from sphinxext_cache.tables.columns import for_scripts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinxext_cache.config.settings import CacheConfig
    from sphinxext_cache.rebuild.rest import Rest

_MADE: Final = Path(__file__).parents[1] / "static"
"""The folder of the files generated when the package is built; a checkout does not have it."""
_STYLE: Final = "sphinxext-cache.css"
_SCRIPT: Final = "sphinxext-cache.js"
FORWARD: Final = "sphinxext-cache-forward.js"
"""The script of stubs, which forwards to a page."""
_SEARCH_PAGE: Final = "search"

PROBLEMS: Final = (
    later("an empty range"),
    later("an empty value"),
    later("dependencies are not known"),
    later("expected arch=platform-os-target"),
    later("namespaces are not known"),
    later("'none' has no version"),
    later("no target"),
    later("no value"),
    later("no variant"),
    later("no version"),
    later("not known here"),
    later("not known for dependencies"),
    later("not understood"),
    later("too long"),
    later("'*' is not allowed here"),
)
"""The reasons why a part of a query in a filter box cannot be parsed, as written in the scripts."""


def project_script(cpus: Mapping[str, str] | None = None, mirror_url: str | None = None) -> str:
    """The JavaScript statement that passes data from Python to the script.

    Args:
        cpus: The project's names for CPUs, each with its target.
        mirror_url: The URL of the mirror that readers add, with names in braces; None for no mirror.
    """
    told = {
        "words": list(script_words().values()),
        "translations": _problems(),
        "targets": _targets(),
        "partitions": _partitions(cpus or {}),
        "compilers": compilers.for_scripts(),
        "mirror": mirror_url,
        **for_scripts(),
    }
    return f"window.sphinxextCache={json.dumps(told, separators=(',', ':'))};\n"


def script_words() -> dict[str, str]:
    """The messages of the scripts in the language of the project, by their names there and in the same order.

    The scripts replace names in braces.
    """
    words = {
        "FILTER": _("Filter"),
        "SKIP": _("Skip to the table"),
        "FILTER_OF": _("Filter: {title}"),
        "HINT": _("words, +mpi, @1.14, target=zen4"),
        "HINT_PACKAGES": _("words, @1.14, py-*"),
        "SPECS": _("{n} of {all} specs"),
        "PACKAGES": _("{n} of {all} packages"),
        "RESET": _("Reset"),
        "FILTERED": _("For the rows shown below:"),
        "LEFT": _("Not applied, because this table does not show it: {conditions}"),
        "NOTHING": _("No row matches."),
        "SHOW_ALL": _("Show all rows"),
        "MEANT": _("Did you mean {names}?"),
        "NAMES": _("Packages"),
        "SEARCH": _("Search all specs for {q}"),
        "RUNS_ON": _("Show what runs on {cpu}"),
        "DOWNLOAD": _("Download these rows as {format}"),
        "ASCENDING": _("Sorted by {column}, ascending"),
        "DESCENDING": _("Sorted by {column}, descending"),
        "UNSORTED": _("In the original order"),
        "CPU": _("My CPU"),
        "ANY_CPU": _("any"),
        "CPUS_HERE": _("On this page"),
        "LEVELS_LABEL": _("Levels"),
        "CUT": _("The first {shown} of {all} specs."),
        "CUT_PRINT": _("Print the first {shown} of {all} specs?"),
        "ONLY": _("only what runs on it"),
        "RUNS": _("runs on {cpu}"),
        "RUNS_NOT": _("not on {cpu}"),
        "COPY_HASH": _("Copy the hash {hash}"),
        "COPY": _("Copy {text}"),
        "COPY_SESSION": _("Copy these commands"),
        "COPIED": _("Copied"),
        "NOT_COPIED": _("This browser does not allow copying"),
        "INSTALL": _("Install"),
        "LOAD": _("Load"),
        "ALL_OF_THEM": _("All of them:"),
        "COLUMNS": _("Columns"),
        "COMPARE_WITH": _("Compare {hash}"),
        "COMPARING": _("{n} specs to compare"),
        "DIFFERS": _("What differs"),
        "NOTHING_DIFFERS": _("No known differences."),
        "CLOSE": _("Close"),
        "DETAILS_OF": _("Details of {spec}"),
        "BUILT_ON": _("Built on"),
        "COMMANDS": _("Commands"),
        "HASH_LABEL": _("Hash"),
        "VARIANTS": _("All variants"),
        "SHADING": _("Darker: more (at most {n}). \N{EN DASH}: none."),
    }
    return {name: str(text) for name, text in words.items()}


def _problems() -> dict[str, str]:
    """The translations of `PROBLEMS` into the language of the project; those without a translation are omitted."""
    return {problem: text for problem in PROBLEMS if (text := str(_(problem))) != problem}


def _targets() -> list[list[str | int]]:
    """All targets of archspec, in order: name, vendor (empty if generic), and how far back in the list its parents are.

    Many parents are adjacent, and repeated numbers compress well.
    """
    names = sorted(map(str, archspec.cpu.TARGETS), key=targets.key)
    places = {name: place for place, name in enumerate(names)}
    listed: list[list[str | int]] = []
    for name in names:
        above = targets.ancestors(name)
        further = {ancestor for parent in above for ancestor in targets.ancestors(parent)}
        parents = [places[name] - places[ancestor] for ancestor in above if ancestor not in further]
        listed.append([name, targets.vendor(name) or "", *parents])
    return listed


def _partitions(cpus: Mapping[str, str]) -> list[tuple[str, str]]:
    """The names of CPUs with their targets; names with the same target are joined, because readers choose a target."""
    names: dict[str, list[str]] = {}
    for name, target in cpus.items():
        if target in archspec.cpu.TARGETS:
            names.setdefault(target, []).append(name)
    return [(", ".join(some), target) for target, some in names.items()]


class StaticFiles:
    """Adds our files to those that Sphinx copies; builders that run no scripts only get a style sheet for the tables.

    Args:
        rest: Knows whether the build rests, in which case the data for the script is unchanged.
    """

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    def add(self, app: Sphinx, _builder: Builder) -> None:
        """Add our files to those that Sphinx copies."""
        if not writes_html(app.builder):
            return
        aside = Path(app.doctreedir, "sphinxext_cache")
        make_folder(aside)
        made = _made(aside)
        files = [made / "book" / _STYLE]
        if runs_scripts(app.builder):
            config = cache_domain(app.env).config
            files = [made / "browser" / _STYLE, self._script(made / "browser" / _SCRIPT, aside / _SCRIPT, config)]
            if has_permalinks(app.builder, config):
                files.append(made / "browser" / FORWARD)
        # Assign a new list, because the current one may be the default of all projects.
        app.config.html_static_path = [*app.config.html_static_path, *map(str, files)]

    def _script(self, made: Path, file: Path, config: CacheConfig) -> Path:
        """Write the script of a project, the data from Python followed by the common script, and return its path."""
        if not self._rest.is_on or file_digest(file) != self._rest.before.script:
            told = project_script(config.cpus, config.mirror_url)
            replace(file, told.encode() + made.read_bytes(), file.with_suffix(".tmp"))
        self._rest.now.script = file_digest(file)
        return file


def _made(aside: Path) -> Path:
    """The folder of the generated files; in a checkout, they are joined from their sources and written to `aside`."""
    if (_MADE / "browser" / _SCRIPT).is_file():
        return _MADE
    from sphinxext_cache import assets  # noqa: PLC0415 only a checkout has it

    for name, text in assets.join().items():
        file = aside / name
        make_folder(file.parent)
        replace(file, text.encode(), file.with_suffix(".tmp"))
    return aside


def load_files(app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Load our files on pages with content of ours."""
    builder = app.builder
    if not writes_html(builder):
        return
    if name == _SEARCH_PAGE and renders_templates(builder):
        _load_search(app, context)
    answers = cache_domain(app.env).answers
    # A single page may contain all documents.
    asked = bool(answers) if writes_one_page(builder) else name in answers
    if not asked and PAGE_KIND not in context:
        return
    # Not with the methods of `app`, which keep every call permanently.
    builder.add_css_file(_STYLE)
    if runs_scripts(builder):
        builder.add_js_file(_SCRIPT, defer="defer")


def _load_search(app: Sphinx, context: dict[str, Any]) -> None:
    """Load our script on the search page of Sphinx, if there are generated pages to find."""
    domain, builder = cache_domain(app.env), app.builder
    if writes_html(builder) and generates_pages(builder, domain.config) and domain.page_names.tags:
        explorer = builder.get_relative_uri(_SEARCH_PAGE, domain.page_names.explorer(domain.page_names.tags[0]))
        label = str(_("Search builds for {q}"))
        loaded = context["script_files"]
        before = [*loaded]
        builder.add_js_file(_SCRIPT, defer="defer", **{"data-explorer": explorer, "data-label": label})
        # This is often the last page, and if the application builds again, its scripts would be loaded on all pages.
        context["script_files"], loaded[:] = [*loaded], before
