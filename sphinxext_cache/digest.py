"""The digest function with which the extension detects changes."""

from __future__ import annotations

from hashlib import blake2b


def digest(shown: object) -> str:
    """Return a digest of the ``repr()`` of an object.

    Args:
        shown: An object whose representation contains everything that matters.
    """
    return digest_bytes(repr(shown).encode("utf-8", "backslashreplace"))


def digest_bytes(content: bytes) -> str:
    """Return a digest of the content of a file."""
    return blake2b(content, digest_size=16).hexdigest()
