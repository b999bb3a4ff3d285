"""The one digest: by it we know what is still as it was."""

from __future__ import annotations

from hashlib import blake2b


def digest(shown: object) -> str:
    """A string that differs if anything differs that is shown.

    Args:
        shown: Any object whose representation says all that counts.
    """
    return digest_bytes(repr(shown).encode("utf-8", "backslashreplace"))


def digest_bytes(content: bytes) -> str:
    """A string that differs if the content of a file does."""
    return blake2b(content, digest_size=16).hexdigest()
