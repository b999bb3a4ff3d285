"""The one door through which problems become Sphinx warnings of type ``cache``; its subtypes are the codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils.nodes import Node

    from sphinxext_cache.catalog import Code, Problem

_logger = logging.getLogger(__name__)


class _File(str):
    """The place of a problem that has no line. Sphinx takes what has no colon for the name of a document."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == ":" or (isinstance(part, str) and super().__contains__(part))


def warn(problem: Problem) -> None:
    """Warn of a problem of a page, where it stands in that page."""
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    _logger.warning("%s", problem.message, type="cache", subtype=problem.code.value, location=_File(place) or None)


def warn_at(code: Code, message: str, location: Node | tuple[str, int] | None) -> None:
    """Warn of a problem in a document of the project.

    Args:
        code: What kind of problem it is.
        message: What was found, and what was expected.
        location: The node, or the document and line, that is to blame.
    """
    # The message is data: a percent sign in it formats nothing.
    _logger.warning("%s", message, type="cache", subtype=code.value, location=location)
