"""Generated pages are filled into frames, and are the same as if the theme had rendered each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sphinxext_cache.frames import TEMPLATE, Frames
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Build, Project

_THEMES = ["basic", "alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme", "sphinx_book_theme"]
_NAMES = ["hdf5", "libc++", "zlib", "zstd", "gcc-runtime", "r-a", "r-b", "r-c", "r-d", "r-e", "r-f", "r-g"]


@pytest.fixture
def project(project: Project) -> Project:
    project.add(*(make_spec(package=name) for name in _NAMES))
    project.add(*(make_spec(package=name, tag="v1.0") for name in _NAMES))
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n   other\n")
    project.write("other.rst", "Other\n=====\n")
    return project


def _pages(build: Build) -> dict[str, bytes]:
    folder = build.outdir / "cache"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.html")}


def _by_theme(project: Project, monkeypatch: pytest.MonkeyPatch, **conf: Any) -> dict[str, bytes]:  # noqa: ANN401 a value of any type
    """The pages of a clean build in which the theme renders each."""
    render = Frames.render
    (project.root / "_build").rename(project.root / "_before")
    with monkeypatch.context() as patch:
        patch.setattr(Frames, "render", lambda self, name, context, **_: render(self, name, context, by_theme=True))
        return _pages(project.build(**conf))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that the theme renders from now on."""
    names: list[str] = []
    original = Frames.__init__

    def spy(self: Frames, builder: object) -> None:
        original(self, builder)  # type: ignore[arg-type]  # whatever it is
        theme = self._theme

        def render(template: str, context: dict[str, object]) -> str:
            if template == TEMPLATE:
                names.append(str(context["pagename"]))
            return theme(template, context)

        self._theme = render

    monkeypatch.setattr(Frames, "__init__", spy)
    return names


@pytest.mark.parametrize("theme", _THEMES)
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_page_is_as_if_the_theme_had_rendered_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, theme: str, builder: str
) -> None:
    conf = {"html_theme": theme, "html_baseurl": "https://docs.hpc.example/"}

    filled = _pages(project.build(builder, **conf))

    assert filled == _by_theme(project, monkeypatch, builder=builder, **conf)


def test_the_theme_renders_few_of_the_pages_of_a_folder(project: Project, rendered: list[str]) -> None:
    project.build()

    pages = [name for name in rendered if name.startswith("cache/develop/packages/")]
    assert len(pages) < len(_NAMES)


def _theme(project: Project, page: str) -> dict[str, Any]:
    """A theme of the project's own, whose pages are made from a template."""
    project.write("_themes/own/theme.toml", "[theme]\ninherit = 'basic'\nstylesheets = []\n")
    project.write("_themes/own/page.html", page)
    return {"html_theme": "own", "html_theme_path": ["_themes"]}


@pytest.mark.parametrize(
    "page",
    [
        "{{ title|upper }}{{ body }}",
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

    filled = _pages(project.build(**conf))

    assert filled == _by_theme(project, monkeypatch, **conf)


def test_what_a_handler_tells_of_each_page_stands_on_it(project: Project) -> None:
    project.write(
        "conf.py",
        "def tell(app, pagename, templatename, context, doctree):\n"
        "    context['told'] = pagename\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', tell)\n",
    )

    page = project.build(**_theme(project, "told {{ told }}"))

    for name in _NAMES:
        assert page.text(f"cache/develop/packages/{name}.html") == f"told cache/develop/packages/{name}"


def test_a_handler_hears_of_every_page_once(project: Project, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    project.write(
        "conf.py",
        "def hear(app, pagename, templatename, context, doctree):\n"
        f"    with open({str(heard)!r}, 'a') as file:\n"
        "        print(pagename, file=file)\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', hear)\n",
    )

    page = project.build()

    names = [name for name in heard.read_text().splitlines() if name.startswith("cache/")]
    assert sorted(f"{name}.html" for name in names) == sorted(
        name for name in page.pages() if name.startswith("cache/")
    )


def test_several_processes_write_what_one_writes(project: Project) -> None:
    serial = _pages(project.build())
    (project.root / "_build").rename(project.root / "_before")

    page = project.build(parallel=2)

    assert page.warnings == []
    assert _pages(page) == serial
    assert not list(page.outdir.glob(".cache-page*"))


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_theme_that_fits_no_frame_renders_all_pages_in_several_processes_too(
    project: Project, monkeypatch: pytest.MonkeyPatch, parallel: int
) -> None:
    conf = _theme(project, "{{ title|upper }}")

    filled = _pages(project.build(parallel=parallel, **conf))

    assert filled == _by_theme(project, monkeypatch, **conf)
    assert filled["develop/packages/zlib.html"] == b"ZLIB"
