"""One project that has everything, built once, and projects for tests to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Build

SETTINGS: Final[dict[str, Any]] = {
    "extensions": [
        "myst_parser",
        "notfound.extension",
        "sphinx.ext.autosectionlabel",
        "sphinx_copybutton",
        "sphinx_design",
        "sphinx_sitemap",
        "sphinx_tabs.tabs",
        "sphinxext.opengraph",
        "sphinxext_cache",
    ],
    "project": "Centre",
    "html_baseurl": "https://docs.hpc.example/",
    "html_theme": "furo",
    "nitpicky": True,
    "autosectionlabel_prefix_document": True,
    "copybutton_exclude": ".linenos, .gp",
    "myst_enable_extensions": ["attrs_inline", "colon_fence", "deflist", "fieldlist", "substitution"],
    "myst_substitutions": {"library": "{cache:package}`hdf5`", "how_many": "{cache:count}`hdf5 +mpi` builds"},
    "notfound_urls_prefix": "/en/latest/",
    "ogp_image": "_static/logo.png",
    "ogp_site_url": "https://docs.hpc.example/",
    "ogp_social_cards": {"enable": False},
    "sitemap_url_scheme": "{link}",
}
"""A project that has all of these extensions side by side."""

_DIRECTIVES: Final = """\
.. cache:specs:: hdf5 +mpi
   :caption: Parallel HDF5

.. cache:matrix::
   :cell: mark

.. cache:packages::
   :style: list

.. cache:tags::

.. cache:mirror:: e4s

.. cache:package:: zlib
   :no-index:

   See :cache:package:`hdf5` and :cache:spec:`abcdefg`.
"""
COMPONENTS: Final = {
    "card": (".. card:: Title", ".sd-card-body"),
    "dropdown": (".. dropdown:: Title", "details.sd-dropdown .sd-summary-content"),
    "grid": (".. grid:: 2\n\n{indent}.. grid-item::", ".sd-row > .sd-col"),
    "tab-item": (".. tab-set::\n\n{indent}.. tab-item:: First", ".sd-tab-set .sd-tab-content"),
    "tab": (".. tabs::\n\n{indent}.. tab:: First", ".sphinx-tabs [role=tabpanel]"),
    "group-tab": (".. tabs::\n\n{indent}.. group-tab:: Linux", ".sphinx-tabs [role=tabpanel]"),
}
"""By a name, a component that holds other content in reStructuredText, and what its content is in HTML."""

_MARKDOWN: Final = """\
# In Markdown

{{ library }} has {{ how_many }}.

:::::{grid} 1
::::{grid-item-card} Title
:::{cache:specs} hdf5
:columns: hash, version
:::
::::
:::::

````{tab-set}
```{tab-item} Command
:::{cache:mirror} e4s
:::
```
````
"""
_SECTIONS: Final = """\
Sections
========

:ref:`sections:after a table` :ref:`sections:within a package`

Before
------

.. cache:specs:: hdf5

After a table
-------------

.. cache:package:: zlib
   :tag: v1.0

   .. rubric:: Not a section

Within a package
----------------

Text.
"""


def fill(project: Project) -> Project:
    """Give a project a cache, and a document for each of the components."""
    project.add(
        make_spec(version="1.14.5", variants=("+mpi",), hash="abcdefg" + "2" * 25),
        make_spec(version="1.12.3", variants=("~mpi",), target="zen4", stacks=("e4s", "hep", "root")),
        make_spec(package="zlib", version="1.3.1", target="neoverse_v2", stacks=("hep", "root")),
        make_spec(package="zlib", version="1.2.13", tag="v1.0"),
    )
    names = [*COMPONENTS, "markdown", "sections"]
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names))
    for name, (markup, _selector) in COMPONENTS.items():
        depth = " " * 3 * (1 + markup.count("{indent}"))
        content = "".join(f"{depth}{line}\n" if line else "\n" for line in _DIRECTIVES.splitlines())
        project.write(f"{name}.rst", f"{name}\n{'=' * 9}\n\n{markup.format(indent='   ')}\n\n{content}")
    project.write("markdown.md", _MARKDOWN)
    project.write("sections.rst", _SECTIONS)
    return project


@pytest.fixture(scope="session", params=[0, 2], ids=["one process", "two processes"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The project that has everything, as HTML."""
    project = fill(Project(root=tmp_path_factory.mktemp("site"), conf=SETTINGS))
    return project.build(parallel=request.param)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(root=tmp_path / "project")
