"""Rendered pages in pieces, with slots for the values that differ between the pages of a folder.

A template may do more with a value than show it, so the marks in the slots record what it calls on them. Other values
of the context may only stay in a frame if they are known to be the same. `frames` determines when a frame is made.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from sphinx.errors import SphinxError

from sphinxext_cache.host.contexts import UnknownValueError, renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# In mixed case, so that it is noticed if a theme changes the case of a title.
NAME, TITLE, BODY, META, FOLDER, LABEL, TAG = (f"CacheSlot{letter}x" for letter in "abcdhij")
"""The slots of the last part of the name of a page, its title, body and meta tags, the folder of its tag, its label,
and its tag."""
NEIGHBOURS: Final = {"prev": ("P", "CacheSloteex", "CacheSlotefx"), "next": ("N", "CacheSlotgex", "CacheSlotgfx")}
"""By the name of a neighbour in the context: its access key, and the slots of its name and its title."""
VARIABLE: Final = "CacheSlotk{}x"
"""The format of the slots of template variables, each with a letter."""
HEADING: Final = "CacheSlotlx"
"""The slot of the heading of a page, which may differ from its label."""
SLOT: Final = re.compile(r"(CacheSlot[a-l][a-z]?x)")

_OWN: Final = frozenset(
    ("pagename", "current_page_name", "pageurl", "title", "body", "metatags", "toc", "prev", "next", "rellinks")
)
"""The keys of the context whose values belong to the page; all others must be as they were when the frame was made."""

_FIRST: Final = 4
"""The number of pages that are rendered before any is only filled."""

PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9._~-]+")
"""Matches names that URL quoting does not change, wherever a theme puts them."""
PLAIN_TITLE: Final = re.compile(r"[^\s<>&\"']+(?: [^\s<>&\"']+)*")
"""Matches titles that neither escaping nor stripping tags changes."""


class Mark(str):
    """A string with slots that records what a template calls on it, since other strings may give other results."""

    __slots__ = ("questions",)

    questions: list[tuple[Callable[..., object], tuple[Any, ...], dict[str, Any], object]]
    """The recorded calls: the method of a string, its arguments, and the result."""

    def __new__(cls, text: str) -> Self:
        """Create a string without recorded calls."""
        mark = super().__new__(cls, text)
        mark.questions = []
        return mark

    def __bool__(self) -> bool:
        """Record the call; `str` has no such method, and is true if it is not empty."""
        self.questions.append((bool, (), {}, True))
        return True

    def stands_for(self, text: str, values: Mapping[str, str]) -> bool:
        """Whether another string would give the same results, with values in place of the slots."""
        return all(
            method(text, *arguments, **named) == _with_values(answer, values)
            for method, arguments, named, answer in self.questions
        )


def _with_values(answer: object, values: Mapping[str, str]) -> object:
    """A result of a call, with values in place of slots."""
    if isinstance(answer, str):
        return fill(SLOT.split(answer), values)
    return [_with_values(item, values) for item in answer] if isinstance(answer, list) else answer


def fill(pieces: Iterable[str], values: Mapping[str, str]) -> str:
    """Join the pieces of a string, with values in place of slots."""
    return "".join([values.get(piece, piece) for piece in pieces])


def _asking(name: str) -> Callable[..., object]:
    """A method of `str` that records its calls."""
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
    """Whether to check a page by both rendering and filling it: each of the first few, and then fewer and fewer."""
    return number <= _FIRST or number & (number - 1) == 0


class Frame(NamedTuple):
    """A rendered page in pieces.

    Attributes:
        pieces: Texts, with slots between them.
        fixed: The values of the context besides those of the page.
        name: The mark in place of the name of the page.
        title: The mark in place of its title.
    """

    pieces: list[str]
    fixed: dict[str, Any]
    name: Mark
    title: Mark

    def fits(self, name: str, values: Mapping[str, str]) -> bool:
        """Whether all calls on the name and the title in the frame would give the same results for another page."""
        return self.name.stands_for(name, values) and self.title.stands_for(values[TITLE], values)

    def around(self, body: Iterable[str]) -> list[str]:
        """The pieces, with those of a body in place of its slot."""
        pieces: list[str] = []
        for piece in self.pieces:
            pieces += body if piece == BODY else [piece]
        return pieces


class WrongFrameError(SphinxError):
    """Raised when a filled page differs from the rendered one.

    Args:
        page: The name of a page that differs.
        renderer: What renders it, for the message: the theme or a template.
    """

    def __init__(self, page: str, renderer: str) -> None:
        super().__init__(page, renderer)

    def __str__(self) -> str:
        page, renderer = self.args
        return f"{renderer} does more with the content of a page than show it; {page} is an example"


def fixed_values(name: str, own: str, context: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values of a context that must be as they were when the frame was made; None if one has an unknown type.

    Args:
        name: The name of the page.
        own: The name with slots.
        context: The context of the page.
        shared: The values that the contexts of all pages have in common, of any type.
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
    """The local table of contents of a page, with a slot in place of its title."""
    toc: str = context["toc"]
    return toc.replace(f">{context['title']}<", f">{TITLE}<", 1)


def base_of(name: str) -> str:
    """The last part of the name of a page."""
    return name.rpartition("/")[2]


def beside(name: str, other: str) -> str:
    """The name of another page in the folder of a page, from its last part."""
    return f"{name.rpartition('/')[0]}/{other}"
