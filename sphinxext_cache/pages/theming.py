"""The templates of generated pages, and what these need to work in any theme."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from docutils import nodes
from docutils.utils import new_document
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from sphinx.errors import ThemeError
from sphinx.locale import _ as sphinx_message

from sphinxext_cache.catalog import Code, Problem
from sphinxext_cache.catalog.nearest import nearest
from sphinxext_cache.digest import digest
from sphinxext_cache.domain.page_names import folder_of, names_above
from sphinxext_cache.files import OutputError, read
from sphinxext_cache.messages import _, plural
from sphinxext_cache.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from jinja2 import Template
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

PAGE_KIND: Final = "cache_page"
"""The key for the kind of page in the context of a generated page."""

_HERE: Final = Path(__file__).parents[1]


def template_environment(builder: StandaloneHTMLBuilder) -> SandboxedEnvironment:
    """The environment that renders templates; those of the project and its theme take precedence over ours.

    All values except HTML are escaped, and an undefined variable is an error instead of an empty string.
    """
    ours = FileSystemLoader(_HERE / "templates")
    theirs = builder.templates
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([theirs, ours]) if isinstance(theirs, BaseLoader) else ours,
        autoescape=True,
        auto_reload=False,  # templates do not change while a build runs
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translation = Translation(builder)
    environment.globals.update(
        _=_,
        plural=plural,
        root_title=builder.config.html_short_title,
        headerlink=translation.headerlink,
        external=translation.external,
    )
    return environment


class Translation:
    """Renders nodes with the project's own translator, so that they look the same as in documents.

    Args:
        builder: The builder, which creates the translator.
    """

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder

    @cached_property
    def _document(self) -> nodes.document:
        return new_document("", self._builder.docsettings)

    @cached_property
    def _translator(self) -> HTML5Translator:
        """The HTML translator of the project."""
        return cast("HTML5Translator", self._builder.create_translator(self._document, self._builder))

    def headerlink(self, anchor: str) -> Markup:
        """The permanent link of a heading, which the project or its theme may have changed or switched off.

        Args:
            anchor: The id of the section.
        """
        self._translator.body = []
        self._translator.add_permalink_ref(nodes.section(ids=[anchor]), sphinx_message("Link to this heading"))
        return self._written()

    def external(self, text: str, address: str) -> Markup:
        """A link to another site."""
        return self.html(nodes.reference("", text, internal=False, refuri=address))

    def html(self, node: nodes.Element) -> Markup:
        """The HTML of a node."""
        # Some translators look at the parent of a node.
        self._document.children = [nodes.paragraph("", "", node)]
        self._translator.body = []
        node.walkabout(self._translator)
        return self._written()

    def _written(self) -> Markup:
        return Markup("".join(self._translator.body))  # noqa: S704 as the translator escapes it


def rendered(environment: SandboxedEnvironment, name: str, variables: Mapping[str, Any]) -> tuple[Template, str]:
    """Load and render a template; return the template and its output.

    Raises:
        ThemeError: The template is broken; the message contains the location.
    """
    with _named(name):
        found = environment.get_template(name)
        return found, found.render(variables)


def template(environment: SandboxedEnvironment, name: str) -> Template:
    """Load a template.

    Raises:
        ThemeError: The template is broken; the message contains the location.
    """
    with _named(name):
        return environment.get_template(name)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Within this context, any error of a template is replaced by one that names the template."""
    try:
        yield
    except Exception as error:  # a template can raise anything
        raise ThemeError(f"{_place(error) or name}: the template '{name}' is broken: {error}") from error


