"""Software that is not in any source, as specs: so tables show it and queries match it like all other software."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxext_cache.catalog.conditions import NO_COMPILER
from sphinxext_cache.catalog.fact_files.words import is_of_specs
from sphinxext_cache.catalog.model import Spec
from sphinxext_cache.catalog.spack.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinxext_cache.catalog.facts import Extra, Fact


def stacks_of(extra: Extra) -> tuple[str, ...]:
    """The stacks that have some software, as its file calls them."""
    return _said(extra, "stacks", "stack")


def specs_of(extra: Extra, stacks: tuple[str, ...], tags: Iterable[str]) -> dict[Spec, Mapping[str, Fact]]:
    """The specs of some software, one in each of the tags, or in those that it names; each with what is said of it.

    They have no hash, and what is not said of them is empty.

    Args:
        extra: The software.
        stacks: The stacks that have it.
        tags: All tags.
    """

    def one(*names: str) -> str:
        return next(iter(_said(extra, *names)), "")

    compiler = one("compiler", "compilers")
    facts = {name: fact for name, fact in extra.facts.items() if not is_of_specs(name)}
    named = _said(extra, "tag")
    return {
        Spec(
            package=extra.name,
            tag=tag,
            version=Version(extra.version),
            compiler=compiler if compiler not in {"", NO_COMPILER} else None,
            os=one("os", "oss"),
            platform=one("platform", "platforms"),
            target=one("target", "targets"),
            variants=_said(extra, "variants"),
            stacks=stacks,
        ): facts
        for tag in tags
        if not named or tag in named
    }


def _said(extra: Extra, *names: str) -> tuple[str, ...]:
    """What is said under the first of some names that has anything."""
    return next((extra.facts[name].values for name in names if name in extra.facts), ())
