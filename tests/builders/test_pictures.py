"""Pictures in outputs that are no pages of a site."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import pytest
from bs4 import BeautifulSoup

from tests.builders.runs import PLAIN
from tests.programs import miss
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders.runs import Run

_CONVERTER: Final = """
from sphinx.transforms.post_transforms.images import ImageConverter

class Converter(ImageConverter):
    conversion_rules = [("image/svg+xml", "application/pdf")]

    def is_available(self):
        return {available}

    def convert(self, source, made):
        with open(made, "wb") as file:
            file.write(b"%PDF")
        return True

def setup(app):
    app.add_post_transform(Converter)
    return {{"parallel_read_safe": True}}
"""
_TEXT: Final = (
    "Title\n=====\n\n.. cache:history:: hdf5\n   :caption: Both\n\n"
    ".. cache:history:: hdf5\n   :style: picture\n   :caption: Picture\n   :name: pictured\n\nSee :numref:`pictured`.\n"
)


@pytest.fixture
def pictured(tmp_path: Path) -> Project:
    """A history twice: with a table, and as a picture."""
    project = Project(root=tmp_path)
    project.add(make_spec(tag="v1.0"), make_spec(tag="v2.0", version="1.14.6"))
    project.write("index.rst", _TEXT)
    return project


def _latex(project: Project, monkeypatch: pytest.MonkeyPatch, *, available: bool) -> str:
    name = f"converter_{available}".lower()
    project.write(f"{name}.py", _CONVERTER.format(available=available))
    monkeypatch.syspath_prepend(project.root)
    built = project.build("latex", extensions=["sphinxext_cache", name], numfig=True)
    assert built.warnings == []
    (text,) = built.outdir.glob("*.tex")
    return text.read_text(encoding="utf-8")


def test_a_pdf_has_the_picture_where_something_converts_it(pictured: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    text = _latex(pictured, monkeypatch, available=True)

    assert text.count("\\sphinxincludegraphics") == 2
    assert text.count("v2.0") == 1, "one of them is a picture only"
    assert "\\refstepcounter{table}\\sphinxstylestrong{" in text, "a reference finds the number"


def test_a_picture_is_printed_in_a_line_of_its_own_in_the_middle(
    pictured: Project, run_sphinx: Callable[..., Run], make_pdf: Callable[[Path], Path], pdf_text: Callable[..., str]
) -> None:
    if not find_spec("sphinxcontrib.cairosvgconverter"):
        miss("sphinxcontrib-svg2pdfconverter is not installed")
    pictured.write("conf.py", "extensions = ['sphinxext_cache', 'sphinxcontrib.cairosvgconverter']\n")
    pictured.write(
        "index.rst", "Title\n=====\n\n" + 2 * ".. cache:history:: hdf5\n   :style: picture\n\n.. index:: a\n\n"
    )
    run = run_sphinx(pictured.root, "latex", python=PLAIN)
    assert run.status == 0, "what is deprecated is for the converter to answer"

    pages = BeautifulSoup(pdf_text(make_pdf(run.outdir), "-bbox"), "html5lib").select("page")

    (page,) = [page for page in pages if "1.14.6" in page.get_text()]
    marks = [word for word in page.select("word") if word.get_text() == "1.14.6"]
    first, second = ((float(str(word["xmin"])), float(str(word["ymin"]))) for word in marks)
    assert first[0] == second[0] > 1.3 * 72, "not at the margin"
    assert second[1] > first[1] + 10


@pytest.mark.parametrize("installed", [True, False])
def test_a_pdf_has_the_tables_where_nothing_does(
    pictured: Project, monkeypatch: pytest.MonkeyPatch, *, installed: bool
) -> None:
    if installed:
        text = _latex(pictured, monkeypatch, available=False)
    else:
        (file,) = pictured.build("latex").outdir.glob("*.tex")
        text = file.read_text(encoding="utf-8")

    assert "\\sphinxincludegraphics" not in text
    assert text.count("v2.0") == 2


def test_a_book_has_the_picture_as_an_image(pictured: Project) -> None:
    built = pictured.build("epub")

    images = built.soup("index.xhtml").select("img")
    assert [image["alt"] for image in images] == ["Versions of hdf5 by tag: 2 versions, from v1.0 to v2.0."] * 2
    assert all((built.outdir / str(image["src"])).read_bytes().startswith(b"<svg xmlns=") for image in images)
    assert str(images[0]["src"]) in built.text("content.opf")
    assert built.soup("index.xhtml").select("svg") == []


@pytest.mark.parametrize("builder", ["text", "man", "xml"])
def test_other_outputs_have_the_tables(pictured: Project, builder: str) -> None:
    built = pictured.build(builder, man_pages=[("index", "title", "", "", 1)])

    (file,) = [path for path in built.outdir.iterdir() if path.name in {"index.txt", "title.1", "index.xml"}]
    assert file.read_text(encoding="utf-8").count("1.14.6") == 2
