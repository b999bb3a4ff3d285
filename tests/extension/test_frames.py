"""Generated pages are filled into frames, and are the same as if the theme had rendered each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import pytest

from sphinxext_cache.host.rendering import TEMPLATE
from sphinxext_cache.pages.frames import Frames
from sphinxext_cache.pages.listeners import DRESSING
from sphinxext_cache.pages.slots import FOLDER, NAME
from tests.environments import ROOT
from tests.frames import NAMES, built_by_theme, fill, pages_of, planned
from tests.projects import make_spec

if TYPE_CHECKING:
    from tests.projects import Build, Project

_THEMES = ["basic", "alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme"]


@pytest.fixture
def project(project: Project) -> Project:
    return fill(project)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that the theme renders from now on."""
    names: list[str] = []
    original = Frames.__init__

    def spy(self: Frames, *arguments: Any) -> None:  # noqa: ANN401 whatever they are
        original(self, *arguments)
        theme = self._theme

        def render(template: str, context: dict[str, object]) -> str:
            if template == TEMPLATE and context["title"]:  # the samples have none
                names.append(str(context["pagename"]))
            return theme(template, context)

        self._theme = render

    monkeypatch.setattr(Frames, "__init__", spy)
    return names


class _Held:
    """Something in the context of a page."""


def test_what_is_on_a_page_is_forgotten_once_it_is_written(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Frames.__init__
    alive: WeakSet[_Held] = WeakSet()
    most: list[int] = []

    def spy(self: Frames, *arguments: Any) -> None:  # noqa: ANN401 whatever they are
        original(self, *arguments)
        theme = self._theme

        def render(template: str, context: dict[str, object]) -> str:
            held = _Held()
            alive.add(held)
            most.append(len(alive))
            return theme(template, {**context, "held": held})

        self._theme = render

    monkeypatch.setattr(Frames, "__init__", spy)
    project.build(html_theme="alabaster")

    assert len(most) > 20
    assert max(most) <= 3, "what one page takes until its frame is proved"


@pytest.mark.parametrize("theme", _THEMES)
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_is_as_if_the_theme_had_rendered_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, theme: str, builder: str
) -> None:
    conf = {"html_theme": theme, "html_baseurl": "https://docs.hpc.example/"}

    filled = pages_of(project.build(builder, **conf))

    assert filled == built_by_theme(project, monkeypatch, builder=builder, **conf)


@pytest.mark.parametrize("theme", _THEMES)
def test_the_theme_renders_few_of_the_pages_of_a_folder(project: Project, rendered: list[str], theme: str) -> None:
    project.write("conf.py", "import datetime\nhtml_context = {'made': datetime.date(2025, 4, 20)}\n")

    project.build(html_theme=theme)

    pages: dict[str, list[str]] = {}
    for name in rendered:
        folder, _slash, page = name.rpartition("/")
        pages.setdefault(folder, []).append(page)
    # Those at the ends, those beside one that is quoted, and of the others one, one that makes the frame, which is
    # rendered too, and two that prove it.
    quoted = ["hdf5", "libc++", "r-a"]
    assert pages["cache/develop/packages"] == ["gcc-runtime", *quoted, "r-b", "r-c", "r-d", "r-e", "zstd"]
    assert pages[f"cache/{FOLDER}/packages"] == [NAME, NAME, NAME]
    # In the next tag, one proves that it looks the same there, and the eighth of all proves it again.
    assert pages["cache/v1.0/packages"] == ["gcc-runtime", *quoted, "r-b", "zstd"]


def _theme(project: Project, page: str) -> dict[str, Any]:
    """A theme of the project's own, whose pages are made from a template."""
    project.write("_themes/own/theme.toml", "[theme]\ninherit = 'basic'\nstylesheets = []\n")
    project.write("_themes/own/page.html", page)
    return {"html_theme": "own", "html_theme_path": ["_themes"]}


