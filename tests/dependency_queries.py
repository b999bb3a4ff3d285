"""Queries on dependencies drawn by lot, and who meets them, found by walking down from each spec: slow and simple."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tests.spack_files import Made

_OTHER_NAMES: Final = {"clang": "llvm", "llvm": "clang", "oneapi": "intel-oneapi-compilers"}


@dataclass
class RawEdge:
    """An edge, as a file says it."""

    name: str
    hash: str
    virtuals: tuple[str, ...]


@dataclass
class RawNode:
    """A node, as a file says it."""

    name: str
    version: str
    target: str
    flags: dict[str, bool]
    compiler: tuple[str, str] | None
    edges: list[RawEdge] = field(default_factory=list)


@dataclass
class Asked:
    """What is asked of one node.

    Attributes:
        sign: ``^`` or ``%``; empty for the spec itself.
        version: The beginning of the version, up to a dot.
        compiler: That of the node, and the beginning of its version.
    """

    sign: str = ""
    virtual: str = ""
    name: str = ""
    version: str = ""
    flag: tuple[str, bool] | None = None
    target: str = ""
    hash: str = ""
    compiler: tuple[str, str] | None = None
    below: list[Asked] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"{self.sign}{self.virtual and f'{self.virtual}='}{self.name}{self.version and f'@{self.version}'}"]
        parts += [f"{'+' if self.flag[1] else '~'}{self.flag[0]}"] if self.flag else []
        parts += [f"target={self.target}"] if self.target else []
        parts += [f"/{self.hash}"] if self.hash else []
        parts += [f"%{self.compiler[0]}{self.compiler[1] and f'@{self.compiler[1]}'}"] if self.compiler else []
        return " ".join([*parts, *map(str, self.below)]).strip()


def read_node(node: Mapping[str, Any]) -> RawNode:
    """Read a node of a database of version 6 or 7."""
    target = node["arch"]["target"]
    return RawNode(
        name=node["name"],
        version=node["version"],
        target=target if isinstance(target, str) else target["name"],
        flags={name: value for name, value in node["parameters"].items() if isinstance(value, bool)},
        compiler=(node["compiler"]["name"], node["compiler"]["version"]) if "compiler" in node else None,
        edges=[
            RawEdge(edge["name"], edge["hash"], tuple(edge["parameters"]["virtuals"]))
            for edge in node.get("dependencies", ())
        ],
    )


def read_made(made: Iterable[Made]) -> dict[str, RawNode]:
    """What was made up, by hashes."""
    return {
        each.hash: RawNode(
            name=each.name,
            version=each.version,
            target=each.target,
            flags={name: value for name, value in each.variants.items() if isinstance(value, bool)},
            compiler=each.compiler,
            edges=[RawEdge(on.name, on.hash, virtuals) for on, _types, virtuals in each.on],
        )
        for each in made
    }


def is_met(asked: Asked, hash_: str, nodes: Mapping[str, RawNode]) -> bool:
    """Tell whether a node is as it is asked for, and built on what is asked for, looking all the way down."""
    node = nodes[hash_]
    if asked.name not in {"", node.name} and not asked.sign:
        return False
    if asked.version and f"{node.version}.".find(f"{asked.version}.") != 0:
        return False
    if asked.flag and node.flags.get(asked.flag[0]) is not asked.flag[1]:
        return False
    if (asked.target and node.target != asked.target) or not hash_.startswith(asked.hash):
        return False
    if asked.compiler and not _has(Asked("%", name=asked.compiler[0], version=asked.compiler[1]), hash_, nodes):
        return False
    return all(_has(each, hash_, nodes) for each in asked.below)


def _has(asked: Asked, hash_: str, nodes: Mapping[str, RawNode]) -> bool:
    compiler = nodes[hash_].compiler
    if asked.sign == "%":
        if compiler and not (asked.virtual or asked.flag or asked.target or asked.hash):
            name, version = compiler
            if name in {asked.name, _OTHER_NAMES.get(asked.name)} and f"{version}.".startswith(
                f"{asked.version}." if asked.version else ""
            ):
                return True
        edges: Iterable[RawEdge] = nodes[hash_].edges
    else:
        edges = _below(hash_, nodes)
    return any(_leads(asked, edge) and is_met(asked, edge.hash, nodes) for edge in edges)


def _leads(asked: Asked, edge: RawEdge) -> bool:
    if asked.virtual:
        return asked.virtual in edge.virtuals and asked.name == edge.name
    is_named = asked.name in {"", edge.name} or _OTHER_NAMES.get(asked.name) == edge.name
    return is_named or (asked.name in edge.virtuals and not asked.version)


def _below(hash_: str, nodes: Mapping[str, RawNode]) -> Iterator[RawEdge]:
    """All edges that can be reached."""
    seen, left = {hash_}, [hash_]
    while left:
        for edge in nodes[left.pop()].edges:
            yield edge
            if edge.hash not in seen:
                seen.add(edge.hash)
                left.append(edge.hash)


def random_queries(nodes: Mapping[str, RawNode], count: int, seed: int) -> Iterator[Asked]:
    """Queries on what there is, most of which something meets."""
    dice = random.Random(seed)  # noqa: S311 the same each time
    by_hash = sorted(nodes.items())
    for _ in range(count):
        hash_ = dice.choice(by_hash)[0]
        asked = _draw(dice, hash_, nodes, "") if dice.random() < 0.4 else Asked()
        edges = sorted(_below(hash_, nodes), key=lambda edge: (edge.hash, edge.virtuals))
        for _each in range(dice.choice((1, 1, 1, 2))):
            sign = dice.choice("^^%")
            some = edges if sign == "^" else nodes[hash_].edges
            edge = dice.choice(some) if some and dice.random() < 0.9 else RawEdge("", dice.choice(by_hash)[0], ())
            asked.below.append(_draw_edge(dice, edge, nodes, sign))
        asked.below.sort(key=lambda each: each.sign != "%")
        yield asked


def _draw_edge(dice: random.Random, edge: RawEdge, nodes: Mapping[str, RawNode], sign: str) -> Asked:
    asked = _draw(dice, edge.hash, nodes, sign)
    if edge.virtuals and dice.random() < 0.5:
        asked.virtual = dice.choice(edge.virtuals)
        if dice.random() < 0.3:
            asked.name, asked.virtual, asked.version = asked.virtual, "", ""
    return asked


def _draw(dice: random.Random, hash_: str, nodes: Mapping[str, RawNode], sign: str) -> Asked:
    node = nodes[hash_]
    asked = Asked(sign, name=node.name)
    if dice.random() < 0.5:
        asked.version = ".".join(node.version.split(".")[: dice.randint(1, 3)])
    if sign == "%" and node.name in {"gcc", "llvm"}:
        return asked  # nothing else can be asked of a compiler that way
    if node.flags and dice.random() < 0.3:
        name = dice.choice(sorted(node.flags))
        asked.flag = name, node.flags[name] if dice.random() < 0.8 else not node.flags[name]
    if dice.random() < 0.1:
        asked.target = node.target
    if dice.random() < 0.1:
        asked.hash = hash_[: dice.randint(1, 32)]
    if sign != "%" and node.compiler and dice.random() < 0.4:
        name, version = node.compiler
        asked.compiler = name, dice.choice(("", version.split(".")[0]))
    return asked
