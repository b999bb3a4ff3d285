"""How generated pages live in a theme: their templates, their navigation, and our style sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from sphinxext_cache.domain import cache_domain
from sphinxext_cache.messages import _, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

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


class _Folders:
    """Answers the questions that themes ask on every page once for all generated pages of a folder.

    None of these pages stands in the toctree, and the way from them to any other page or file is the same.
    """

    _ASKED: ClassVar[tuple[str, ...]] = ("toctree", "css_tag", "js_tag", "pathto")

    def __init__(self) -> None:
        self._answers: dict[Hashable, Any] = {}

    def forget(self, _app: Sphinx, _env: BuildEnvironment) -> None:
        """Start anew: documents and files may have changed."""
        self._answers.clear()

    def on_page(self, app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
        """Put functions that remember in the place of Sphinx's own."""
        prefix = cache_domain(app.env).page_names.prefix
        if prefix is None or not name.startswith(prefix) or name in app.env.all_docs:
            return
        folder = name.rpartition("/")[0]
        for asked in self._ASKED:
            if asked in context:
                context[asked] = self._remember(context[asked], name, (folder, asked))

    def _remember(self, answer: Callable[..., Any], page: str, place: tuple[str, str]) -> Callable[..., Any]:
        def remembered(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 whatever a theme may ask
            key = (place, arguments, tuple(sorted(named.items())))
            about_itself = any(isinstance(argument, str) and argument == page for argument in arguments)
            try:
                known = not about_itself and key in self._answers
            except TypeError:  # an argument that cannot be remembered
                about_itself = True
            if about_itself:
                return answer(*arguments, **named)
            if not known:
                self._answers[key] = answer(*arguments, **named)
            return self._answers[key]

        return remembered


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
    folders = _Folders()
    app.connect("builder-inited", add_static_files)
    app.connect("env-updated", folders.forget)
    # Before the themes', which make their navigation in handlers of the same event.
    app.connect("html-page-context", folders.on_page, priority=100)
    app.connect("html-page-context", add_style)
