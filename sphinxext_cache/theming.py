"""How generated pages live in a theme: their templates, their navigation, and our style sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from sphinxext_cache.domain import cache_domain
from sphinxext_cache.messages import _, plural

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

PAGE_KIND: Final = "cache_page"
"""The key in the context of a generated page that tells which kind of page it is."""

_HERE: Final = Path(__file__).parent
_STYLE: Final = "sphinxext-cache.css"
_PAGES_STYLE: Final = "sphinxext-cache-pages.css"


def template_environment(builder: StandaloneHTMLBuilder) -> SandboxedEnvironment:
    """Where templates are found: those of the project and of its theme before ours.

    Whatever is not HTML is escaped, and a variable that does not exist is an error, not an empty text.
    """
    ours = FileSystemLoader(_HERE / "templates")
    theirs = builder.templates
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([theirs, ours]) if isinstance(theirs, BaseLoader) else ours,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=_, plural=plural, root_title=builder.config.html_short_title)
    return environment


class _Navigation:
    """Makes the navigation of all generated pages of a folder once.

    Themes ask for the toctree on every page. It is the same on all generated pages of a folder: none of them stands
    in it, and the way from them to a document is the same.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, tuple[tuple[str, Any], ...]], str] = {}

    def forget(self, _app: Sphinx, _env: BuildEnvironment) -> None:
        """Start anew: documents may have come or gone."""
        self._made.clear()

    def on_page(self, app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
        """Put the remembering function in the place of Sphinx's own."""
        folder, _slash, _name = name.rpartition("/")
        prefix = cache_domain(app.env).page("")
        if prefix is None or not name.startswith(prefix) or name in app.env.all_docs or "toctree" not in context:
            return
        make = context["toctree"]

        def toctree(**arguments: Any) -> str:  # noqa: ANN401 whatever a theme may pass
            key = (folder, tuple(sorted(arguments.items())))
            if key not in self._made:
                self._made[key] = str(make(**arguments))
            return self._made[key]

        context["toctree"] = toctree


def add_style(app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Load our style sheets, on pages that have something of ours."""
    if name in cache_domain(app.env).answers or PAGE_KIND in context:
        app.add_css_file(_STYLE)
    if PAGE_KIND in context:
        app.add_css_file(_PAGES_STYLE)


def add_static_files(app: Sphinx) -> None:
    """Have our style sheets copied; a book has no generated pages, and does without theirs."""
    files = _HERE / "static"
    app.config.html_static_path.append(str(files / _STYLE if app.builder.name == "epub" else files))


def setup_theming(app: Sphinx) -> None:
    """Connect the handlers."""
    navigation = _Navigation()
    app.connect("builder-inited", add_static_files)
    app.connect("env-updated", navigation.forget)
    # Before the themes', which make their navigation in handlers of the same event.
    app.connect("html-page-context", navigation.on_page, priority=100)
    app.connect("html-page-context", add_style)
