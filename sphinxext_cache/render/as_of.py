"""The date of the data of a tag, as pages show it."""

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
    """What is said behind a tag or a count; nothing if the day is not known.

    Args:
        day: The day.
        config: The project, which may say how days are written (``today_fmt``).
    """
    if day is None:
        return ()
    pattern = config.today_fmt or sphinx_message("%b %d, %Y")
    said = _("as of {date}").format(date=_written(day, pattern, config.language))
    return (Piece(f", {said}"),)


@lru_cache(maxsize=1 << 10)
def _written(day: date, pattern: str, language: str) -> str:
    """A day in the words of a language, which all pages of a tag show."""
    return format_date(pattern, date=datetime(day.year, day.month, day.day, tzinfo=UTC), language=language)
