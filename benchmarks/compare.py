"""Compares a tree with what it may be in the next tag, and writes what that took as JSON: a process for a measurement.

Of the next tag a fifth of the specs is built again, a tenth is of another version, and a tenth is gone.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from benchmarks.cases import Case
from benchmarks.read import load_whole, seconds
from sphinxext_cache.catalog import Version, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinxext_cache.catalog import Spec

_TIMES = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="the tree")
    specs = load_whole(parser.parse_args().source).specs()
    moved = list(_moved(specs))
    taken, cpu = min(seconds(lambda: compare(specs, moved)) for _time in range(_TIMES))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({"seconds": taken, "cpu": cpu, "peak": usage.ru_maxrss * unit}))
    return 0


def case(name: str, folder: Path, specs: int) -> Case:
    """The case of a tree."""
    return Case(name=name, command=(sys.executable, "-m", "benchmarks.compare", str(folder)), specs=specs)


def _moved(specs: Iterable[Spec]) -> Iterator[Spec]:
    dice = random.Random(16)
    for number, spec in enumerate(specs):
        built = f"{number:032d}"
        match dice.choices(("same", "rebuilt", "version", "gone"), (6, 2, 1, 1))[0]:
            case "same":
                yield replace(spec, tag="next")
            case "rebuilt":
                yield replace(spec, tag="next", hash=built)
            case "version":
                yield replace(spec, tag="next", hash=built, version=Version(f"{spec.version}.1"))


if __name__ == "__main__":
    sys.exit(main())
