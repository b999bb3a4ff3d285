"""The dependencies of specs in the data file of a tag: only what scripts need, and in few bytes.

For each dependency, these are its name, its version, the virtuals that it provides there, and its own dependencies.
Dependencies that are equal in all of these are stored once, whatever else differs.
"""

from __future__ import annotations

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinxext_cache.catalog import Dependency, Graph, Spec

_UNKNOWN: Final = -1
"""The number of the set of dependencies of a spec whose dependencies are not known."""


class _Needed(NamedTuple):
    """A dependency in the data file.

    Attributes:
        text: The condition of a query for it, such as ``mpi=openmpi@5.0.3``.
        provides: The other virtuals that it is known to provide.
        needs: The number of the set of its own dependencies.
    """

    text: str
    provides: tuple[str, ...]
    needs: int


class _Reached(NamedTuple):
    """A spec of the file, or one that such a spec depends on, with its dependencies; None if they are not known."""

    spec: Spec
    edges: tuple[tuple[Dependency, Spec | None], ...] | None


def encode_dependencies(specs: Sequence[Spec], graph: Graph) -> dict[str, Any] | None:
    """Encode the dependencies for the data file; the documentation describes the format.

    Args:
        specs: The specs, in the order of the file.
        graph: The dependencies of the tag.

    Returns:
        The encoded dependencies; None if they are not known for any of the specs.
    """
    if all(spec.dependencies is None for spec in specs):
        return None
    reached = _reach(specs, graph)
    numbers, sets = _number(reached)
    counts = Counter(each for found in sets.values() for each in found)
    # The most frequent ones come first, because short numbers compress best.
    needed = sorted(counts, key=lambda each: (-counts[each], each))
    places = {each: place for place, each in enumerate(needed)}
    steps: dict[int, list[int] | None] = {
        number: _steps([places[each] for each in found]) for number, found in sets.items()
    }
    steps[_UNKNOWN] = None
    provides = {str(place): each.provides for place, each in enumerate(needed) if each.provides}
    return {
        "dependency": [each.text for each in needed],
        "dependencies": [steps[each.needs] for each in needed],
        **({"provides": provides} if provides else {}),
        "specs": [steps[numbers[id(spec)]] for spec in specs],
    }


def _reach(specs: Iterable[Spec], graph: Graph) -> dict[int, _Reached]:
    """The specs with all direct and indirect dependencies, by identity, in an order that only depends on these."""
    found: dict[int, _Reached] = {}
    left = list(specs)[::-1]
    while left:
        spec = left.pop()
        if id(spec) in found:
            continue
        edges = graph.dependencies(spec)
        found[id(spec)] = _Reached(spec, edges)
        left += [other for _edge, other in reversed(edges or ()) if other is not None]
    return found


def _number(reached: Mapping[int, _Reached]) -> tuple[dict[int, int], dict[int, tuple[_Needed, ...]]]:
    """Number the sets of dependencies, so that specs with equal dependencies have the same number.

    Returns:
        The number for each spec, by identity, and the set for each number.
    """
    below = {
        key: [id(other) for _edge, other in edges or () if other is not None] for key, (_, edges) in reached.items()
    }
    numbers: dict[int, int] = {}
    known: dict[tuple[_Needed, ...], int] = {}
    try:
        order = tuple(TopologicalSorter(below).static_order())
    except CycleError:
        # In a cycle, sets cannot be compared before they are numbered, so each spec gets its own set.
        numbers = {
            key: _UNKNOWN if found.edges is None else place for place, (key, found) in enumerate(reached.items())
        }
        return numbers, {
            numbers[key]: _set(each.edges, numbers) for key, each in reached.items() if each.edges is not None
        }
    for key in order:
        edges = reached[key].edges
        numbers[key] = _UNKNOWN if edges is None else known.setdefault(_set(edges, numbers), len(known))
    return numbers, {number: found for found, number in known.items()}


def _set(edges: Iterable[tuple[Dependency, Spec | None]], numbers: Mapping[int, int]) -> tuple[_Needed, ...]:
    return tuple(sorted({_needed(edge, other, numbers) for edge, other in edges}))


def _needed(edge: Dependency, spec: Spec | None, numbers: Mapping[int, int]) -> _Needed:
    text = f"{','.join(edge.virtuals)}=" * bool(edge.virtuals) + edge.name
    if spec is None:
        return _Needed(text, (), _UNKNOWN)
    provides = (spec.installation and spec.installation.provides) or ()
    more = tuple(name for name in provides if name not in edge.virtuals)
    return _Needed(f"{text}@{spec.version}", more, numbers[id(spec)])


def _steps(places: Iterable[int]) -> list[int]:
    """Sort places, and encode each but the first as the difference from the previous one."""
    found = sorted(places)
    return [*found[:1], *(after - before for before, after in pairwise(found))]
