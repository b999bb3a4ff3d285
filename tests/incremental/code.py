"""What authors write in ``conf.py`` beside settings, and on which no document depends."""

from __future__ import annotations

from typing import Final

HANDLER: Final = """
def _sign(app, pagename, templatename, context, doctree):
    if doctree is None:
        context["body"] = f"{context.get('body', '')}<p>Signed: {pagename}</p>"

def setup(app):
    app.connect("html-page-context", _sign)
"""
"""A handler that must hear of every page, for all that is known of it. Sphinx writes no document for its sake."""

NAMES: Final = "names.txt"
"""The file beside ``conf.py`` from which `DOMAIN` has its objects; it is no document, and none depends on it."""

DOMAIN: Final = """
from pathlib import Path
from sphinx.domains import Domain, Index, IndexEntry, ObjType

def _names():
    file = Path(__file__).with_name("names.txt")
    return file.read_text().split() if file.exists() else []

class _Names(Index):
    name, localname, shortname = "names", "Names", None

    def generate(self, docnames=None):
        return [("N", [IndexEntry(name, 0, "index", name, "", "", "") for name in _names()])], False

class _Listing(Domain):
    name, label, indices = "listing", "Listing", [_Names]
    object_types = {"name": ObjType("name")}

    def get_objects(self):
        return [(name, name, "name", "index", name, 1) for name in _names()]

    def merge_domaindata(self, docnames, otherdata):
        pass

def setup(app):
    app.add_domain(_Listing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
"""A domain whose objects and whose index come from a file."""

FEEDER: Final = """
from docutils.utils import new_document

def _feed(app):
    app.builder.indexer.feed("plain", "plain.rst", "Fed by another", new_document(""))
    return ()

def setup(app):
    app.connect("html-collect-pages", _feed)
"""
"""An extension that feeds the search index in every build."""
