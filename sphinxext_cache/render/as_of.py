"""Formats the date of the data of a tag."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx.locale import _ as sphinx_message
from sphinx.util.i18n import format_date

from sphinxext_cache.messages import _
from sphinxext_cache.tables import Piece

if TYPE_CHECKING:
    from datetime import date

    from sphinx.config import Config


def as_of(day: date | None, config: Config) -> tuple[Piece, ...]:
    """Return the text with the date that follows a tag or a count; empty if the day is unknown.

    Args:
        day: The day.
        config: The configuration of the project, which may set the date format (``today_fmt``).
    """
    if day is None:
        return ()
    pattern = config.today_fmt or sphinx_message("%b %d, %Y")
    said = _("as of {date}").format(date=_written(day, pattern, config.language))
    return (Piece(f", {said}"),)


@lru_cache(maxsize=1 << 10)
def _written(day: date, pattern: str, language: str) -> str:
    """Format a day in a language; cached, since all pages of a tag show the same."""
    return format_date(pattern, date=datetime(day.year, day.month, day.day, tzinfo=UTC), language=language)
