"""The documentation of sphinxext-cache, built with sphinxext-cache on the cache of the example project."""

from __future__ import annotations

import ast
import inspect
import os
import re
from dataclasses import fields
from functools import partial
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from textwrap import indent
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx_design.tabs import sd_tab_input

import sphinxext_cache
from sphinxext_cache.catalog import PROVIDERS, Code
from sphinxext_cache.catalog.spack import syntax, variants, versions
from sphinxext_cache.command.main import COMMANDS, Formatter, parser_of, parser_of_all
from sphinxext_cache.config.settings import PREFIX, CacheConfig
from sphinxext_cache.pages.page import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.writers._html_base import HTMLTranslator
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

project = "sphinxext-cache"
author = "The sphinxext-cache authors"
copyright = author
version = release = sphinxext_cache.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinxext_cache",
]
exclude_patterns = ["_build", "snippets", "warnings"]
nitpicky = True
nitpick_ignore_regex = [
    ("py:class", r"datetime\.date"),
    ("py:class", r"(pathlib\.)?Path"),  # Python's documentation is elsewhere, and no build here touches the network
    # Parts of a Query, which is made from text, and of Facts, which come from files.
    ("py:class", r"(sphinxext_cache\.catalog\.conditions\.)?(TargetRange|VariantTerm)|EdgeCondition|VersionList"),
    ("py:class", "Joined|Providers"),
]
numfig = True
html_theme = "furo"
html_title = "sphinxext-cache"
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "")
html_static_path = ["static"]
html_css_files = ["docs.css"]
myst_enable_extensions = ["colon_fence"]
copybutton_prompt_text = "$ "  # what is copied can be typed: no prompts, and nothing of what a command prints

cache_sources = ["../example_project/_cache", {"path": "installed.json", "stack": "cluster"}]
cache_facts = ["facts.yaml"]
cache_default_tag = "develop-2025-10-12"


REPOSITORY: Final = "https://github.com/sphinxext-cache/sphinxext-cache"

MARKUPS: Final = (
    ("reStructuredText", "rst", "rst/{name}.rst", "rst"),
    ("MyST", "myst", "myst/{name}.md", "markdown"),
)
"""How the tabs of a snippet are called and synchronised, which file is in them, and its language."""


class Generated(SphinxDirective):
    """A directive that writes reStructuredText from what the code says of itself."""

    def lines(self) -> Iterator[str]:
        """Write the text."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Read the text."""
        return self.parse_text_to_nodes("\n".join(self.lines()))


class ConfigValue(Generated):
    """Describes a value of `CacheConfig` by what registers it; its content is an example."""

    required_arguments = 1
    has_content = True

    def lines(self) -> Iterator[str]:
        """Write its ``confval``."""
        (item,) = (each for each in fields(CacheConfig) if each.name == self.arguments[0])
        # What `CacheConfig` calls "said" is a path, or a map that says more of it.
        annotation = str(item.type).replace("Said", "str | dict[str, object]")
        yield f".. confval:: {PREFIX}{item.name}"
        yield f"   :type: ``{annotation}``"
        yield f"   :default: ``{getattr(CacheConfig(), item.name)!r}``"
        yield f"\n   {item.metadata['help']}\n"
        yield from (f"   {line}" for line in self.content)


class WarningCodes(Generated):
    """Lists the closed set of warnings, with the text below each member of `Code`, and leads to what to do about it."""

    def lines(self) -> Iterator[str]:
        """Write one definition for each."""
        (written,) = ast.parse(inspect.getsource(Code)).body
        assert isinstance(written, ast.ClassDef)  # noqa: S101 it is one
        for member, text in pairwise(written.body):
            if isinstance(member, ast.Assign) and isinstance(text, ast.Expr):
                code = Code[ast.unparse(member.targets[0])]
                meaning = indent(inspect.cleandoc(ast.literal_eval(text.value)), "   ")
                yield f":ref:`cache.{code} <cache-{code}>`\n{meaning}\n"


class TemplateVariables(Generated):
    """Lists the variables of the template of one kind of page."""

    required_arguments = 1

    def lines(self) -> Iterator[str]:
        """Write one field for each."""
        for name, text in dict(VARIABLES)[self.arguments[0]].items():  # type: ignore[index]  # a wrong kind is an error
            yield f":``{name}``: {text}"


class QueryGrammar(Generated):
    """Lists the rules of queries, which are the docstrings of the functions that read them, and their words."""

    def lines(self) -> Iterator[str]:
        """Write one item for each."""
        for module in (syntax, versions, variants):
            for function in vars(module).values():
                own = getattr(function, "__module__", "") == module.__name__
                if rule := re.match(r"Read ``(\w+ = .+?)``[.,]?(.*)", (own and function.__doc__) or ""):
                    remark = rule[2].strip(" .")
                    yield f"* ``{rule[1]}``" + (f" ({remark})" if remark and not remark.startswith("and ") else "")
        yield ""
        for assigned, text in pairwise(ast.parse(inspect.getsource(syntax)).body):
            if not (isinstance(assigned, ast.AnnAssign) and isinstance(text, ast.Expr)):
                continue
            value = getattr(syntax, ast.unparse(assigned.target))
            if isinstance(value, re.Pattern):
                yield f"* ``{value.pattern}``: {ast.literal_eval(text.value)}"


