"""The writers of the files in the output folder: each file has one writer, and all others take precedence over us.

Documents, Sphinx's own files, `html_extra_path` and `html_additional_pages` are known before anything is written. Files
of other extensions are found when a page is stored. Names are compared without regard to case, as on some file systems,
so that every platform writes the same pages.
"""

from __future__ import annotations

import os
import posixpath
import string
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinx.util.matching import Matcher

from sphinxext_cache.catalog import Code, Problem
from sphinxext_cache.warnings import warn, warn_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.builders.html import StandaloneHTMLBuilder


OUR_INDICES: Final = {"cache-packages": "package", "cache-stacks": "stack", "cache-targets": "target"}
"""The pages of our indices, which Sphinx writes, and the kind of object that each lists."""

SPHINX: Final = "Sphinx"
"""The writer of the files that Sphinx writes besides documents."""


class Claim(NamedTuple):
    """A file or a folder with its writer.

    Attributes:
        path: The path in the output folder.
        writer: The writer, as shown in messages.
        file: The file to report in warnings; empty for a document.
        document: The name of the document, if it is one.
        page: The name of the page, if it is one.
        is_folder: Whether it is a folder, so that no file can have its path.
        is_whole: Whether we cannot write any file into that folder either.
        is_ours: Whether it is a generated page.
    """

    path: str
    writer: str
    file: str = ""
    document: str = ""
    page: str = ""
    is_folder: bool = False
    is_whole: bool = False
    is_ours: bool = False


class Claims:
    """The claims on files.

    Args:
        claims: The claims of other writers.
    """

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._files: dict[str, Claim] = {}
        self._folders: dict[str, Claim] = {"": Claim("", "", is_folder=True)}
        self._above: dict[str, Claim | None] = {"": None}
        for claim in claims:
            self._add(claim.path.casefold(), claim)

    def clash(self, path: str) -> Claim | None:
        """The claim that conflicts with a path: on a file or a folder there, or on one of its parent folders."""
        folded = path.casefold()
        return self._files.get(folded) or self._folders.get(folded) or self._in_the_way(folded.rpartition("/")[0])

    def add(self, claim: Claim) -> Claim | None:
        """Claim a file; return the conflicting claim if there is one."""
        found = self.clash(claim.path)
        if found is None:
            self._add(claim.path.casefold(), claim)
        return found

    def _add(self, folded: str, claim: Claim) -> None:
        (self._folders if claim.is_folder else self._files).setdefault(folded, claim)
        folder = folded.rpartition("/")[0]
        while folder not in self._folders:
            self._folders[folder] = claim
            folder = folder.rpartition("/")[0]

    def _in_the_way(self, folder: str) -> Claim | None:
        """The claim on a folder, or on one of its parents, that allows no other files in it."""
        if folder not in self._above:
            found = self._files.get(folder)
            if found is None and (whole := self._folders.get(folder)) is not None and whole.is_whole:
                found = whole
            self._above[folder] = found or self._in_the_way(folder.rpartition("/")[0])
        return self._above[folder]


def relative(builder: StandaloneHTMLBuilder, page: str) -> str:
    """The path of a page in the output folder of its builder; the name of a file begins with a slash."""
    if page.startswith("/"):
        return page[1:]
    return _inside(os.fspath(builder.get_outfilename(page)), builder)


def _inside(file: str, builder: StandaloneHTMLBuilder) -> str:
    top = os.fspath(builder.outdir) + os.sep
    path = file[len(top) :] if file.startswith(top) else os.path.relpath(file, top)
    path = path.replace(os.sep, "/")
    return posixpath.normpath(path) if "./" in path or "//" in path else path


def find_claims(builder: StandaloneHTMLBuilder) -> Iterator[Claim]:
    """The claims of other writers. Documents come first, because a warning can point to them."""
    for document in sorted(builder.env.found_docs):
        yield Claim(relative(builder, document), "this document", document=document, page=document)
    conf = str(Path(builder.confdir, "conf.py"))
    for page in builder.config.html_additional_pages:
        yield Claim(relative(builder, page), "html_additional_pages", file=conf, page=page)
    yield from _extra_files(builder)
    yield from _files_of_sphinx(builder)


def _extra_files(builder: StandaloneHTMLBuilder) -> Iterator[Claim]:
    """The files that are copied from `html_extra_path`, by the rules of Sphinx's `copy_asset`."""
    excluded = Matcher(builder.config.exclude_patterns)
    for entry in builder.config.html_extra_path:
        top = os.path.join(builder.confdir, entry)  # noqa: PTH118 as Sphinx does
        if os.path.isfile(top):  # noqa: PTH113
            yield Claim(os.path.basename(top), "html_extra_path", file=top)  # noqa: PTH119
            continue
        for folder, folders, files in os.walk(top, followlinks=True):
            inside = "" if folder == top else os.path.relpath(folder, top).replace(os.sep, "/") + "/"
            folders[:] = [name for name in folders if not excluded(inside + name)]
            for name in folders:
                yield Claim(inside + name, "html_extra_path", file=os.path.join(folder, name), is_folder=True)  # noqa: PTH118
            for name in files:
                if not excluded(inside + name):
                    yield Claim(inside + name, "html_extra_path", file=os.path.join(folder, name))  # noqa: PTH118


def _files_of_sphinx(builder: StandaloneHTMLBuilder) -> Iterator[Claim]:
    """The pages and files that Sphinx writes besides documents, and the folders that it reserves."""
    top = Path(builder.outdir)

    def claim(path: str, page: str = "", *, is_whole: bool = False) -> Claim:
        return Claim(path, SPHINX, file=str(top / path), page=page, is_folder=is_whole, is_whole=is_whole)

    pages = [f"{domain.name}-{index.name}" for domain in builder.env.domains.values() for index in domain.indices]
    pages = [page for page in pages if page not in OUR_INDICES]
    if builder.get_builder_config("use_index", "html"):
        pages.append("genindex")
        if builder.config.html_split_index:
            pages += ["genindex-all", *(f"genindex-{key}" for key in (*string.ascii_uppercase, "Symbols", "_"))]
    if builder.search:
        pages.append("search")
    for page in pages:
        yield claim(relative(builder, page), page)
    serialized = (getattr(builder, "globalcontext_filename", ""), "environment.pickle", "last_build")
    for name in ("objects.inv", builder.searchindex_filename, *(serialized if serialized[0] else ())):
        yield claim(name)
    for name in ("_static", "_sources", "_images", "_downloads"):
        yield claim(name, is_whole=True)
    doctrees = _inside(os.fspath(builder.doctreedir), builder)
    if not doctrees.startswith(".."):
        yield claim(doctrees, is_whole=True)


def warn_of(claim: Claim, pages: Sequence[str], *, is_same: bool = True, remedy: str = "") -> None:
    """Warn of pages whose path has another writer, at a place where that can be fixed.

    Args:
        claim: The other claim.
        pages: The names of the pages.
        is_same: Whether the paths are the same.
        remedy: An additional remedy.
    """
    what = f"file '{pages[0][1:]}'" if pages[0].startswith("/") else f"page '{pages[0]}'"
    others = len(pages) - 1
    left = f"the generated {what} and {others} more are" if others else f"the generated {what} is"
    has = f"because {claim.writer} has its place" if is_same else f"because {claim.writer} has '{claim.path}'"
    another = "rename the document, or " if claim.document else ""
    message = f"{left} left out {has}; {another}set cache_pages to another folder{remedy}"
    if claim.document:
        warn_at(Code.CONFLICT, message, (claim.document, 1))
    else:
        warn(Problem(code=Code.CONFLICT, message=message, file=claim.file))