@pytest.mark.parametrize(
    "page",
    [
        "{{ title|upper }}{{ body }}",
        "{{ title|lower }}{{ body }}",
        "{{ title|replace('-', ' ') }}{{ body }}",
        "{{ title[0] }} {{ title|first }} {{ title.split('-') }} {{ title.center(20) }}",
        "{{ pagename.split('/')[-1] }} {{ pagename|length }} {{ pagename > 'cache/develop/packages/r' }}",
        "{{ toc }} {{ toc|striptags|upper }}",
        "{{ title|truncate(9) }}{{ body }}",
        "{{ body|length }}",
        "{% if pagename == 'cache/develop/packages/zlib' %}this one{% endif %}{{ body }}",
        "{% if pagename.endswith('b') %}this one{% endif %}{{ body }}",
        "{% if pagename in ['cache/develop/packages/zlib'] %}this one{% endif %}{{ body }}",
        "{% if 'std' in title %}this one{% endif %}{{ body }}",
        "{% if title != 'zlib' %}not this one{% endif %}{{ body }}",
        "{{ pathto(pagename) }} {{ pathto('other') }} {{ pageurl }} {{ title }}",
        "{{ prev.title if prev }} {{ next.link if next }} {% for link in rellinks %}{{ pathto(link[0]) }}{% endfor %}",
        "{{ metatags|striptags }}",
    ],
)
def test_a_theme_may_do_with_the_values_of_a_page_what_it_likes(
    project: Project, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    conf = _theme(project, page)

    filled = pages_of(project.build(**conf))

    assert filled == built_by_theme(project, monkeypatch, **conf)


_HEAR = """
from pathlib import Path

def hear(app, pagename, templatename, context, doctree):
    with Path(app.outdir).with_suffix(".heard").open("a") as file:
        print(pagename, file=file)

def setup(app):
    app.connect("html-page-context", hear)
"""


def _heard(build: Build) -> list[str]:
    """The pages of ours that a handler in `conf.py` has heard of since this was asked last, and forget them."""
    file = build.outdir.with_suffix(".heard")
    names = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return sorted(name for name in names if name.startswith("cache/"))


def test_what_a_handler_tells_of_each_page_stands_on_it(project: Project) -> None:
    project.write(
        "conf.py",
        "def tell(app, pagename, templatename, context, doctree):\n"
        "    context['told'] = pagename\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', tell)\n",
    )

    page = project.build(**_theme(project, "told {{ told }}"))

    for name in NAMES:
        assert page.text(f"cache/develop/packages/{name}.html") == f"told cache/develop/packages/{name}"


@pytest.mark.parametrize("builder", ["html", "dirhtml", "json"])
@pytest.mark.parametrize("parallel", [0, 2])
def test_a_handler_hears_of_every_page_once_also_when_nothing_changed(
    project: Project, builder: str, parallel: int
) -> None:
    project.write("conf.py", _HEAR)
    # One that makes a frame which no other page can prove, one that is alone, and one beside another.
    project.add(make_spec(tag="v0.9"), make_spec(package="zlib", tag="v0.8"), make_spec(package="zstd", tag="v0.8"))

    first = project.build(builder, parallel=parallel)
    heard = _heard(first)
    times = {path: path.stat().st_mtime_ns for path in (first.outdir / "cache").rglob("*.*")}
    project.touch()
    unchanged = _heard(project.build(builder, parallel=parallel))
    assert {path: path.stat().st_mtime_ns for path in times} == times
    project.add(make_spec(version="1.0"))
    changed = _heard(project.build(builder, parallel=parallel))
    project.write("_templates/layout.html", '{% extends "!layout.html" %}{% block footer %}new{% endblock %}')
    restyled = _heard(project.build(builder, parallel=parallel, templates_path=["_templates"]))

    assert sorted(set(heard)) == heard
    assert len(heard) == len(planned(first))
    assert heard == unchanged == changed == restyled


_LATER = """
def note(app, pagename, templatename, context, doctree):
    context["noted"] = "set"
    look(pagename, context)

def look(name, context):
    seen[name] = (context.get("title"), "body" in context, context["pathto"]("index"), context["noted"])
    sizes[name] = len(context) - len({**context})

seen, sizes = {}, {}

def setup(app):
    app.connect("html-page-context", note)
    app.seen, app.sizes = seen, sizes
"""


def test_a_handler_that_looks_at_a_page_which_is_left_alone_sees_what_it_saw_before(project: Project) -> None:
    project.write("conf.py", _LATER)
    project.write("_themes/own/theme.toml", "[theme]\ninherit = 'basic'\n")

    first: Any = project.build().app
    project.touch()
    again: Any = project.build().app

    ours = {name: seen for name, seen in first.seen.items() if name.startswith("cache/")}
    assert ours["cache/develop/packages/zlib"] == ("zlib", True, "../../../index.html", "set")
    assert {name: seen for name, seen in again.seen.items() if name.startswith("cache/")} == ours
    assert set(again.sizes.values()) == {0}


_STRANGE = """
from collections import namedtuple

class Navigation(list):
    homepage = None

class Pair(dict):
    def __init__(self, left, right):
        super().__init__(left=left, right=right)

class Never:
    def __eq__(self, other):
        raise ValueError

Point = namedtuple("Point", "x")
values = [
    lambda name: Pair(name, name), Point, lambda name: Never(), lambda name: {name}, iter, str.encode, frozenset,
    lambda name: {(name, Point(1)): name}, lambda name: [float("nan")], lambda name: {1: Never()},
]
changes = {
    "title": None, "metatags": 1, "toc": [], "pageurl": 5, "prev": [1], "next": {"title": 2}, "rellinks": (),
    "pathto": None, "body": {}, "css_files": ["a.css"],
}
count = 0

def tell(app, pagename, templatename, context, doctree):
    global count
    if not pagename.startswith("cache/"):
        return
    context["nav"] = Navigation([pagename])
    context["nav"].homepage = pagename
    if "v1.0" not in pagename:
        return
    count += 1
    context.pop("nav")
    context["loop"] = loop = []
    loop.append(loop)
    if count % 3 == 0:
        context["value"] = values[count // 3 % len(values)](pagename)
    elif count % 3 == 1:
        key = list(changes)[count // 3 % len(changes)]
        context[key] = changes[key]
    else:
        context["rellinks"] += [("x",), ([], [], [], []), None, ("a", "b", "N", "c")]
        context.pop(list(changes)[count // 3 % (len(changes) - 1)])

def setup(app):
    app.connect("html-page-context", tell)
"""


def test_a_context_may_hold_whatever_a_handler_puts_there(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("conf.py", _STRANGE)
    project.add(*(make_spec(package=f"s-{number}", tag="v1.0") for number in range(50)))
    conf = _theme(project, "{{ nav.homepage if nav }} {{ nav[0] if nav }} {{ title }} {{ value is defined }}")

    filled = pages_of(project.build(**conf))

    for name in NAMES:
        there = f"cache/develop/packages/{name}"
        assert filled[f"develop/packages/{name}.html"].decode() == f"{there} {there} {name} False"
    assert filled == built_by_theme(project, monkeypatch, **conf)


def test_several_processes_write_what_one_writes(project: Project) -> None:
    serial = pages_of(project.build())
    (project.root / "_build").rename(project.root / "_before")

    page = project.build(parallel=2)

    assert page.warnings == []
    assert pages_of(page) == serial
    assert not list(page.outdir.glob(".cache-page*"))


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_theme_that_fits_no_frame_renders_all_pages_in_several_processes_too(
    project: Project, monkeypatch: pytest.MonkeyPatch, parallel: int
) -> None:
    conf = _theme(project, "{{ title|upper }}")
    project.write("conf.py", _HEAR)

    build = project.build(parallel=parallel, **conf)
    filled, heard = pages_of(build), _heard(build)

    assert filled == built_by_theme(project, monkeypatch, **conf)
    assert filled["develop/packages/zlib.html"] == b"ZLIB"
    assert heard == planned(build)


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_frame_that_proves_wrong_when_pages_are_filled_has_the_theme_render_them_all(
    project: Project, monkeypatch: pytest.MonkeyPatch, parallel: int
) -> None:
    # So that zlib is one of those by which a frame is proved; pages of what only one tag has look otherwise.
    project.add(make_spec(package="r-h"), make_spec(package="r-h", tag="v1.0"))
    project.write(
        "conf.py",
        "def tell(app, pagename, templatename, context, doctree):\n"
        "    context['mark'] = lambda: '!' if pagename.endswith(('g', 'lib')) else ''\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', tell)\n",
    )
    conf = _theme(project, "{{ title }}{{ mark() }}")

    filled = pages_of(project.build(parallel=parallel, **conf))

    assert filled == built_by_theme(project, monkeypatch, **conf)
    assert filled["develop/packages/r-g.html"] == b"r-g!"


def test_a_handler_may_name_the_template_of_a_page(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("_templates/own.html", "own {{ title }}")
    project.write(
        "conf.py",
        "def choose(app, pagename, templatename, context, doctree):\n"
        "    if pagename.endswith(('b', 'zlib')):\n"
        "        return 'own.html'\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', choose)\n",
    )
    conf: dict[str, Any] = {"templates_path": ["_templates"]}

    first = project.build(**conf)
    filled = pages_of(first)
    times = {path: path.stat().st_mtime_ns for path in (first.outdir / "cache").rglob("*.html")}
    project.touch()
    again = project.build(**conf)

    assert filled["develop/packages/zlib.html"] == b"own zlib"
    assert b"own hdf5" not in filled["develop/packages/hdf5.html"]
    assert pages_of(again) == filled
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert filled == built_by_theme(project, monkeypatch, **conf)


def test_the_documentation_names_whose_handlers_are_known_to_dress_pages() -> None:
    named = (ROOT / "docs/explanation/incremental.rst").read_text(encoding="utf-8")

    others = [name for name in DRESSING if name not in {"sphinx", "sphinxext_cache"}]
    assert [name for name in others if f"``{name}``" not in named] == []


def test_a_page_with_sidebars_of_its_own_has_them(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    conf: dict[str, Any] = {
        "html_theme": "alabaster",
        "html_sidebars": {"cache/*/packages/r-f": ["searchbox.html"], "cache/develop/packages/z*": ["localtoc.html"]},
    }

    filled = pages_of(project.build(**conf))

    assert filled == built_by_theme(project, monkeypatch, **conf)
    without_logo = sorted(name for name, page in filled.items() if b'class="logo"' not in page)
    assert without_logo == [
        *(f"develop/packages/{name}.html" for name in ("r-f", "zlib", "zstd")),
        "v1.0/packages/r-f.html",
    ]


@pytest.mark.parametrize(
    "template",
    [
        "<h1>{{ title }}</h1>{{ summary }}{{ list }}",
        "{% if package == 'r-e' %}the one{% endif %}{{ matrix|length }}",
        "{{ title|upper }}{{ '%s'|format(parents|length) }}",
    ],
)
@pytest.mark.parametrize("name", ["package", "breadcrumbs"])
def test_a_template_of_the_projects_own_makes_each_body(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str, template: str
) -> None:
    if name == "breadcrumbs":
        template = "{{ label|upper }}{% if label == 'r-e' %}the one{% endif %}"
    project.write(f"_templates/cache/{name}.html", template)
    conf: dict[str, Any] = {"templates_path": ["_templates"]}

    filled = pages_of(project.build(**conf))

    assert filled == built_by_theme(project, monkeypatch, **conf)
    assert (b"the one" in filled["v1.0/packages/r-e.html"]) == ("the one" in template)


def test_a_theme_may_link_to_a_page_of_one_tag_from_all(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    conf = _theme(project, "{{ pathto('cache/develop/index') }} {{ title }}")

    filled = pages_of(project.build(**conf))

    assert filled == built_by_theme(project, monkeypatch, **conf)
    assert filled["develop/packages/r-g.html"] == b"../index.html r-g"
    assert filled["v1.0/packages/r-g.html"] == b"../../develop/index.html r-g (v1.0)"


_COUNT = """
from itertools import count

numbers = count()

def count_pages(app):
    app.builder.templates.environment.globals["number"] = lambda: next(numbers)

def setup(app):
    app.connect("builder-inited", count_pages)
"""


def test_a_theme_that_counts_its_pages_renders_each(project: Project) -> None:
    project.write("conf.py", _COUNT)

    pages = pages_of(project.build(**_theme(project, "{{ title }} {{ number() }}")))

    numbers = [page.rpartition(b" ")[2] for page in pages.values()]
    assert len(set(numbers)) == len(numbers) > 2 * len(NAMES)


def test_a_build_says_why_the_theme_renders_all_pages(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("sphinxext_cache.pages.work._logger.verbose", lambda text, *rest: said.append(text % rest))
    project.write(
        "conf.py",
        "def tell(app, pagename, templatename, context, doctree):\n"
        "    context['mark'] = lambda: '!' if pagename.endswith('r-g') else ''\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', tell)\n",
    )
    project.add(*(make_spec(package=f"r-f{letter}", tag=tag) for letter in "ab" for tag in ("develop", "v1.0")))

    project.build(**_theme(project, "{{ title }}{{ mark() }}"))

    assert said[0] == (
        "the theme renders all pages of the build cache: the theme does more with the content of a page than show it; "
        "cache/develop/packages/r-g is an example"
    )
