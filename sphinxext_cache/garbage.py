"""The collector of garbage, where it would find none: it looks at all objects again and again while many are made."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Do without the collector for a while; afterwards it is as it was, whatever happened.

    It is for work that makes much and throws away little: what refers to itself stays until the collector runs again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def collect_young() -> None:
    """Collect the garbage among the objects that were made since the last call.

    It is for where the collector is off: no object is looked at twice, so all calls together take linear time.
    """
    if not gc.isenabled():
        gc.collect(0)
