"""The only place that turns problems into Sphinx warnings of type ``cache``; the codes are their subtypes.

It also locates them: by the line that docutils knows, in a document, in a file that the document includes, or in a
docstring.
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
"""The number of warnings of each code in this process."""


class _File(str):
    """The place of a problem that has no line. Sphinx takes what has no colon for the name of a document."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == ":" or (isinstance(part, str) and super().__contains__(part))


class SourceLine(NamedTuple):
    """A line of what was read, as docutils knows it.

    Attributes:
        source: The path of a file, or else what docutils calls the source, such as ``mod.py:docstring of mod``.
        line: The number of the line, from 1; 0 if it is unknown.
    """

    source: str
    line: int

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part)

    def below(self, folder: Path) -> SourceLine:
        """The same, with the path of a file in that folder from there on, as it is kept between builds."""
        path = Path(self.source)
        return self._replace(source=path.relative_to(folder).as_posix()) if path.is_relative_to(folder) else self

    def above(self, folder: Path) -> SourceLine:
        """The same, with the whole path again."""
        path = folder / self.source
        return self._replace(source=str(path)) if _is_file(path) else self


def line_of(markup: SphinxDirective | SphinxRole) -> SourceLine:
    """The line of a directive or a role."""
    return _source_line(markup, *markup.get_source_info())


def lines_of_body(directive: SphinxDirective) -> list[SourceLine]:
    """The line of each line of the body of a directive."""
    state: object = directive.state
    if isinstance(state, RSTState):
        # Docutils keeps with each line where it came from, counted from 0.
        return [_source_line(directive, source, (offset or 0) + 1) for source, offset in directive.content.items]
    # MyST counts the lines of a body from that of the directive, and knows no more of each.
    source, first = line_of(directive)
    return [SourceLine(source, first + directive.content_offset + 1 + index) for index in range(len(directive.content))]


def _source_line(markup: SphinxDirective | SphinxRole, source: str | None, line: int | None) -> SourceLine:
    name = source or markup.env.doc2path(markup.env.docname)
    # Docutils calls an included file by its path from the folder in which the build was started.
    path = Path(name)
    return SourceLine(str(path.absolute()) if _is_file(path) else str(name), line or 0)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # what docutils calls a source need not be anything like a path
        return False


def given() -> int:
    """The number of warnings of this process, including suppressed ones."""
    return sum(_given.values())


def warn(problem: Problem) -> None:
    """Warn of a problem in a source, at its place in the file."""
    _given[problem.code] += 1
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    _logger.warning("%s", problem.message, type="cache", subtype=problem.code.value, location=_File(place) or None)


def warn_at(code: Code, message: str, location: Node | SourceLine | tuple[str, int] | None) -> None:
    """Warn of a problem in a document of the project.

    Args:
        code: What kind of problem it is.
        message: What was found, and what was expected.
        location: The node or the line of the problem. For a document as a whole, its name and 1.
    """
    place = (_File(location) or None) if isinstance(location, SourceLine) else location
    _given[code] += 1
    # The message is data: a percent sign in it is not a placeholder.
    _logger.warning("%s", message, type="cache", subtype=code.value, location=place)
