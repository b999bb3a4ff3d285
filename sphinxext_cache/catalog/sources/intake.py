"""Reads the files of all sources of a catalog, and keeps a digest of everything.

Every file is read here, whether to decode it or only to see whether it changed, so both get the same digest for the
same files. The sources decode the bytes.
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
    """The contents of a file.

    Attributes:
        data: Its bytes; not all of them if it is larger than a file may be.
        digest: The digest of the bytes.
    """

    data: bytes
    digest: str


class Intake:
    """Reads files for all sources of a catalog, and notes what it found.

    Attributes:
        files: For each file that was read, by its real path, whether it contained a package or a problem. Each file is
            read once, even if several sources contain it.
    """

    def __init__(self) -> None:
        self.files: dict[str, bool] = {}
        self._noted = blake2b(digest_size=16)

    @property
    def digest(self) -> str:
        """A string that depends on everything that was noted, and on its order."""
        return self._noted.hexdigest()

    def note(self, *said: str) -> None:
        """Note something other than the contents of files that affects the result.

        Args:
            said: Strings without null characters, which separate them; their number matters, too.
        """
        self._noted.update("\0".join((str(len(said)), *said, "")).encode("utf-8", "surrogatepass"))

    def read(self, path: str, most: int = MAX_BYTES + 1) -> Content:
        """Read a regular file, and note its contents, or why it cannot be read.

        Args:
            path: The file.
            most: How many bytes to read at most.

        Raises:
            OSError: It cannot be read, or is not a regular file.
        """
        try:
            data = read_regular(path, most)
        except OSError as error:
            self.note(path, "cannot be read", error.strerror or str(error))
            raise
        return self.keep(path, data)

    def read_once(self, path: str, real: str, most: int = MAX_BYTES + 1) -> Content | Problem | None:
        """Read a regular file unless it was read before, and note it either way.

        Args:
            path: The file.
            real: Its real path.
            most: How many bytes to read at most.

        Returns:
            Its contents, or why it cannot be read; None if it was read before.
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
        """Note the contents of a file that was read elsewhere.

        Args:
            path: The file.
            data: Its contents.
        """
        content = Content(data, digest_bytes(data))
        self.note(path, content.digest)
        return content
