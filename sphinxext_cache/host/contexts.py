"""Page contexts, which Sphinx passes to event handlers and templates, and whose values may be of any type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CONSTANT: Final = frozenset({bool, bytes, complex, float, int, type(None)})
"""The types of values that are the same for all pages."""
_ASSETS: Final = "sphinx.builders.html._assets"
"""The module in which Sphinx defines the script and style sheet objects of a context."""


class UnknownValueError(Exception):
    """A context contains a value of an unknown type, so its use in a template cannot be predicted."""


def renamed(value: Any, name: str, other: str) -> Any:  # noqa: ANN401 any value of a context
    """Return a copy of a context value in which the name of a page is replaced by another.

    Only values of exactly the known types are copied: a subclass may have attributes beyond its items, and objects of
    other types may look the same for two pages but render differently.

    Args:
        value: The value.
        name: The name of the page.
        other: The name to replace it with.

    Raises:
        UnknownValueError: The value is or contains an object of another type, or contains itself.

    Watched by:
        tests/extension/test_frames.py::test_the_theme_renders_few_of_the_pages_of_a_folder
    """
    kind: Any = type(value)
    if kind in _CONSTANT:
        return value
    if kind in {str, Markup}:
        return value.replace(name, other) if name in value else value
    try:
        if kind in {list, tuple, set, frozenset}:
            return kind([renamed(item, name, other) for item in value])
        if kind is dict:
            return {renamed(key, name, other): renamed(item, name, other) for key, item in value.items()}
        if kind.__module__ == _ASSETS:  # a script or a style sheet, which Sphinx compares by its attributes
            attributes = renamed(dict(value.attributes), name, other)
            return kind(value.filename, priority=value.priority, **attributes)
    except (RecursionError, AttributeError, TypeError):
        raise UnknownValueError from None
    raise UnknownValueError


class QuietText(str):
    """A long string with a short ``repr()``, since Sphinx formats all arguments of an event to log them.

    Watched by:
        tests/extension/test_output.py::test_builders_that_write_no_html_have_the_pages_too
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Pickle as a plain string, for readers of the output of the pickle builder."""
        return str, (str(self),)

    def __repr__(self) -> str:
        return f"<{len(self)} characters>"


class LaterContext(dict[str, Any]):
    """The context of a page, created on the first access other than setting a key.

    Args:
        make: Creates the context.

    Watched by:
        tests/extension/test_frames.py::test_a_handler_that_looks_at_a_page_which_is_left_alone_sees_what_it_saw_before
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._make: Callable[[], Mapping[str, Any]] | None = make

    def _made(self) -> None:
        make, self._make = self._make, None
        for key, value in make().items() if make is not None else ():
            dict.setdefault(self, key, value)

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 any value of a context
        if self._make is None:
            raise KeyError(key)
        self._made()
        return self[key]

    def __repr__(self) -> str:
        """Return a fixed text, since Sphinx formats all arguments of an event to log them."""
        return "<a context that nobody asked for>"


def _asking(name: str) -> Callable[..., object]:
    """Wrap a method of `dict` so that it creates the context first."""
    method = getattr(dict, name)

    def ask(context: LaterContext, *arguments: Any, **named: Any) -> object:  # noqa: ANN401 the arguments of any method
        context._made()  # noqa: SLF001 a method of this class
        answer: object = method(context, *arguments, **named)
        return answer

    return ask


for _name in (
    *("__contains__", "__delitem__", "__eq__", "__iter__", "__len__", "__ne__", "__or__", "__ror__", "__reversed__"),
    *("copy", "get", "items", "keys", "pop", "popitem", "setdefault", "values"),
):
    setattr(LaterContext, _name, _asking(_name))
