"""Problems with input: the closed list of codes, and the record of one finding.

The catalog never logs and never raises for bad input; it collects `Problem` records, which `sphinxext_cache.warnings`
turns into Sphinx warnings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The kinds of problem; each is the subtype of a Sphinx warning of type ``cache``.

    A project silences one kind with, for example, ``suppress_warnings = ["cache.duplicate"]``.
    """

    SOURCE = "source"
    """A source is missing, or contains no build cache; or the default tag is not in any source."""
    FRONTMATTER = "frontmatter"
    """A file has no front matter, or its front matter cannot be read."""
    SCHEMA = "schema"
    """A key is missing or of the wrong type; the spec or the file is left out, the rest stays."""
    INCONSISTENT = "inconsistent"
    """``meta`` contradicts ``spec_details``, which is used; or two sources contradict each other about a spec, and the
    first one is used."""
    DUPLICATE = "duplicate"
    """A source describes the same package of a tag, or the same spec of a package, twice; or two documents describe the
    same package."""
    UNSAFE = "unsafe"
    """A name cannot be used as a file name, or a URL as a link."""
    QUERY = "query"
    """A query is not written in Spack's spec syntax."""
    EMPTY = "empty"
    """A query matches nothing, or nothing whose dependencies are known or that can be loaded, and neither ``:empty:``
    nor ``:allow-empty:`` says that this is intended; or a number or a version comes from a query with unknown names."""
    REFERENCE = "reference"
    """A reference names something that is not in the catalog."""
    AMBIGUOUS = "ambiguous"
    """A hash prefix matches several specs, or a query for something to load matches several packages."""
    LIMIT = "limit"
    """Something exceeds a limit."""
    AGE = "age"
    """The data of the default tag is older than ``cache_max_age`` allows, or its age is not known."""
    CONFLICT = "conflict"
    """A document, an extra file, another extension or another page has the path of a generated page; or something else
    changed a generated file."""
    FACT = "fact"
    """A fact cannot be used, contradicts another one in its file, or is about something that is not in any source; or a
    file of facts cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding, and where it is.

    Attributes:
        code: What kind of problem it is.
        message: What was found, and what was expected, for the person who has to fix it.
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
