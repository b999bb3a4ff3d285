"""A reader who does what a page of the documentation says, types nothing else, and looks whether it was right."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup

from tests.docs.blocks import Block, Promise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bs4 import Tag

    from tests.docs.blocks import Step

_MARK: Final = "-- the command is done: "
_WHERE: Final = {
    "A heading": "h1, h2, h3",
    "A caption": "caption",
    "A row": "tr",
    "A sentence": "p",
    "A command": "pre",
    "A link": "a[href]",
}
"""Where on a page each kind of promise is looked for."""


class Shell:
    """A shell that remembers where it is, as that of a reader does.

    Args:
        folder: Where it is at first.
        environment: Its variables.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            ["sh"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def type(self, command: str) -> tuple[str, int]:
        """Type a command, and read what it prints and the code that it exits with."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        # The next command may ask for the code of this one.
        self._process.stdin.write(f"{command}\nset -- $?; printf '\\n%s%s\\n' '{_MARK}' $1; (exit $1)\n")
        self._process.stdin.flush()
        printed: list[str] = []
        for line in self._process.stdout:
            if line.startswith(_MARK):
                return "".join(printed).removesuffix("\n"), int(line.removeprefix(_MARK))
            printed.append(line)
        raise AssertionError(f"the shell ended at {command!r}: {''.join(printed)}")

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class Reader:
    """Somebody at a shell in a folder.

    Args:
        folder: The folder in which the shell is at first; empty.
        home: Where the files of the page are saved, once it is there.
        environment: The variables of the shell.
    """

    def __init__(self, folder: Path, home: Path, environment: Mapping[str, str]) -> None:
        self._home = home
        self._shell = Shell(folder, environment)
        self._added = ""
        self.seen = 0
        """How many promises were found to be kept."""

    def follow(self, steps: Sequence[Step]) -> None:
        """Do what a page says, and fail where something else comes of it."""
        try:
            for step in steps:
                match step:
                    case Promise():
                        self._look(step)
                    case Block(language="console"):
                        self._type(step.text)
                    case Block() if step.file:
                        self._save(step)
        finally:
            self._shell.close()

    def _save(self, block: Block) -> None:
        path = self._home / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        match block.how:
            case "if there is none" if path.exists():
                return
            case "if there is none":
                path.write_text(block.text, encoding="utf-8")
            case "":
                path.write_text(block.text, encoding="utf-8")
            case "at the end":
                before = path.read_text(encoding="utf-8")
                path.write_text(f"{before}\n{block.text}", encoding="utf-8")
            case "instead of the last line":
                before = path.read_text(encoding="utf-8").removesuffix(self._added)
                path.write_text(before + block.text, encoding="utf-8")
            case how:
                raise AssertionError(f"nobody knows how to save a file {how!r}")
        self._added = block.text

    def _type(self, session: str) -> None:
        """Type the commands of a session; where it shows what they print, they must print that."""
        dialogue = re.split(r"^\$ (.*)\n", session, flags=re.MULTILINE)
        pairs = list(zip(dialogue[1::2], dialogue[2::2], strict=True))
        for place, (command, promised) in enumerate(pairs):
            printed, code = self._shell.type(command)
            asks_for_code = place + 1 < len(pairs) and pairs[place + 1][0] == "echo $?"
            assert code == 0 or asks_for_code, f"{command!r} failed: {printed}"
            if promised:
                pattern = re.escape(promised.rstrip()).replace(re.escape("..."), ".*")
                assert re.fullmatch(pattern, printed.rstrip(), re.DOTALL), f"{command!r} printed {printed}"
                self.seen += 1

    def _look(self, promise: Promise) -> None:
        soup = BeautifulSoup((self._home / promise.page).read_text(encoding="utf-8"), "html5lib")
        for kind, texts in promise.sights:
            found = soup.select(_WHERE[kind])
            assert any(_shows(kind, tag, texts) for tag in found), f"{promise.page}: no {kind[2:]} {texts}"
            self.seen += 1


def _shows(kind: str, tag: Tag, texts: tuple[str, ...]) -> bool:
    if kind == "A link":
        text, address = texts
        return _text(tag) == text and tag["href"] == address
    if kind == "A row":
        return _in_cells([_text(cell) for cell in tag.find_all(["th", "td"])], texts)
    return all(text in _text(tag) for text in texts)


def _in_cells(cells: list[str], texts: tuple[str, ...]) -> bool:
    """Whether the texts stand in the cells in their order; a short one must be all that a cell holds."""
    at = 0
    for text in texts:
        while at < len(cells) and text != cells[at] and not (len(text) > 3 and text in cells[at]):
            at += 1
        if at == len(cells):
            return False
        at += text == cells[at]
    return True


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text().split())
