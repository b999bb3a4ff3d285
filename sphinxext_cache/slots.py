"""A page of a theme in pieces, with slots for what differs between the pages of a folder.

A template may ask more of a value than to show it, so the marks in the slots note what it asks, and of what else the
context holds only what is known to be the same may stay in a frame. When a frame is made is decided in `frames`.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple, Self

from markupsafe import Markup

NAME, TITLE, BODY, META = (f"cacheslot{letter}x" for letter in "abcd")
NEIGHBOURS: Final = {"prev": ("P", "cachesloteex", "cacheslotefx"), "next": ("N", "cacheslotgex", "cacheslotgfx")}
"""By the name of a neighbour in the context: its access key, and the slots of its name and its title."""
SLOT: Final = re.compile(r"(cacheslot[a-g][ef]?x)")

_OWN: Final = frozenset(
    ("pagename", "current_page_name", "pageurl", "title", "body", "metatags", "prev", "next", "rellinks")
)
"""What the context of a page holds of its own; all else must be as it was when the frame was made."""

_CONSTANT: Final = frozenset({bool, bytes, complex, float, int, type(None)})
"""The types of values that are the same for all pages."""
_ASSETS: Final = "sphinx.builders.html._assets"
"""Where Sphinx defines what it tells templates of scripts and style sheets."""

PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._~-]+")
"""The names that quoting leaves as they are, wherever a theme puts them."""
PLAIN_TITLE: Final = re.compile(r"[^\s<>&\"']+(?: [^\s<>&\"']+)*")
"""The titles that escaping, or taking tags away, leaves as they are."""


class Mark(str):
    """A string that notes what a template asks of it, which another string might answer otherwise."""

    __slots__ = ("questions",)

    def __new__(cls, text: str) -> Self:
        """Make a string of which nothing was asked yet."""
        mark = super().__new__(cls, text)
        mark.questions = []
        return mark

    questions: list[tuple[str, tuple[Any, ...], object]]
    """The method, the arguments, and the answer."""

    def _answer(self, method: str, *arguments: Any) -> Any:  # noqa: ANN401 those of any method
        answer = getattr(str, method)(self, *arguments)
        self.questions.append((method, arguments, answer))
        return answer

    def stands_for(self, text: str) -> bool:
        """Whether another string would have answered the same."""
        return all(getattr(str, method)(text, *arguments) == answer for method, arguments, answer in self.questions)

    def __eq__(self, other: object) -> bool:
        return bool(self._answer("__eq__", other))

    def __ne__(self, other: object) -> bool:
        return bool(self._answer("__ne__", other))

    def __contains__(self, part: object) -> bool:
        return bool(self._answer("__contains__", part))

    def startswith(self, *arguments: Any) -> bool:  # noqa: ANN401 as `str` has them
        """Answer as a string does, and note the question."""
        return bool(self._answer("startswith", *arguments))

    def endswith(self, *arguments: Any) -> bool:  # noqa: ANN401
        """Answer as a string does, and note the question."""
        return bool(self._answer("endswith", *arguments))

    __hash__ = str.__hash__


class Frame(NamedTuple):
    """A page of a theme in pieces.

    Attributes:
        pieces: Texts, and between them the slots.
        fixed: What the context held beside the values of the page.
        page: The mark in the place of the name of the page.
        title: The mark in the place of its title.
    """

    pieces: list[str]
    fixed: dict[str, Any]
    page: Mark
    title: Mark

    def fill(self, values: dict[str, str]) -> str:
        """A page with these values in its slots."""
        return "".join([values.get(piece, piece) for piece in self.pieces])

    def fits(self, name: str, title: str, fixed: dict[str, Any]) -> bool:
        """Whether the theme would show another page alike."""
        return self.page.stands_for(name) and self.title.stands_for(title) and self.fixed == fixed


def fixed_values(name: str, context: dict[str, Any]) -> dict[str, Any] | None:
    """What a context holds that must be as it was when the frame was made; None if it is not known what that is."""
    own = beside(name, NAME)
    try:
        return {
            key: _renamed(value, name, own) for key, value in context.items() if key not in _OWN and not callable(value)
        }
    except _UnknownValueError:
        return None


def base_of(name: str) -> str:
    """The last part of the name of a page."""
    return name.rpartition("/")[2]


def beside(name: str, other: str) -> str:
    """The name of another page, by its last part, beside a page."""
    return f"{name.rpartition('/')[0]}/{other}"


class _UnknownValueError(Exception):
    """A context holds something of which it is not known what a template may ask of it."""


def _renamed(value: Any, name: str, own: str) -> Any:  # noqa: ANN401 whatever a context may hold
    """A value of a context in which a page goes by another name.

    Only what is exactly of a known type is copied: a subclass may have attributes that its items do not tell of, and
    whatever else there is may look the same for two pages and yet show each another way.

    Raises:
        _UnknownValueError: It is, or holds, something of another type, or holds itself.
    """
    kind: Any = type(value)
    if kind in _CONSTANT:
        return value
    if kind in {str, Markup}:
        return value.replace(name, own) if name in value else value
    try:
        if kind in {list, tuple, set, frozenset}:
            return kind([_renamed(item, name, own) for item in value])
        if kind is dict:
            return {_renamed(key, name, own): _renamed(item, name, own) for key, item in value.items()}
        if kind.__module__ == _ASSETS:  # a script or a style sheet, which Sphinx compares by what it says
            attributes = _renamed(dict(value.attributes), name, own)
            return kind(value.filename, priority=value.priority, **attributes)
    except (RecursionError, AttributeError, TypeError):
        raise _UnknownValueError from None
    raise _UnknownValueError
