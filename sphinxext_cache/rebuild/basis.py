"""What the last build that ended had to go by, as far as it takes to see that nothing has changed since.

It lies with the doctrees, which do not leave the machine either, and holds for one output: that which has the very
record that it names. What it says of a file is used only where that file bears it out.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import archspec
import docutils
import jinja2
import msgspec
import pygments  # type: ignore[import-untyped]  # it has no types
import sphinx

from sphinxext_cache.digest import digest, digest_bytes
from sphinxext_cache.domain.cache_domain import CacheDomain, cache_domain
from sphinxext_cache.domain.references import is_label_of_ours
from sphinxext_cache.files import look, read, remove, replace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FORMAT: Final = 1
"""The version of the format. A basis of another one is as good as none."""
_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
"""Folders of what is installed, and so does not change but with its version."""
_PROGRAMS: Final = frozenset({".py", ".js", ".css", ".mo"})
"""The suffixes of the files of an extension that is not installed, of which pages are made."""


class SphinxPage(msgspec.Struct, array_like=True):
    """A page that Sphinx writes beside documents.

    Attributes:
        made_of: A digest of what is on it, but for what all pages have in common.
        content: A digest of its file.
    """

    made_of: str
    content: str


class Basis(msgspec.Struct):
    """What a build had to go by.

    Attributes:
        format: The version of the format.
        record: A digest of the record in the output folder.
        sources: A digest of what was read for the catalog.
        until: The last day on which that is not too old, as ``2025-04-20``; empty if it never is.
        programs: A digest of the programs that made the output.
        documents: A digest of what is known of the documents.
        objects: A digest of the objects of all domains but ours.
        inventory: A digest of the inventory.
        script: A digest of what Python tells our script.
        samples: By name, digests of pages as the theme frames them.
        pages: By name, the pages that Sphinx writes beside documents.
    """

    format: int = _FORMAT
    record: str = ""
    sources: str = ""
    until: str = ""
    programs: str = ""
    documents: str = ""
    objects: str = ""
    inventory: str = ""
    script: str = ""
    samples: dict[str, str] = {}
    pages: dict[str, SphinxPage] = {}


def read_basis(file: Path) -> Basis:
    """The basis in a file; an empty one if there is none of this format.

    Raises:
        OutputError: The file cannot be read.
    """
    try:
        found = msgspec.json.decode(read(file) or b"{}", type=Basis)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Basis()
    return found if found.format == _FORMAT else Basis()


def write_basis(file: Path, basis: Basis | None) -> None:
    """Keep a basis; None for nothing.

    Raises:
        OutputError: The file cannot be written or removed.
    """
    if basis is None:
        remove(file)
    else:
        replace(file, msgspec.json.encode(basis), file.with_suffix(".tmp"))


def file_digest(file: Path) -> str:
    """A digest of a file; empty if there is none.

    Raises:
        OutputError: It cannot be read.
    """
    content = read(file)
    return "" if content is None else digest_bytes(content)


def programs_of(app: Sphinx) -> str:
    """A digest of the programs that make the output: versions, and what there is of the project's own."""
    versions = [each.__version__ for each in (sphinx, docutils, pygments, archspec)]
    versions += [sys.version, getattr(jinja2, "__version__", "")]
    extensions = [
        (name, extension.version, list(_signatures(extension.module)))
        for name, extension in sorted(app.extensions.items())
        if extension.version != "builtin"
    ]
    own = [(path.name, file_digest(path)) for path in sorted(Path(app.confdir).glob("*.py"))]
    return digest((versions, extensions, own))


def _signatures(module: ModuleType) -> Iterator[tuple[str, int, int]]:
    """The dates and sizes of the files of an extension, as Python knows them too; the first if it is installed."""
    file = getattr(module, "__file__", None) or ""
    folder, name = os.path.split(file)
    is_package = name == "__init__.py" and _INSTALLED.isdisjoint(Path(folder).parts)
    files = [file] if file else []
    if is_package:
        files = [str(path) for path in Path(folder).rglob("*.*") if path.suffix in _PROGRAMS]
    for path in sorted(files):
        found = look(path)
        if found is not None:
            yield path, found.st_mtime_ns, found.st_size


def documents_of(env: BuildEnvironment) -> str:
    """A digest of what is known of the documents: their titles, their order, and what they ask of the catalog."""
    domain = cache_domain(env)
    asked = [(name, sorted(map(repr, answers.items()))) for name, answers in sorted(domain.answers.items())]
    references = [(name, sorted(found)) for name, found in sorted(domain.references.items())]
    described = [
        (name, [(*each.target, each.tag, each.package, each.conditions) for each in found])
        for name, found in sorted(domain.descriptions.by_document.items())
    ]
    titles = [(name, env.titles[name].astext() if name in env.titles else "") for name in sorted(env.found_docs)]
    order = sorted(env.toctree_includes.items())
    return digest((asked, references, described, titles, order))


def objects_of(env: BuildEnvironment) -> str:
    """A digest of the objects of all domains but ours, without those that others have of us."""
    # Strings, because so many tuples at once would have Python look for garbage in the whole environment.
    found = sorted(
        repr((domain.name, *each))
        for name, domain in sorted(env.domains.items())
        if name != CacheDomain.name
        for each in domain.get_objects()
        if not (each[2] == "label" and is_label_of_ours(each[0]))
    )
    return digest((env.config.project, env.config.version, found))
