"""Stores digests of the inputs of the last finished build, to detect that nothing has changed since.

The basis is stored with the doctrees, which stay on the machine too, and is valid only for the output whose record has
the digest that it names. Its entries for files are used only if they match the files.
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
import pygments  # type: ignore[import-untyped]  # it has no type hints
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
"""The version of the format; a basis of another version is ignored."""
_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})
"""The folders of installed packages, whose files change only with their versions."""
_PROGRAMS: Final = frozenset({".py", ".js", ".css", ".mo"})
"""The suffixes of the files of an extension in a checkout that can affect pages."""


class SphinxPage(msgspec.Struct, array_like=True):
    """A page that Sphinx writes in addition to documents, such as the general index.

    Attributes:
        made_of: A digest of the content of the page, without the parts that all pages share.
        content: A digest of the file.
    """

    made_of: str
    content: str


class Basis(msgspec.Struct):
    """The inputs of a build, as digests.

    Attributes:
        format: The version of the format.
        record: A digest of the record in the output folder.
        sources: A digest of the sources of the catalog.
        until: The last day on which the data is recent enough, such as ``2025-04-20``; empty if there is no limit.
        programs: A digest of the programs that made the output.
        documents: A digest of the documents; see `documents_of`.
        objects: A digest of the objects of all other domains.
        inventory: A digest of the inventory file.
        script: A digest of the data that Python passes to our script.
        samples: Digests of sample pages as rendered by the theme, by name.
        pages: The pages that Sphinx writes in addition to documents, by name.
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
    """Read a basis from a file; return an empty one if there is none in this format.

    Raises:
        OutputError: The file cannot be read.
    """
    try:
        found = msgspec.json.decode(read(file) or b"{}", type=Basis)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Basis()
    return found if found.format == _FORMAT else Basis()


def write_basis(file: Path, basis: Basis | None) -> None:
    """Write a basis to a file, or remove the file if it is None.

    Raises:
        OutputError: The file cannot be written or removed.
    """
    if basis is None:
        remove(file)
    else:
        replace(file, msgspec.json.encode(basis), file.with_suffix(".tmp"))


def file_digest(file: Path) -> str:
    """Return a digest of a file, or an empty string if it does not exist.

    Raises:
        OutputError: The file cannot be read.
    """
    content = read(file)
    return "" if content is None else digest_bytes(content)


def programs_of(app: Sphinx) -> str:
    """Return a digest of the programs that make the output: versions, extensions and Python files of the project."""
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
    """Yield the path, modification time and size of the files of an extension; only of its module if installed."""
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
    """Return a digest of the documents: their titles, their order, and their queries, references and descriptions."""
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
    """Return a digest of the objects of all other domains, without the labels of the extension."""
    found = sorted(
        repr((domain.name, *each))
        for name, domain in sorted(env.domains.items())
        if name != CacheDomain.name
        for each in domain.get_objects()
        if not (each[2] == "label" and is_label_of_ours(each[0]))
    )
    return digest((env.config.project, env.config.version, found))
