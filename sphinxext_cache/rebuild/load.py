"""Reads the sources and the facts, once in each build, when the catalog is first needed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.display import progress_message

from sphinxext_cache.catalog import Code, Problem, load, survey
from sphinxext_cache.catalog.fact_files.load import load_facts, survey_facts
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean
from sphinxext_cache.config.conf_py import warn_of_unknown_columns, warn_of_unknown_tags
from sphinxext_cache.config.settings import CacheConfig
from sphinxext_cache.documents.front_matter_documents import FrontMatterDocuments
from sphinxext_cache.domain.cache_domain import cache_domain
from sphinxext_cache.domain.known import Sources
from sphinxext_cache.rebuild.age import problem_of_age
from sphinxext_cache.warnings import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinxext_cache.catalog import Catalog, SourceItem


def attach_catalog(app: Sphinx) -> None:
    """Give the domain the function that loads the catalog."""
    cache_domain(app.env).attach(partial(load_catalog, app), CacheConfig.of(app.config), app.builder)


def load_catalog(app: Sphinx) -> Sources:
    """Read the sources and emit warnings about problems in them."""
    documents = FrontMatterDocuments(app)
    with progress_message("reading build cache"):
        catalog = load([documents, *_items(app)], **_how(app))
        catalog = catalog.with_facts(load_facts(_facts(app), catalog))
    for problem in catalog.problems:
        warn(problem)
    if (old := find_problem_of_age(app, catalog)) is not None:
        warn(old)
    return Sources(catalog, documents.packages)


def check_names(app: Sphinx, _env: BuildEnvironment, *_documents: set[str]) -> tuple[()]:
    """Warn of columns and tags in the configuration that the catalog does not have; report no document as outdated."""
    warn_of_unknown_columns(app, cache_domain(app.env).catalog)
    warn_of_unknown_tags(app, cache_domain(app.env).catalog)
    return ()


def check_documents(_app: Sphinx, env: BuildEnvironment, *_documents: set[str]) -> tuple[()]:
    """Warn of documents that are named in facts but are not in the project; report no document as outdated."""
    for name, fact in cache_domain(env).catalog.facts.documents():
        if name not in env.found_docs:
            message = f"there is no document '{shorten(name)}'{did_you_mean(name, sorted(env.found_docs))}"
            warn(Problem(code=Code.FACT, message=message, file=fact.file, line=fact.line))
    return ()


def find_problem_of_age(app: Sphinx, catalog: Catalog) -> Problem | None:
    """Return a problem if the data is too old or its age is unknown."""
    return problem_of_age(catalog, CacheConfig.of(app.config).max_age, Path(app.confdir))


def survey_sources(app: Sphinx) -> str:
    """Return a digest of the sources and facts; it equals `Catalog.digest` after `load_catalog`."""
    return survey([FrontMatterDocuments(app), *_items(app)], **_how(app)) + survey_facts(_facts(app))


def _items(app: Sphinx) -> list[str | SourceItem]:
    return CacheConfig.of(app.config).source_items(Path(app.srcdir), Path(app.confdir))


def _facts(app: Sphinx) -> list[str]:
    return CacheConfig.of(app.config).facts_paths(Path(app.srcdir), Path(app.confdir))


def _how(app: Sphinx) -> dict[str, Any]:
    """Return the keyword arguments of `load` and `survey`."""
    config = CacheConfig.of(app.config)
    return {
        "select": config.select,
        "default_tag": config.default_tag,
        "hidden_stacks": config.hidden_stacks,
        "providers": config.all_providers(),
        "exclude": (Path(app.outdir), Path(app.doctreedir)),
    }
