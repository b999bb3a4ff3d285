"""Remembers of what the documents in an output folder were written, so that they are written again when that changed.

Sphinx writes a document again when it was read again, or when its source is newer than its page. That is not enough
for what documents show of the catalog: another builder may have read the document, or the build that read it may have
been stopped before it wrote. So each builder keeps a record for its output folder, which says that nothing is sure
for as long as a build runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sphinxext_cache.files import replace

if TYPE_CHECKING:
    from collections.abc import Collection

    from sphinx.builders import Builder


class Written(msgspec.Struct):
    """What is known of the documents in an output folder.

    Attributes:
        outdir: The folder.
        ended: Whether the build ended; if not, no file of it need be whole.
        catalog: A text that differs if the catalog does.
        common: A text that differs if anything does that all documents show.
        places: Where packages are described, by tag and name.
        documents: By document, a text that differs if anything does that it shows of the catalog, or to which its
            references lead.
    """

    outdir: str = ""
    ended: bool = True
    catalog: str = ""
    common: str = ""
    places: dict[str, str] = {}
    documents: dict[str, str] = {}


class WrittenDocuments:
    """The record of one builder. From here on the output is in doubt, until `end`.

    Args:
        builder: The builder.

    Attributes:
        before: What the build before left; nothing if that is not known.
        written: The documents that this build writes.

    Raises:
        OutputError: The record cannot be written.
    """

    def __init__(self, builder: Builder) -> None:
        self._file = Path(builder.doctreedir, f"sphinxext_cache-{builder.name}-documents.json")
        self._outdir = Path(builder.outdir)
        self.before = self._load()
        self.written: set[str] = set()
        if not self.before.ended:
            # Sphinx renews it before it writes the first document, and cannot read the half of it.
            Path(self._outdir, ".buildinfo").unlink(missing_ok=True)
        self._save(Written(ended=False))

    def stale(self, now: Written) -> set[str]:
        """The documents of which it is not known that they were written of what there is now."""
        if now.common != self.before.common:
            return set(now.documents)
        known = self.before.documents
        return {docname for docname, shown in now.documents.items() if known.get(docname) != shown}

    def end(self, now: Written, stale: Collection[str]) -> None:
        """Note that all is written that was asked for.

        Args:
            now: What there is now. Documents that were not written are as they were before.
            stale: The documents that had to be written. Where only some files are asked for, they need not have been.
        """
        for docname in now.documents.keys() - self.written:
            now.documents[docname] = "" if docname in stale else self.before.documents.get(docname, "")
        self._save(now)

    def _load(self) -> Written:
        try:
            found = msgspec.json.decode(self._file.read_bytes(), type=Written)
        except (OSError, msgspec.MsgspecError):
            return Written()
        return found if found.outdir == str(self._outdir) else Written()

    def _save(self, written: Written) -> None:
        written.outdir = str(self._outdir)
        replace(self._file, msgspec.json.encode(written), self._file.with_suffix(".tmp"))
