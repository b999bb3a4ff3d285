"""Writes the text of a host project: documents of ordinary length that refer to one another, in a tree of contents.

Made up, always the same. It is as the documentation that a project has before it adds a build cache.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

DEFAULT_THEME: Final = "alabaster"
"""Sphinx's own default."""

_WORDS: Final = (
    *("node", "queue", "module", "login", "account", "project", "storage", "quota", "job", "script", "batch", "core"),
    *("memory", "compiler", "library", "network", "partition", "scratch", "archive", "license", "container", "image"),
    *("the", "a", "of", "to", "and", "in", "is", "for", "with", "on", "each", "your", "may", "uses", "has", "runs"),
)
_PER_CHAPTER: Final = 24
_PER_PART: Final = 4
_LEVELS: Final = ("chapter", "section", "page")
_SECTIONS: Final[Sequence[str]] = ("Overview", "Access", "First steps", "Limits", "Examples")


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What a project has beside a build cache.

    Attributes:
        documents: How many documents it has: with one, just a root.
        fans: How many documents the root has below it, how many each of these, and so on: a deep tree of contents with
            captions, cut off after `documents`. None: chapters of two dozen pages.
        theme: Its theme.
        options: The options of the theme.
        builder: The builder that makes its pages.
    """

    documents: int = 1
    fans: tuple[int, ...] = ()
    theme: str = DEFAULT_THEME
    options: Mapping[str, object] = field(default_factory=dict)
    builder: str = "html"


EMPTY: Final = Host()
"""Sphinx's own defaults, and no more than a root."""


def write_documents(folder: Path, host: Host) -> None:
    """Write the documents of a host."""
    documents, fans = host.documents, host.fans
    dice = random.Random(documents)
    names = list(islice(_nested("", fans) if fans else _flat(), documents - 1))
    below: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        below[_above(name)].append(name)
    _write(folder, "index", [_title("Handbook"), *_contents(below["index"], _PER_PART if fans else None)])
    for name in names:
        inside = name.removesuffix("index")
        contents = _toctree([each.removeprefix(inside) for each in below[name]])
        text = _text(dice, names, deep=bool(fans))
        _write(folder, name, [f".. _{_label(name)}:\n", _title(_heading(name)), *text, *contents])


def _flat() -> Iterator[str]:
    """The documents of endless chapters: each has an index and two dozen pages."""
    for index in count():
        chapter, page = divmod(index, _PER_CHAPTER + 1)
        yield f"chapter-{chapter:02}/{f'page-{page:02}' if page else 'index'}"


def _nested(folder: str, fans: Sequence[int]) -> Iterator[str]:
    """The documents of a folder, each that has some below it with an index."""
    for number in range(1, fans[0] + 1):
        name = f"{folder}{_LEVELS[-len(fans)]}-{number:02}"
        if len(fans) == 1:
            yield name
        else:
            yield f"{name}/index"
            yield from _nested(f"{name}/", fans[1:])


def _above(name: str) -> str:
    """The document whose contents have a document."""
    folder = name.removesuffix("/index").rpartition("/")[0]
    return f"{folder}/index" if folder else "index"


def _text(dice: random.Random, names: Sequence[str], *, deep: bool) -> Iterator[str]:
    """Five sections of about a hundred words, with what documentation has beside them; if deep, three and sub-headings.

    A theme that shows a deep tree of contents takes a second a page with more headings than that.
    """
    for heading in _SECTIONS[:3] if deep else _SECTIONS:
        yield f"{heading}\n{'-' * len(heading)}\n"
        yield _paragraph(dice)
        other, another = dice.choice(names), dice.choice(names)
        yield f"See :ref:`{_label(other)}`, or :doc:`/{another}`. {_paragraph(dice)}"
        match heading:
            case "Access":
                yield ".. note::\n\n   " + _paragraph(dice)
            case "First steps":
                yield ".. code-block:: console\n\n   $ ssh login.example.org\n   $ sbatch --nodes=2 job.sh\n"
            case "Limits":
                rows = "".join(f"   * - {dice.choice(_WORDS)}\n     - {dice.randint(1, 99)}\n" for _row in range(6))
                yield f".. list-table::\n   :header-rows: 1\n\n{rows}"
            case "Examples":
                yield "".join(f"* {_sentence(dice)}\n" for _item in range(5))
            case _ if deep:
                yield from (f"{word.capitalize()}\n{'~' * len(word)}\n\n{_paragraph(dice)}" for word in _WORDS[:2])


def _paragraph(dice: random.Random) -> str:
    return " ".join(_sentence(dice) for _sentence_ in range(4)) + "\n"


def _sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=dice.randint(8, 16))).capitalize() + "."


def _contents(names: Sequence[str], per_part: int | None) -> list[str]:
    """The contents of the root: one tree, or one for each part, with a caption."""
    if per_part is None:
        return _toctree(names)
    parts = (names[first : first + per_part] for first in range(0, len(names), per_part))
    return [tree for number, part in enumerate(parts, 1) for tree in _toctree(part, f"   :caption: Part {number}\n")]


def _toctree(names: Sequence[str], options: str = "") -> list[str]:
    return [f".. toctree::\n   :maxdepth: 2\n{options}\n" + "".join(f"   {name}\n" for name in names)] if names else []


def _title(text: str) -> str:
    return f"{text}\n{'=' * len(text)}\n"


def _heading(name: str) -> str:
    return name.removesuffix("/index").replace("/", ", ").replace("-", " ").capitalize()


def _label(name: str) -> str:
    return name.replace("/", "-")


def _write(folder: Path, name: str, parts: Sequence[str]) -> None:
    path = folder / f"{name}.rst"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts), encoding="utf-8")
