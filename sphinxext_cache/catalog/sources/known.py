"""A cache of checked values: a value that occurs in many specs is checked once, and stored once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Found = TypeVar("_Found")
_Admitted = TypeVar("_Admitted")


class Known(dict[_Found, _Admitted]):
    """What was admitted, by what was found.

    Args:
        admit: Admits what is not known yet, or raises why it cannot be used.
    """

    def __init__(self, admit: Callable[[_Found], _Admitted]) -> None:
        super().__init__()
        self._admit = admit

    def __missing__(self, found: _Found) -> _Admitted:
        admitted = self[found] = self._admit(found)
        return admitted
