"""Our own files of facts, in YAML: a map of facts for each key, and ``markup`` and ``extra``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.fact_files.said import Said
from sphinxext_cache.catalog.fact_files.statements import Statements
from sphinxext_cache.catalog.fact_files.words import VARIANTS
from sphinxext_cache.catalog.facts import Extra, Fact
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxext_cache.catalog.fact_files.report import Report
    from sphinxext_cache.catalog.fact_files.yaml_tree import Entries, Node

_MARKUPS: Final = {
    "rst": "rst",
    "restructuredtext": "rst",
    "md": "md",
    "markdown": "md",
    "myst": "md",
    "plain": "",
    "text": "",
}


class OwnYaml:
    """Reads the tree of a file.

    Args:
        entries: The entries of its map.
        report: Takes what is wrong with it.

    Attributes:
        said: What it says, in its order.
        extra: The software that is not in any source.
    """

    def __init__(self, entries: Entries, report: Report) -> None:
        self.said: list[Said] = []
        self.extra: list[Extra] = []
        self._report = report
        self._statements = Statements(report)
        for key, node in entries:
            if key.text == "markup" and node.entries is None:
                self._statements.markup = self._markup(node)
        for key, node in entries:
            # A package may be called like one of these two, too; its facts are a map.
            if key.text == "extra" and node.entries is None:
                self._take_extra(node)
            elif key.text != "markup" or node.entries is not None:
                self._say(key, node)

    def _markup(self, node: Node) -> str:
        written = node.text or ""
        markup = _MARKUPS.get(written.lower())
        if markup is None:
            found = f"'{shorten(written)}'" if written else node.kind
            hint = did_you_mean(written, _MARKUPS) or "; expected rst or md"
            self._report.add(f"'markup' is {found}{hint}; strings are shown without markup", node.line)
        return markup or ""

    def _take_extra(self, node: Node) -> None:
        if node.text is not None:
            self._report.add("'extra' is a string, not a list of software; it is left out", node.line)
        self.extra += self._extras(node.items or [])

    def _say(self, key: Node, node: Node) -> None:
        about = (key.text or "").strip()
        if not about:
            self._report.add("a key is empty; everything below it is ignored", key.line)
        elif node.entries is not None:
            facts, variants = self._facts(node.entries, about)
            self.said.append(Said(key=about, line=key.line, facts=facts, variants=variants))
        elif node.text is None and node.items is None:
            self.said.append(Said(key=about, line=key.line, facts={}))  # to be filled in
        else:
            message = f"'{shorten(about)}' is {node.kind}, not a map of facts; it is left out"
            self._report.add(message, node.line)

    def _facts(
        self, entries: Entries, about: str, *, of_extra: bool = False
    ) -> tuple[dict[str, Fact], dict[str, Fact]]:
        """The facts of a map, and the descriptions of variants among them."""
        facts: dict[str, Fact] = {}
        variants: dict[str, Fact] = {}
        for key, node in entries:
            written = key.text or ""
            if written == VARIANTS and node.entries is not None:
                for variant, described in node.entries:
                    self._add(variants, variant.text or "", described, about, is_like="description")
            elif name := self._statements.name(written, key.line, of_extra=of_extra):
                self._add(facts, name, node, about)
        return facts, variants

    def _add(self, facts: dict[str, Fact], name: str, node: Node, about: str, *, is_like: str = "") -> None:
        """Add what is said, unless it is left empty to be filled in."""
        value = self._value(name, node, about)
        fact = self._statements.fact(name, value, about, node.line, is_like=is_like) if value else None
        if fact is not None:
            self._statements.add(facts, name, fact, about)

    def _value(self, name: str, node: Node, about: str) -> str | tuple[str, ...] | None:
        if node.entries is not None:
            self._report.add(f"'{shorten(name)}' of '{shorten(about)}' is a map; it is left out", node.line)
            return None
        if node.items is None:
            return node.text
        wrong = next((item for item in node.items if item.text is None), None)
        if wrong is not None:
            message = f"'{shorten(name)}' of '{shorten(about)}' has an item that is {wrong.kind}; it is left out"
            self._report.add(message, wrong.line)
            return None
        return tuple(item.text or "" for item in node.items)

    def _extras(self, items: list[Node]) -> Iterator[Extra]:
        for item in items:
            if item.entries is None:
                message = f"an item of 'extra' is {item.kind}, not a map with a 'name'; it is left out"
                self._report.add(message, item.line)
                continue
            named = next((node.text for key, node in item.entries if key.text == "name" and node.text), "")
            facts, _variants = self._facts(item.entries, named or "extra", of_extra=True)
            name, version = facts.pop("name", None), facts.pop("version", None)
            if name is None:
                self._report.add("an item of 'extra' has no 'name'; it is left out", item.line)
                continue
            yield Extra(
                name=name.text,
                version=version.text if version else "",
                facts=facts,
                file=self._report.file,
                line=item.line,
            )