def _place(error: Exception) -> str:
    """The file and the line of a template where an error was raised; empty if unknown."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    # In tracebacks, Jinja replaces the lines of generated code by those of templates.
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if PurePath(frame.filename).suffix != ".py"]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def is_ours(template: Template) -> bool:
    """Whether a template is ours, and not one of the project or its theme."""
    return template.filename is not None and Path(template.filename).is_relative_to(_HERE)


def are_ours(environment: SandboxedEnvironment) -> bool:
    """Whether neither the project nor its theme replaces any of our templates."""
    loader = environment.loader
    assert loader is not None  # noqa: S101 `template_environment` sets it
    names = [f"cache/{path.name}" for path in (_HERE / "templates" / "cache").iterdir()]
    found = [loader.get_source(environment, name)[1] for name in names]
    return all(path is not None and Path(path).is_relative_to(_HERE) for path in found)


def look_of(builder: StandaloneHTMLBuilder) -> str:
    """A digest of the configuration and of all templates, whether pages use them or not.

    Raises:
        OutputError: A template cannot be read.
    """
    chain = [Path(folder) for folder in (*getattr(builder.templates, "pathchain", ()), _HERE / "templates")]
    paths = [(path.relative_to(folder).as_posix(), path) for folder in chain for path in sorted(folder.rglob("*.html"))]
    contents = [(name, read(path)) for name, path in paths]
    templates = {name for name, content in contents if content is not None}
    for (name, path), (_name, content) in zip(paths, contents, strict=True):
        if content is None and name in templates:
            raise OutputError(f"{path} is not a file: expected a template")
    return digest([builder.build_info.config_hash, *contents])


class Folders:
    """Caches the results of functions that themes call on every page, for all generated pages of a folder.

    None of these pages is in the toctree, and their relative URLs to any other page or file are the same, unless it
    lies at or below one of them.
    """

    _ASKED: ClassVar[tuple[str, ...]] = ("toctree", "css_tag", "js_tag", "pathto")

    def __init__(self) -> None:
        self._folder = ""
        self._answers: dict[Hashable, Any] = {}
        self._above: frozenset[str] = frozenset()

    def begin(self, _app: Sphinx, env: BuildEnvironment) -> None:
        """Clear the cache, because documents and files may have changed, and find the folders with documents."""
        self._answers = {}
        self._above = names_above(env.all_docs)

    def on_page(self, app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
        """Replace functions of Sphinx by cached ones."""
        if PAGE_KIND not in context or name in self._above:
            return
        folder = folder_of(app.builder, name)
        if folder != self._folder:
            # Pages come folder by folder.
            self._folder = folder
            self._answers = {}  # a new object, since a page may be rendered after the next folder is entered
        for asked in self._ASKED:
            if asked in context:
                context[asked] = self._remember(context[asked], name, asked)

    def _remember(self, answer: Callable[..., Any], page: str, asked: str) -> Callable[..., Any]:
        answers = self._answers

        def remembered(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 whatever a theme may ask
            key = (asked, arguments, tuple(sorted(named.items())))
            about_itself = any(isinstance(argument, str) and _is_below(argument, page) for argument in arguments)
            try:
                known = not about_itself and key in answers
            except TypeError:  # an argument is not hashable
                about_itself = True
            if about_itself:
                return answer(*arguments, **named)
            if not known:
                answers[key] = answer(*arguments, **named)
            return answers[key]

        return remembered


def warn_of_unused_templates(app: Sphinx) -> None:
    """Warn of templates of the project that no page uses, but whose names are similar to those of ours."""
    ours = sorted(path.name for path in (_HERE / "templates" / "cache").iterdir())
    for folder in app.config.templates_path:
        for path in sorted(Path(app.confdir, folder, "cache").glob("*")):
            near = nearest(path.name, ours, most=1, cutoff=0.8) if path.name not in ours else ()
            if near and not path.with_name(near[0]).exists():
                message = f"no page uses the template 'cache/{path.name}'; did you mean cache/{near[0]}?"
                warn(Problem(code=Code.SCHEMA, message=message, file=str(path)))


def _is_below(other: str, page: str) -> bool:
    """Whether another page or a file has the path of a page, or lies below it."""
    return other.startswith(page) and other[len(page) :][:1] in {"", "/"}


def show_local_contents(_app: Sphinx, _name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Make Furo show the local table of contents; it only finds out by itself for documents whether there is one."""
    if PAGE_KIND in context and "furo_hide_toc" in context:
        context["furo_hide_toc"] = not context["display_toc"]