class CommandHelp(Generated):
    """Shows what a command says of itself, or the command line of all, as a terminal of 80 columns does."""

    optional_arguments = 1

    def lines(self) -> Iterator[str]:
        """Write it with what one types to see it."""
        name = self.arguments[0] if self.arguments else ""
        parser = parser_of(COMMANDS[name]) if name else parser_of_all()
        parser.formatter_class = partial(Formatter, width=78)
        yield ".. code-block:: console\n"
        yield indent(f"$ {parser.prog} --help\n{parser.format_help()}", "   ")


class Providers(Generated):
    """Lists what is known to provide each virtual."""

    def lines(self) -> Iterator[str]:
        """Write one field for each."""
        for virtual, packages in PROVIDERS.items():
            yield f":``{virtual}``: {', '.join(packages)}"


class CostFigures(Generated):
    """Shows the few figures that readers decide by, of all that the project's own benchmark measured."""

    def lines(self) -> Iterator[str]:
        """Write them, and a chart."""
        path = Path(self.env.srcdir).parent / "benchmarks" / "RESULTS.md"
        self.env.note_dependency(str(path))
        lines: Iterator[str] = run_path(str(Path(self.env.srcdir, "cost_figures.py")))["lines"](path.read_text("utf-8"))
        return lines


class SupportMatrix(Generated):
    """Shows the table that ``make matrix`` wrote of what it tested; it need not have been run."""

    def lines(self) -> Iterator[str]:
        """Write the table."""
        path = Path(self.env.srcdir) / "support-matrix.csv"
        self.env.note_dependency(str(path))
        if path.exists():
            yield ".. csv-table::\n   :header-rows: 1\n"
            yield from (f"   {line}" for line in path.read_text(encoding="utf-8").splitlines())
        else:
            yield "Not tested yet."


class YouSee(Generated):
    """Lists what is on a page that the reader built; `tests/docs` looks whether it does."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make a box of the list."""
        box = nodes.admonition("", classes=["you-see"], page=self.arguments[0])
        path = nodes.literal("", self.arguments[0])
        box += nodes.title("", "", nodes.Text("You see in "), path)
        box += self.parse_content_to_nodes()
        return [box]


class Snippet(Generated):
    """Shows one of `docs/snippets` in both markups, and what it gives; `tests/snippets` tests the same files."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"source-only": directives.flag, "too-wide-for-print": directives.flag}

    def lines(self) -> Iterator[str]:
        """Include the files, each in a tab; what would burst a printed page is left out there."""
        name = self.arguments[0]
        yield ".. tab-set::\n   :sync-group: markup\n"
        for label, sync, file, language in MARKUPS:
            yield f"   .. tab-item:: {label}\n      :sync: {sync}\n"
            yield f"      .. literalinclude:: /snippets/{file.format(name=name)}\n         :language: {language}\n"
        if "source-only" not in self.options:
            result = f".. container:: snippet-result\n\n   .. include:: /snippets/rst/{name}.rst\n"
            yield f".. only:: not latex\n\n{indent(result, '   ')}" if "too-wide-for-print" in self.options else result


def read_from_repository(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put files of the repository into the place of the comments that name them.

    What they link to at the top of the repository leads online. Below a heading theirs are of a lower level.
    """
    found = re.search(r"<!-- The file ([\w/]+\.md) of the repository is inserted here\. -->\n", source[0])
    if found is None:
        return
    path = Path(app.srcdir).parent / found[1]
    app.env.note_dependency(str(path), docname=docname)
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\]\((?=[A-Z_]+\.md\))", f"]({REPOSITORY}/blob/main/", text)
    if found.start():
        text = re.sub(r"^#", "##", text, flags=re.MULTILINE)
    source[0] = source[0].replace(found[0], text)


def visit_tab_input(writer: HTMLTranslator, node: nodes.Element) -> None:
    """Write the button of a tab closed, as XML wants it and HTML takes it: sphinx-design leaves it open in an EPUB."""
    attributes = {"ids": [node["id"]], "type": node["type"], "name": node["set_id"]}
    if node["checked"]:
        attributes["checked"] = "checked"
    writer.body.append(writer.emptytag(node, "input", **attributes))


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_node(sd_tab_input, override=True, html=(visit_tab_input, lambda _writer, _node: None))
    app.connect("source-read", read_from_repository)
    app.add_directive("config-value", ConfigValue)
    app.add_directive("warning-codes", WarningCodes)
    app.add_directive("template-variables", TemplateVariables)
    app.add_directive("query-grammar", QueryGrammar)
    app.add_directive("command-help", CommandHelp)
    app.add_directive("providers", Providers)
    app.add_directive("cost-figures", CostFigures)
    app.add_directive("support-matrix", SupportMatrix)
    app.add_directive("you-see", YouSee)
    app.add_directive("snippet", Snippet)
