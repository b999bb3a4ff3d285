"""Writes the text of a host project: documents of ordinary length that refer to one another, in one tree of contents.

Made up, always the same. It stands for the documentation that a project has before it adds a build cache.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_WORDS: Final = (
    *("node", "queue", "module", "login", "account", "project", "storage", "quota", "job", "script", "batch", "core"),
    *("memory", "compiler", "library", "network", "partition", "scratch", "archive", "license", "container", "image"),
    *("the", "a", "of", "to", "and", "in", "is", "for", "with", "on", "each", "your", "may", "uses", "has", "runs"),
)
_PER_CHAPTER: Final = 24
_SECTIONS: Final = ("Overview", "Access", "First steps", "Limits", "Examples")


def write_host(folder: Path, documents: int) -> None:
    """Write so many documents: a root, chapters, and their pages; with one, just a root."""
    dice = random.Random(documents)
    names = _names(documents)
    chapters = [name for name in names if name.endswith("/index")]
    _write(folder, "index", [_title("Handbook"), *_toctree(chapters)])
    for name in names:
        inside = name.removesuffix("index")
        pages = [other.removeprefix(inside) for other in names if name in chapters and other.startswith(inside)]
        below = _toctree([page for page in pages if page != "index"])
        _write(folder, name, [f".. _{_label(name)}:\n", _title(_heading(name)), *_text(dice, names), *below])


def _names(documents: int) -> list[str]:
    """The documents below the root: each chapter has an index and, but for the last, two dozen pages."""
    places = [divmod(index, _PER_CHAPTER + 1) for index in range(documents - 1)]
    return [f"chapter-{chapter:02}/{f'page-{page:02}' if page else 'index'}" for chapter, page in places]


def _text(dice: random.Random, names: Sequence[str]) -> Iterator[str]:
    """Five sections of about a hundred words, with what documentation has beside them."""
    for heading in _SECTIONS:
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


def _paragraph(dice: random.Random) -> str:
    return " ".join(_sentence(dice) for _sentence_ in range(4)) + "\n"


def _sentence(dice: random.Random) -> str:
    return " ".join(dice.choices(_WORDS, k=dice.randint(8, 16))).capitalize() + "."


def _toctree(names: Sequence[str]) -> list[str]:
    return [".. toctree::\n   :maxdepth: 2\n\n" + "".join(f"   {name}\n" for name in names)] if names else []


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
