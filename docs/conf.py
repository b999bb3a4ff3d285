"""The documentation of sphinxext-cache, built with sphinxext-cache on the cache of the example project."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

import sphinxext_cache
from sphinxext_cache.catalog import Code
from sphinxext_cache.config import PREFIX, CacheConfig
from sphinxext_cache.contents import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

project = "sphinxext-cache"
author = "The sphinxext-cache authors"
copyright = author
version = release = sphinxext_cache.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinxext_cache"]
exclude_patterns = ["_build", "snippets"]
nitpicky = True
nitpick_ignore_regex = [
    ("py:class", r"(pathlib\.)?Path"),  # Python's documentation is elsewhere, and no build here touches the network
    ("py:class", r"sphinxext_cache\.catalog\.conditions\.\w+"),  # parts of a Query, which is made from text
]
numfig = True
html_theme = "furo"
html_title = "sphinxext-cache"
html_static_path = ["static"]
html_css_files = ["docs.css"]
myst_enable_extensions = ["colon_fence"]

cache_sources = ["../example_project/_cache"]
cache_default_tag = "develop-2025-10-12"


class Generated(SphinxDirective):
    """A directive that writes reStructuredText from what the code says of itself."""

    def lines(self) -> Iterator[str]:
        """Write the text."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Read the text."""
        return self.parse_text_to_nodes("\n".join(self.lines()))


class ConfigValues(Generated):
    """Describes every value of `CacheConfig`, from what registers it."""

    def lines(self) -> Iterator[str]:
        """Write one ``confval`` for each."""
        defaults = CacheConfig()
        for item in fields(CacheConfig):
            types = " or ".join("None" if kind is type(None) else kind.__name__ for kind in item.metadata["types"])
            yield f".. confval:: {PREFIX}{item.name}"
            yield f"   :type: ``{types}``"
            yield f"   :default: ``{getattr(defaults, item.name)!r}``"
            yield f"\n   {item.metadata['help']}\n"


class WarningCodes(Generated):
    """Lists the closed set of warnings, with the text that stands below each member of `Code`."""

    def lines(self) -> Iterator[str]:
        """Write one definition for each."""
        (written,) = ast.parse(inspect.getsource(Code)).body
        assert isinstance(written, ast.ClassDef)  # noqa: S101 it is one
        for member, text in pairwise(written.body):
            if isinstance(member, ast.Assign) and isinstance(text, ast.Expr):
                code = Code[ast.unparse(member.targets[0])]
                yield f"``cache.{code}``\n   {ast.literal_eval(text.value)}\n"


class TemplateVariables(Generated):
    """Lists the variables of the template of one kind of page."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Write one field for each."""
        for name, text in dict(VARIABLES)[self.arguments[0]].items():  # type: ignore[index]  # a wrong kind is an error
            yield f":``{name}``: {text}"


class Snippet(Generated):
    """Shows one of `docs/snippets` in both markups, and what it gives; `tests/snippets` tests the same files."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"source-only": directives.flag}

    def lines(self) -> Iterator[str]:
        """Include the files."""
        name = self.arguments[0]
        yield f".. literalinclude:: /snippets/rst/{name}.rst\n   :language: rst\n"
        yield f".. literalinclude:: /snippets/myst/{name}.md\n   :language: markdown\n"
        if "source-only" not in self.options:
            yield f".. container:: snippet-result\n\n   .. include:: /snippets/rst/{name}.rst\n"


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("config-values", ConfigValues)
    app.add_directive("warning-codes", WarningCodes)
    app.add_directive("template-variables", TemplateVariables)
    app.add_directive("snippet", Snippet)
