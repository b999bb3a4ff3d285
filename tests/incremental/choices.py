"""What the random edits choose from: small sets, so that edits meet, and things come and go and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from sphinxext_cache.catalog import Dependency, Installation, Version
from tests.incremental import code
from tests.incremental.sources import LABEL, MASTER, Block, Directive, Link, Role
from tests.projects import make_hash, make_spec

if TYPE_CHECKING:
    from sphinxext_cache.catalog import Spec

ITSELF: Final = Directive("cache:package")
"""What describes the document that it is in, if that is a page."""
KNOWN_HASH: Final = make_hash("known")
"""The hash of a spec that documents refer to."""

FIELDS: Final[dict[str, tuple[Any, ...]]] = {
    "version": tuple(map(Version, ("1.14.5", "1.9", "develop"))),
    "target": ("x86_64_v3", "zen4"),
    "stacks": (("e4s", "root"), ("e4s", "hep", "root"), ("hep", "root"), ("root",)),
    "compiler": ("gcc@13.2.0", None),
    "variants": (("build_system=cmake", "+mpi"), ("~mpi",), ()),
    "dependencies": (None, (), (Dependency(name="zlib", hash=KNOWN_HASH, types=("link",)),)),
    "installation": (None, Installation(status="installed", module="one/1.0"), Installation(explicit=False)),
}

FACTS: Final = ("_said/facts.yaml", "_said/more.yaml")
"""Files that say something about packages and specs."""
SAID: Final = (
    *("zlib: {support: full}", "zlib: {support: limited}", "zlib: {title: ZLIB, description: Packs.}"),
    *("zlib: {module: zlib/1}", "hdf5: {support: full, users: 9}", "hdf5: {users: '10', area: [climate, physics]}"),
    *("'hdf5@1.14.5': {support: limited}", "'zlib tag=v1.0': {note: Old.}", "'py-*': {support: '**none**'}"),
    *(f"/{KNOWN_HASH}: {{support: full}}", f"/{KNOWN_HASH}: {{module: known/1, users: 2}}"),
    *("stack=e4s: {title: The stack}", "'* stack=hep': {area: physics}", "nosuch: {support: full}", "markup: rst"),
    "extra: [{name: Maple, version: '3', support: full}]",
)
"""What they may say, a line each: of a name, a query or a hash, and what contradicts it."""

BLOCKS: Final[tuple[Block, ...]] = (
    Directive("cache:packages", "", (("columns", "package, description, support, area"), ("sort", "-support"))),
    Directive("cache:packages", "", (("group", "support"), ("columns", "package, users"), ("allow-empty", ""))),
    Directive("cache:packages", "support=full", (("empty", "None is"),)),
    Directive("cache:specs", "zlib", (("columns", "version, support, users, module"),)),
    Directive("cache:specs", "", (("where", "support=full"), ("empty", "None is"))),
    Directive("cache:matrix", "", (("rows", "area"), ("columns", "support"))),
    Role("cache:fact", "zlib support"),
    Role("cache:module", f"/{KNOWN_HASH}"),
    Directive("cache:specs", "hdf5", (("name", LABEL), ("caption", "Builds of :cache:package:`hdf5`"))),
    Directive("cache:specs", "", (("tag", "v1.0"), ("limit", "2"), ("empty", "None at all"))),
    Directive("cache:specs", "tag=develop,v1.0 %gcc"),
    Directive("cache:packages", "stack=e4s"),
    Directive("cache:packages", "", (("style", "inline"),)),
    Directive("cache:packages", "target=zen4", (("style", "list"), ("tag", "v1.0"))),
    Directive("cache:matrix", "", (("totals", ""),)),
    Directive("cache:matrix", "zlib", (("rows", "tag"), ("columns", "package"), ("cell", "versions"))),
    Directive("cache:tags"),
    Directive("cache:changes"),
    Directive("cache:changes", "zlib", (("from", "v1.0"), ("empty", "Nothing new"))),
    Directive("cache:changes", "", (("to", "v1.0"), ("group", "stack"), ("limit", "1"))),
    Directive("cache:mirror", "e4s"),
    Directive("cache:package", "hdf5"),
    Directive("cache:package", "zlib", (("tag", "v1.0"), ("show", "summary"))),
    Directive("cache:package", "py-a", (("no-index", ""),)),
    Directive("cache:package", "", (("show", "summary, specs"),)),
    Directive("cache:tree", "hdf5", (("allow-empty", ""), ("limit", "2"))),
    Directive("cache:tree", f"/{KNOWN_HASH}", (("reverse", ""), ("depth", "2"))),
    Directive("cache:load", "hdf5", (("empty", "None"),)),
    Role("cache:package", "hdf5"),
    Role("cache:package", "v1.0/zlib"),
    Role("cache:stack", "e4s"),
    Role("cache:target", "zen4"),
    Role("cache:tag", "v1.0"),
    Role("cache:spec", f"/{KNOWN_HASH[:7]}"),
    Role("cache:count", "hdf5 stack=e4s"),
    Role("cache:version", "zlib"),
    Role("ref", "cache-package-hdf5"),
    Role("ref", "cache-stack-hep"),
    Role("any", "zlib"),
    Link("cache-package-zlib"),
    Role("numref", LABEL),
)

CONF: Final[dict[str, tuple[Any, ...]]] = {
    "cache_default_tag": (None, "v1.0", "no such tag"),
    "cache_select": ("", "stack=e4s", "hdf5"),
    "cache_package_columns": (["package", "versions"], ["package", "specs", "oss"]),
    "cache_columns": (["hash", "version", "variants"], ["version", "target", "stacks"], ["version", "support"]),
    "cache_facts": ([], [FACTS[0]], [*FACTS], [*reversed(FACTS)]),
    "cache_pages": ("cache", "software/cache", None),
    "cache_page_limit": (150_000, 12),
    "cache_hidden_stacks": (["root"], ["hep"], []),
    "cache_inventory_specs": (True, False),
    "cache_page_events": (False, True),
    "cache_site_builder": (None, "dirhtml"),
    "cache_mirror_url": ("https://binaries.spack.io/{tag}/{stack}", "https://mirror.example/{stack}"),
    "cache_package_url": (None, "https://packages.example/{package}"),
    "cache_sources": (["_cache"], ["_cache", "_more"], []),
    "html_baseurl": ("", "https://docs.hpc.example/"),
    "html_title": ("A title", "Another"),
    "html_theme": ("basic", "alabaster"),
    "html_domain_indices": (True, False),
    "html_context": ({}, {"colour": "red"}, {"colour": "green"}),
    "html_css_files": ([], ["own.css"]),
    "html_last_updated_fmt": (None, "on a day"),
    "html_sidebars": ({}, {"cache/develop/packages/zlib": ["localtoc.html"]}, {"**": ["relations.html"]}),
    "html_static_path": ([], ["_static"]),
    "language": ("en", "de"),
    "numfig": (False, True),
    "templates_path": ([], ["_templates"]),
}

TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "cache/package.html": (
        "<h1>{{ title }}</h1><p>{{ summary }}</p>{{ list }}",
        "<h1>{{ title }}</h1>{% if package == 'zlib' %}<p>Ask us.</p>{% endif %}{{ list }}",
        "<h1>{{ title }}</h1>{% if package == 'zlib' %}<p>Ask others.</p>{% endif %}{{ list }}",
        "<h1>{{ title </h1>",
    ),
    "cache/tag.html": ("<h1>{{ title }}</h1>{{ list }}",),
    "cache/changes.html": ("<h1>{{ before }} to {{ tag }}</h1>{{ list }}",),
    "layout.html": (
        '{% extends "!layout.html" %}{% block footer %}<p>{{ project }}</p>{% endblock %}',
        '{% extends "!layout.html" %}{% block footer %}<p>{{ colour }}</p>{% endblock %}',
        '{% extends "!layout.html" %}',
    ),
}

CODE: Final = ("", code.HANDLER, code.DOMAIN)

TEXTS: Final[dict[str, tuple[str, ...]]] = {
    code.NAMES: ("", "one two", "one three"),
    "_static/own.css": ("p { color: red }", "p { color: green }"),
}
"""What may be in files on which no document depends."""

OUTPUTS: Final = (
    "cache/develop/packages/zlib",
    "cache/develop/index",
    "cache-packages",
    "cache-stacks",
    "cache-targets",
    "genindex",
    "search",
    "listing-names",
    "plain",
    "objects.inv",
    ".buildinfo",
    "_static/pygments.css",
)
"""What somebody may lay hands on: pages by name, other files by path."""

JUNK: Final = ("---\ntitle: hdf5\nlayout: cache\nspec_details: [\n---", "No page", "")
"""What may stand in a file in the place of a page."""

tags = st.sampled_from(("develop", "v1.0", "develop-2025-04-20"))
names = st.sampled_from(("hdf5", "zlib", "py-a", "root"))
paths = st.sampled_from(("_cache/a.md", "_cache/z/deep/er.md", "_more/b.md"))
titles = st.sampled_from(("One", "Two", "Three"))
documents = st.sampled_from((MASTER, "intro", "guide", "sub/deep", "news"))
blocks = st.lists(st.sampled_from(BLOCKS), max_size=4, unique=True)


@st.composite
def specs(draw: st.DrawFn) -> tuple[Spec, ...]:
    """The specs of a package."""
    field = st.fixed_dictionaries({key: st.sampled_from(values) for key, values in FIELDS.items()})
    chosen = draw(st.lists(field, min_size=1, max_size=3))
    name, tag = draw(names), draw(tags)
    made = [make_spec(name, tag, **{**each, "version": str(each["version"])}) for each in chosen]
    return tuple({spec.hash: spec for spec in made}.values())
