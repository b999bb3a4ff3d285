"""The repository of a site of build caches, of which git fetches some folders and nothing else.

What comes from there is a stranger's: it is run nowhere, links in it become files, and git may only use protocols that
run nothing either. Whatever somebody typed is an argument behind ``--``, and never one of a shell.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean, there_are
from sphinxext_cache.command.subcommand import CommandError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PAGES: Final = "_cache"
"""The folder of the repository that has a folder of pages for each tag."""
_PROTOCOLS: Final = ("https", "http", "ssh", "git", "file")
_URL: Final = re.compile(rf"(?:{'|'.join(_PROTOCOLS)})://[^\s]+|[\w.-]+@[\w.-]+:[^\s]+")
_SECRET: Final = re.compile(r"(?<=://)[^/@\s]+@")
"""Who one is, in an address, perhaps with a password."""
_SAFE: Final = ("core.hooksPath=" + os.devnull, "core.symlinks=false", "core.autocrlf=false", "submodule.recurse=false")
_OF_A_CHECKOUT: Final = frozenset(
    (
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    )
)
"""What git sets for its hooks, and would take for ours."""


def is_address(text: str) -> bool:
    """Tell whether something is the address of a repository that may be fetched from."""
    return _URL.fullmatch(text) is not None


def without_secrets(address: str) -> str:
    """An address as one may show it."""
    return _SECRET.sub("", address)


class Repository:
    """A repository, without its files so far.

    Args:
        address: Where it is.
        folder: Where it is put: a folder that is not there yet.

    Raises:
        CommandError: It cannot be had.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._folder = folder
        options = ("--quiet", "--depth=1", "--filter=blob:none", "--no-checkout", "--single-branch", "--no-tags")
        self._git("clone", *options, "--", address, str(folder))

    def tags(self) -> list[str]:
        """The tags of which there are pages, sorted as text.

        Raises:
            CommandError: There are none.
        """
        listed = self._in("ls-tree", "-d", "-z", "--name-only", "HEAD", f"{PAGES}/").split("\0")
        if tags := sorted(name.removeprefix(f"{PAGES}/") for name in listed if name):
            return tags
        where = without_secrets(self._address)
        raise CommandError(f"no folder '{PAGES}' at {where}; --site must be the repository of a site")

    def need(self, tags: Sequence[str]) -> None:
        """See that there are pages of tags.

        Raises:
            CommandError: Of one there are none.
        """
        known = self.tags()
        for tag in tags:
            if tag not in known:
                hint = did_you_mean(tag, known) or there_are(known[::-1])
                raise CommandError(f"no tag '{shorten(tag)}' at {without_secrets(self._address)}{hint}")

    def tree(self, tag: str) -> str:
        """What git calls the pages of a tag; it is another if any of them is."""
        return self._in("rev-parse", f"HEAD:{PAGES}/{tag}").strip()

    def check_out(self, tags: Sequence[str]) -> Path:
        """Get the pages of some tags; gives the folder that has a folder of each.

        Raises:
            CommandError: They cannot be had.
        """
        # By patterns rather than by folders: a page may have a file of JSON beside it for each of its specs.
        self._in("sparse-checkout", "init", "--no-cone")
        self._in("sparse-checkout", "set", *(f"/{PAGES}/{tag}/**/*.md" for tag in tags))
        self._in("checkout", "--quiet", "--detach", "HEAD")
        return self._folder / PAGES

    def _in(self, *arguments: str) -> str:
        return self._git("-C", str(self._folder), *arguments)

    def _git(self, *arguments: str) -> str:
        settings = [part for setting in _SAFE for part in ("-c", setting)]
        environment = {name: value for name, value in os.environ.items() if name not in _OF_A_CHECKOUT}
        environment |= {"GIT_ALLOW_PROTOCOL": ":".join(_PROTOCOLS), "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(
                ["git", *settings, *arguments],  # noqa: S607 the one that is first on the path, as everywhere
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except FileNotFoundError:
            raise CommandError("git is not installed; it is needed to fetch pages") from None
        if done.returncode:
            raise CommandError(self._why_not(done.stderr))
        return done.stdout

    def _why_not(self, said: str) -> str:
        """What git says went wrong, in one line."""
        lines = [line for line in said.splitlines() if line.startswith(("fatal:", "error:"))] or said.splitlines()
        reason = shorten(without_secrets(lines[0] if lines else "git failed"), 300)
        where = without_secrets(self._address)
        return f"nothing could be fetched from {where}: {reason}; check the URL (--site) and the network"
