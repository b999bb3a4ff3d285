"""How generated pages live in a theme: their templates, and their navigation."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from docutils import nodes
from docutils.utils import new_document
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from sphinxext_cache.catalog import Code, Problem
from sphinxext_cache.catalog.nearest import nearest
from sphinxext_cache.domain import cache_domain
from sphinxext_cache.files import OutputError, read
from sphinxext_cache.messages import _, plural
from sphinxext_cache.page_names import folder_of
from sphinxext_cache.tables import digest
from sphinxext_cache.warnings import warn

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from jinja2 import Template
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

PAGE_KIND: Final = "cache_page"
"""The key in the context of a generated page that tells which kind of page it is."""

_HERE: Final = Path(__file__).parent


def template_environment(builder: StandaloneHTMLBuilder) -> SandboxedEnvironment:
    """Where templates are found: those of the project and of its theme before ours.

    Whatever is not HTML is escaped, and a variable that does not exist is an error, not an empty text.
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
    environment.globals.update(
        _=_,
        plural=plural,
        root_title=builder.config.html_short_title,
        headerlink=partial(headerlink, builder.config),
        external=Translation(builder).external,
    )
    return environment


class Translation:
    """Has the project's own translator write what it writes in documents, so that it looks the same on our pages.

    Args:
        builder: The builder, which knows the translator.
    """

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._document = new_document("", builder.docsettings)
        # Sphinx says no more of it than that it visits nodes.
        self._translator = cast("HTML5Translator", builder.create_translator(self._document, builder))

    def external(self, text: str, address: str) -> Markup:
        """A link to another site."""
        return self.html(nodes.reference("", text, internal=False, refuri=address))

    def html(self, node: nodes.Element) -> Markup:
        """The HTML of a node."""
        # Some translators look at what a node is in.
        self._document.children = [nodes.paragraph("", "", node)]
        self._translator.body = []
        node.walkabout(self._translator)
        return Markup("".join(self._translator.body))  # noqa: S704 as the translator escapes it


def headerlink(config: Config, anchor: str) -> Markup:
    """The permanent link of a heading, as `html_permalinks` and `html_permalinks_icon` have those of documents.

    Themes change both when a build begins.

    Args:
        config: The configuration of the project.
        anchor: The id of the section.
    """
    if not config.html_permalinks:
        return Markup()
    # The icon is HTML of the project or of its theme, as it is for Sphinx.
    icon = Markup(config.html_permalinks_icon)  # noqa: S704
    title = _("Link to this heading")
    return Markup('<a class="headerlink" href="#{}" title="{}">{}</a>').format(anchor, title, icon)


def is_ours(template: Template) -> bool:
    """Whether a template is not of the project or of its theme."""
    return template.filename is not None and Path(template.filename).is_relative_to(_HERE)


def look_of(builder: StandaloneHTMLBuilder) -> str:
    """A text that differs if the configuration of the pages does, or a template, whatever it does on which page.

    Raises:
        OutputError: A template cannot be read.
    """
    chain = [Path(folder) for folder in (*getattr(builder.templates, "pathchain", ()), _HERE / "templates")]
    paths = [(path.relative_to(folder).as_posix(), path) for folder in chain for path in sorted(folder.rglob("*.html"))]
    contents = [(name, read(path)) for name, path in paths]
    templates = {name for name, content in contents if content is not None}
    for (name, path), (_name, content) in zip(paths, contents, strict=True):
        if content is None and name in templates:
            raise OutputError(f"{path} cannot be read: a template was expected, and it is no file")
    return digest([builder.build_info.config_hash, *contents])


class _Folders:
    """Answers the questions that themes ask on every page once for all generated pages of a folder.

    None of these pages stands in the toctree, and the way from them to any other page or file is the same.
    """

    _ASKED: ClassVar[tuple[str, ...]] = ("toctree", "css_tag", "js_tag", "pathto")

    def __init__(self) -> None:
        self._folder = ""
        self._answers: dict[Hashable, Any] = {}

    def forget(self, _app: Sphinx, _env: BuildEnvironment) -> None:
        """Begin again: documents and files may have changed."""
        self._answers = {}

    def on_page(self, app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
        """Put functions that remember in the place of Sphinx's own."""
        prefix = cache_domain(app.env).page_names.prefix
        if prefix is None or not name.startswith(prefix) or name in app.env.all_docs:
            return
        folder = folder_of(app.builder, name)
        if folder != self._folder:
            # The pages come one folder after the other.
            self._folder = folder
            self._answers = {}  # a page may be rendered when the next folder has been entered
        for asked in self._ASKED:
            if asked in context:
                context[asked] = self._remember(context[asked], name, asked)

    def _remember(self, answer: Callable[..., Any], page: str, asked: str) -> Callable[..., Any]:
        answers = self._answers

        def remembered(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 whatever a theme may ask
            key = (asked, arguments, tuple(sorted(named.items())))
            about_itself = any(isinstance(argument, str) and argument == page for argument in arguments)
            try:
                known = not about_itself and key in answers
            except TypeError:  # an argument that cannot be remembered
                about_itself = True
            if about_itself:
                return answer(*arguments, **named)
            if not known:
                answers[key] = answer(*arguments, **named)
            return answers[key]

        return remembered


def warn_of_unused_templates(app: Sphinx) -> None:
    """Warn of a template of the project's whose name is almost that of one of ours, and which nobody would ask for."""
    ours = sorted(path.name for path in (_HERE / "templates" / "cache").iterdir())
    for folder in app.config.templates_path:
        for path in sorted(Path(app.confdir, folder, "cache").glob("*")):
            near = nearest(path.name, ours, most=1, cutoff=0.8) if path.name not in ours else ()
            if near and not path.with_name(near[0]).exists():
                message = f"no page is made from the template 'cache/{path.name}'; did you mean cache/{near[0]}?"
                warn(Problem(code=Code.SCHEMA, message=message, file=str(path)))


def setup_theming(app: Sphinx) -> None:
    """Connect the handlers."""
    folders = _Folders()
    app.connect("builder-inited", warn_of_unused_templates)
    app.connect("env-updated", folders.forget)
    # Before the themes', which make their navigation in handlers of the same event.
    app.connect("html-page-context", folders.on_page, priority=100)
