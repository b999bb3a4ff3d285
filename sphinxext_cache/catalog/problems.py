"""What can be wrong with what is read or asked: the closed list of codes, and the record that carries one finding.

The catalog never logs and never raises for bad input; it collects `Problem` records. Turning them into Sphinx
warnings is the work of `sphinxext_cache.warnings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The kinds of problem; each is the subtype of a Sphinx warning of type ``cache``.

    A project silences one kind with, for example, ``suppress_warnings = ["cache.duplicate"]``.
    """

    SOURCE = "source"
    """A source is missing, or holds nothing of a build cache; or the default tag is not in any source."""
    FRONTMATTER = "frontmatter"
    """A file has no front matter, or one that cannot be read."""
    SCHEMA = "schema"
    """A key is missing or of the wrong type; the spec or the file is left out, the rest stays."""
    INCONSISTENT = "inconsistent"
    """``meta`` contradicts ``spec_details``, and the latter counts; or two sources contradict each other about a spec,
    and the first counts."""
    DUPLICATE = "duplicate"
    """The same package of a tag, or the same spec of a package, is described twice in one source, or a package in two
    documents."""
    UNSAFE = "unsafe"
    """A name or an address that must not become a file name or a link."""
    QUERY = "query"
    """A query is not written in Spack's spec syntax."""
    EMPTY = "empty"
    """A query matches nothing, or nothing whose dependencies are known or that can be loaded, and neither ``:empty:``
    nor ``:allow-empty:`` says that this is intended; or the figure that it gives is of names that nobody
    knows."""
    REFERENCE = "reference"
    """A reference names something that is not in the catalog."""
    AMBIGUOUS = "ambiguous"
    """A hash prefix fits several specs, or what is to be loaded several packages."""
    LIMIT = "limit"
    """Something is larger than it may be."""
    AGE = "age"
    """The data of the default tag is older than ``cache_max_age`` says; or it is not known how old it is."""
    CONFLICT = "conflict"
    """A document, an extra file, another extension or another page has the place of a generated page; or a file in the
    output folder is not as we left it."""
    FACT = "fact"
    """A fact cannot be used, contradicts another one of its file, or is about something that is in no source; or a
    file of facts cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding, and where it is.

    Attributes:
        code: What kind of problem it is.
        message: What was found, and what was expected, for the person who must mend it.
        file: The path of the file, as the source named it; empty if no file is to blame.
        line: The line in that file, from 1; 0 if unknown.
        column: The column in that line, from 1; 0 if unknown.
    """

    code: Code
    message: str
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message} [{self.code}]" if place else f"{self.message} [{self.code}]"
