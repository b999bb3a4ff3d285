"""The bytes that the sources of a catalog are read from, and the digest of them all.

Whoever reads a file reads it here, whether to make specs of it or only to see whether it is unchanged: so both have
the same digest as long as both find the same. What the bytes mean is for the sources to say.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from sphinxext_cache.catalog.limits import MAX_BYTES
from sphinxext_cache.catalog.sources.regular_files import read_regular, unreadable
from sphinxext_cache.digest import digest_bytes

if TYPE_CHECKING:
    from sphinxext_cache.catalog.problems import Problem


class Content(msgspec.Struct, frozen=True, gc=False):
    """What is in a file.

    Attributes:
        data: Its bytes; not all of them if it is larger than a file may be.
        digest: The digest of the bytes.
    """

    data: bytes
    digest: str


class Intake:
    """Takes in files for all sources of a catalog, and notes what it found.

    Attributes:
        files: The files that were read, by their real paths, each with whether anything was found in it, whether a
            package or a problem. So each is read once, in however many sources it lies.
    """

    def __init__(self) -> None:
        self.files: dict[str, bool] = {}
        self._noted = blake2b(digest_size=16)

    @property
    def digest(self) -> str:
        """A string that differs if anything differs that was noted, or the order of it."""
        return self._noted.hexdigest()

    def note(self, *said: str) -> None:
        """Note what decides, beside the content of files, what is made of them.

        Args:
            said: Any strings without null characters, which distinguish them; their number counts, too.
        """
        self._noted.update("\0".join((str(len(said)), *said, "")).encode("utf-8", "surrogatepass"))

    def read(self, path: str, most: int = MAX_BYTES + 1) -> Content:
        """Read a regular file, and note what is in it, or why it cannot be read.

        Args:
            path: The file.
            most: How many bytes to read at most.

        Raises:
            OSError: It cannot be read, or is no regular file.
        """
        try:
            data = read_regular(path, most)
        except OSError as error:
            self.note(path, "cannot be read", error.strerror or str(error))
            raise
        return self.keep(path, data)

    def read_once(self, path: str, real: str, most: int = MAX_BYTES + 1) -> Content | Problem | None:
        """Read a regular file unless that was done, and note it either way.

        Args:
            path: The file.
            real: Its real path.
            most: How many bytes to read at most.

        Returns:
            What is in it, or why it cannot be read; None if it was read before.
        """
        if real in self.files:
            self.note(path, "is known", real)
            return None
        self.files[real] = False
        try:
            return self.read(path, most)
        except OSError as error:
            self.files[real] = True
            return unreadable(path, error)

    def keep(self, path: str, data: bytes) -> Content:
        """Note what is in a file that was read elsewhere.

        Args:
            path: The file.
            data: What is in it.
        """
        content = Content(data, digest_bytes(data))
        self.note(path, content.digest)
        return content
