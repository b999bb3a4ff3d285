"""Emits all Sphinx warnings of the extension, with type ``cache`` and the code of the problem as the subtype.

Also locates problems by the line that docutils reports: in a document, in a file that it includes, or in a docstring.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from docutils.parsers.rst.states import RSTState
from sphinx.util import logging

from sphinxext_cache.catalog import Code

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.util.docutils import SphinxDirective, SphinxRole

    from sphinxext_cache.catalog import Problem

_logger = logging.getLogger(__name__)
_given: Final = dict.fromkeys(Code, 0)
"""The number of warnings in this process, by code."""


class _File(str):
    """A location that may have no line; it claims to contain a colon, or Sphinx would take it for a document name."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == ":" or (isinstance(part, str) and super().__contains__(part))


class SourceLine(NamedTuple):
    """A line of a source, as docutils reports it.

    Attributes:
        source: The path of a file, or the name that docutils gives the source, such as ``mod.py:docstring of mod``.
        line: The line number, from 1; 0 if it is unknown.
    """

    source: str
    line: int

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part)

    def below(self, folder: Path) -> SourceLine:
        """Return the line with its path relative to a folder that contains it, for storage between builds."""
        path = Path(self.source)
        return self._replace(source=path.relative_to(folder).as_posix()) if path.is_relative_to(folder) else self

    def above(self, folder: Path) -> SourceLine:
        """Return the line with its full path, the inverse of `below`."""
        path = folder / self.source
        return self._replace(source=str(path)) if _is_file(path) else self


def line_of(markup: SphinxDirective | SphinxRole) -> SourceLine:
    """Return the line of a directive or a role."""
    return _source_line(markup, *markup.get_source_info())


def lines_of_body(directive: SphinxDirective) -> list[SourceLine]:
    """Return the source line of each line in the content of a directive."""
    state: object = directive.state
    if isinstance(state, RSTState):
        # Docutils stores the source and the offset, from 0, of each line.
        return [_source_line(directive, source, (offset or 0) + 1) for source, offset in directive.content.items]
    # MyST knows only the offset of the content from the line of the directive.
    source, first = line_of(directive)
    return [SourceLine(source, first + directive.content_offset + 1 + index) for index in range(len(directive.content))]


def _source_line(markup: SphinxDirective | SphinxRole, source: str | None, line: int | None) -> SourceLine:
    name = source or markup.env.doc2path(markup.env.docname)
    # Docutils gives the path of an included file relative to the folder in which the build was started.
    path = Path(name)
    return SourceLine(str(path.absolute()) if _is_file(path) else str(name), line or 0)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # the source name need not be a valid path
        return False


def given() -> int:
    """Return the number of warnings in this process, including suppressed ones."""
    return sum(_given.values())


def warn(problem: Problem) -> None:
    """Emit a warning about a problem in a source, with its file, line and column."""
    _given[problem.code] += 1
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    _logger.warning("%s", problem.message, type="cache", subtype=problem.code.value, location=_File(place) or None)


def warn_at(code: Code, message: str, location: Node | SourceLine | tuple[str, int] | None) -> None:
    """Emit a warning about a problem in a document of the project.

    Args:
        code: The kind of problem.
        message: What was found, and what was expected.
        location: The node or the line of the problem; for a whole document, its name and 1.
    """
    place = (_File(location) or None) if isinstance(location, SourceLine) else location
    _given[code] += 1
    # The message may contain percent signs, which are not placeholders.
    _logger.warning("%s", message, type="cache", subtype=code.value, location=place)
