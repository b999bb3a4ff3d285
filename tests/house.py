"""Prints the rooms of the house, floor by floor, and the arrows between them: ``python -m tests.house``.

A room is a file at the root of the package, or a folder of it down to the second level. The floors are the layers in
`pyproject.toml`, and an arrow is an import, also one for types only. What must hold is said at the end, and is the exit
status: few rooms, no circle, no arrow that points upwards, no long file. `lint-imports` holds the layers within rooms.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final, NamedTuple

import grimp

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = "sphinxext_cache"
MOST_ROOMS: Final = 24
LONGEST_FILE: Final = 300
_DEEPEST: Final = 2


class House(NamedTuple):
    """The structure of the package.

    Attributes:
        lines: The number of lines of each room, by name; a folder's name ends in a slash.
        arrows: The rooms that each room imports from.
        layers: The rooms and modules of each layer, the top one first, by their name below the package.
        long: The files that are too long, with their number of lines.
    """

    lines: dict[str, int]
    arrows: dict[str, set[str]]
    layers: list[list[str]]
    long: dict[str, int]

    def floor(self, room: str) -> int:
        """The floor of a room, from 1; that of a folder within a folder is the outer one's; 0 for the front door."""
        outer = room.split("/", maxsplit=1)[0].removesuffix(".py")
        return next((len(self.layers) - at for at, names in enumerate(self.layers) if outer in names), 0)

    def faults(self) -> list[str]:
        """What does not hold."""
        found = [f"{name} has {count} lines, more than {LONGEST_FILE}" for name, count in self.long.items()]
        if len(self.lines) > MOST_ROOMS:
            found.append(f"{len(self.lines)} rooms, more than {MOST_ROOMS}")
        try:
            TopologicalSorter(self.arrows).prepare()
        except CycleError as error:
            found.append(f"a circle: {' -> '.join(reversed(error.args[1]))}")
        for room, others in sorted(self.arrows.items()):
            found += [
                f"an arrow upwards: {room} -> {other}"
                for other in sorted(others)
                if 0 < self.floor(room) < self.floor(other)
            ]
        return found


def build() -> House:
    """Measure the house as it is now."""
    graph = _graph()
    arrows: defaultdict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            if (here := _room(module)) != (there := _room(other)) and not there.startswith(here):
                arrows[here].add(there)
    lines: defaultdict[str, int] = defaultdict(int)
    long: dict[str, int] = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        count = len(path.read_text(encoding="utf-8").splitlines())
        parts = path.relative_to(ROOT).with_suffix("").parts
        lines[_room(".".join(parts).removesuffix(".__init__"))] += count
        if count > LONGEST_FILE:
            long[path.relative_to(ROOT).as_posix()] = count
    for path in sorted((ROOT / PACKAGE / "assets/scripts").glob("*.js")):
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE:
            long[path.relative_to(ROOT).as_posix()] = count
    return House(lines=dict(lines), arrows=dict(arrows), layers=_layers(), long=long)


def _graph() -> grimp.ImportGraph:
    """The imports of the checkout, whichever package is installed and imported."""
    imported = sys.modules.pop(PACKAGE, None)
    sys.path.insert(0, str(ROOT))
    try:
        return grimp.build_graph(PACKAGE, cache_dir=None)
    finally:
        sys.path.remove(str(ROOT))
        if imported is not None:
            sys.modules[PACKAGE] = imported


def _room(module: str) -> str:
    """The room that a module is in."""
    parts = module.split(".")[1:]
    folder = ROOT / PACKAGE
    names: list[str] = []
    for part in parts[:_DEEPEST]:
        if not (folder / part).is_dir():
            break
        folder /= part
        names.append(f"{part}/")
    return "".join(names) or f"{parts[0] if parts else '__init__'}.py"


def _layers() -> list[list[str]]:
    """The layers of the package, from its import-linter contract."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    whole = next(each for each in contracts if each.get("containers") == [PACKAGE])
    return [[name.strip(" ()") for name in layer.split("|")] for layer in whole["layers"]]


def main() -> int:
    """Print the house, and what is wrong with it; the exit status."""
    house = build()
    for room in sorted(house.lines, key=lambda name: (-house.floor(name), name)):
        others = ", ".join(sorted(house.arrows.get(room, ())))
        print(f"{house.floor(room):2}  {room:24} {house.lines[room]:5} lines{'  -> ' + others if others else ''}")
    faults = house.faults()
    print("\n".join(faults) or f"{len(house.lines)} rooms; no circle, no arrow upwards, no long file")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
