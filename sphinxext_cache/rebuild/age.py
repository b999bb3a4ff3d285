"""The age of the data of the default tag, and the last day on which it is not too old.

If `SOURCE_DATE_EPOCH` is set, it determines the day of the build, so that builds are reproducible.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import Code, Problem
from sphinxext_cache.config.conf_py import place_in_conf_py
from sphinxext_cache.config.settings import PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from sphinxext_cache.catalog import Catalog

_SETTING: Final = f"{PREFIX}max_age"


def today() -> date:
    """Return the day of this build, in UTC."""
    try:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    except (LookupError, ValueError, OverflowError, OSError):
        return datetime.now(UTC).date()


def last_day(catalog: Catalog, max_age: int | None) -> date | None:
    """Return the last day on which the data of the default tag is recent enough; None without a limit or a date."""
    day = catalog.day()
    if max_age is None or day is None:
        return None
    return day + timedelta(days=max_age) if max_age < (date.max - day).days else date.max


def problem_of_age(catalog: Catalog, max_age: int | None, confdir: Path) -> Problem | None:
    """Return a problem if the data of the default tag is too old or its age is unknown.

    Args:
        catalog: The catalog.
        max_age: The maximum age in days; None for no limit.
        confdir: The folder of the ``conf.py`` with the setting.
    """
    tag, day, last, now = catalog.default_tag, catalog.day(), last_day(catalog, max_age), today()
    if max_age is None or not catalog.tags or (last is not None and now <= last):
        return None
    if day is None:
        message = (
            f"the age of the data of '{tag}' is not known, because its name contains no date: give the date in "
            f'cache_sources, as in {{"path": "_cache", "date": "{now}"}}'
        )
    else:
        message = (
            f"the data of '{tag}' is from {day}, {(now - day).days} days ago, and {_SETTING} = {max_age}: fetch newer "
            "data (see the how-to guide 'Keep the data fresh'), or set cache_default_tag to a newer tag"
        )
    return Problem(code=Code.AGE, message=message, **place_in_conf_py(confdir, _SETTING))
