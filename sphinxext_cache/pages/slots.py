"""A page of a theme in pieces, with slots for what differs between the pages of a folder.

A template may ask more of a value than to show it, so the marks in the slots note what it asks, and of what else the
context holds only what is known to be the same may stay in a frame. When a frame is made is decided in `frames`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from sphinx.errors import SphinxError

from sphinxext_cache.host.contexts import UnknownValueError, renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# In large and small letters, for a theme may write all of a title in one of them.
NAME, TITLE, BODY, META, FOLDER, LABEL, TAG = (f"CacheSlot{letter}x" for letter in "abcdhij")
"""The slots of the last part of the name of a page, of its title, its body and its meta tags; of the folder of its tag,
of the name of what it is about, and of that of the tag."""
NEIGHBOURS: Final = {"prev": ("P", "CacheSloteex", "CacheSlotefx"), "next": ("N", "CacheSlotgex", "CacheSlotgfx")}
"""By the name of a neighbour in the context: its access key, and the slots of its name and its title."""
VARIABLE: Final = "CacheSlotk{}x"
"""The slots of the variables of a template, each with a letter."""
HEADING: Final = "CacheSlotlx"
"""The slot of the heading of a page, which need not be the name of what it is about."""
SLOT: Final = re.compile(r"(CacheSlot[a-l][a-z]?x)")

_OWN: Final = frozenset(
    ("pagename", "current_page_name", "pageurl", "title", "body", "metatags", "toc", "prev", "next", "rellinks")
)
"""What the context of a page holds of its own; all else must be as it was when the frame was made."""

_FIRST: Final = 4
"""How many are rendered before one is but filled."""

PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._~-]+")
"""The names that quoting leaves as they are, wherever a theme puts them."""
PLAIN_TITLE: Final = re.compile(r"[^\s<>&\"']+(?: [^\s<>&\"']+)*")
"""The titles that escaping, or taking tags away, leaves as they are."""


class Mark(str):
    """A string with slots that notes what a template asks of it, which another string might answer otherwise."""

    __slots__ = ("questions",)

    questions: list[tuple[Callable[..., object], tuple[Any, ...], dict[str, Any], object]]
    """The method of a string, its arguments, and the answer."""

    def __new__(cls, text: str) -> Self:
        """Make a string of which nothing was asked yet."""
        mark = super().__new__(cls, text)
        mark.questions = []
        return mark

    def __bool__(self) -> bool:
        """Answer as strings do, which have no method for this, by their length."""
        self.questions.append((bool, (), {}, True))
        return True

    def stands_for(self, text: str, values: Mapping[str, str]) -> bool:
        """Whether another string would have answered the same, with values in the place of the slots."""
        return all(
            method(text, *arguments, **named) == _with_values(answer, values)
            for method, arguments, named, answer in self.questions
        )


def _with_values(answer: object, values: Mapping[str, str]) -> object:
    """What was answered, with values in the place of slots."""
    if isinstance(answer, str):
        return fill(SLOT.split(answer), values)
    return [_with_values(item, values) for item in answer] if isinstance(answer, list) else answer


def fill(pieces: Iterable[str], values: Mapping[str, str]) -> str:
    """A string in pieces, with values in the place of slots."""
    return "".join([values.get(piece, piece) for piece in pieces])


def _asking(name: str) -> Callable[..., object]:
    """A method of a string that notes that it was called."""
    method: Callable[..., object] = getattr(str, name)

    def ask(mark: Mark, *arguments: Any, **named: Any) -> object:  # noqa: ANN401 those of any method
        answer = method(mark, *arguments, **named)
        mark.questions.append((method, arguments, named, answer))
        return answer

    return ask


_OPERATORS: Final = [
    "add",
    "contains",
    "eq",
    "format",
    "ge",
    "getitem",
    "gt",
    "iter",
    "le",
    "len",
    "lt",
    "mod",
    "mul",
    "ne",
    "rmul",
]
for _name in [*(f"__{name}__" for name in _OPERATORS), *(name for name in dir(str) if not name.startswith("_"))]:
    setattr(Mark, _name, _asking(_name))


def is_proof(number: int) -> bool:
    """Whether one of many is rendered as well as filled: each of the first few, and then ever fewer."""
    return number <= _FIRST or number & (number - 1) == 0


class Frame(NamedTuple):
    """A page of a theme in pieces.

    Attributes:
        pieces: Texts, and between them the slots.
        fixed: What the context held beside the values of the page.
        name: The mark in the place of the name of the page.
        title: The mark in the place of its title.
    """

    pieces: list[str]
    fixed: dict[str, Any]
    name: Mark
    title: Mark

    def fits(self, name: str, values: Mapping[str, str]) -> bool:
        """Whether a template that asks more of a name, or of a title, than to show it would get the same answers."""
        return self.name.stands_for(name, values) and self.title.stands_for(values[TITLE], values)

    def around(self, body: Iterable[str]) -> list[str]:
        """The pieces with those of a body in its place."""
        pieces: list[str] = []
        for piece in self.pieces:
            pieces += body if piece == BODY else [piece]
        return pieces


class WrongFrameError(SphinxError):
    """What was filled is not what would have been rendered.

    Args:
        page: The name of a page of which that is known.
        renderer: What would have rendered it.
    """

    def __init__(self, page: str, renderer: str) -> None:
        super().__init__(page, renderer)

    def __str__(self) -> str:
        page, renderer = self.args
        return f"{renderer} does more with the content of a page than show it; {page} is an example"


def fixed_values(name: str, own: str, context: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a context holds that must be as it was when the frame was made; None if it is not known what that is.

    Args:
        name: The name of the page.
        own: The same with slots.
        context: Its context.
        shared: What the contexts of all pages have in common, of whatever types that is.
    """
    fixed: dict[str, Any] = {}
    for key, value in context.items():
        if key in _OWN or callable(value):
            continue
        try:
            fixed[key] = renamed(value, name, own)
        except UnknownValueError:
            if value is not shared.get(key):
                return None
            fixed[key] = value
    return fixed


def outline_of(context: Mapping[str, Any]) -> str:
    """The local table of contents of a page, with a slot in the place of its title."""
    toc: str = context["toc"]
    return toc.replace(f">{context['title']}<", f">{TITLE}<", 1)


def base_of(name: str) -> str:
    """The last part of the name of a page."""
    return name.rpartition("/")[2]


def beside(name: str, other: str) -> str:
    """The name of another page, by its last part, beside a page."""
    return f"{name.rpartition('/')[0]}/{other}"
