"""Reads a source in one of some ways, and writes what that took as JSON: a process for one measurement.

The ways are `load`, and what it is compared with: for a tree of pages a bare msgspec decode of the two long lines of
each, and PyYAML's C loader; for one of Spack's files Python's own `json.load`.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import yaml

from benchmarks.cases import Case
from sphinxext_cache.catalog import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sphinxext_cache.catalog import Catalog

OURS: Final = "ours"
MSGSPEC: Final = "msgspec"
YAML: Final = "PyYAML"
JSON: Final = "json.load"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=_WAYS, help="how to read")
    parser.add_argument("source", type=Path, help="what to read")
    parser.add_argument("--times", type=int, default=1, help="how often, of which the best counts (default: 1)")
    arguments = parser.parse_args()
    pages = sorted(arguments.source.glob("*/*/specs.md"))
    work = _WAYS[arguments.way]
    taken, cpu = min(seconds(lambda: work(arguments.source, pages)) for _time in range(arguments.times))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    print(json.dumps({"seconds": taken, "cpu": cpu, "peak": usage.ru_maxrss * unit}))
    return 0


def cases(name: str, folder: Path, pages: int, specs: int) -> list[Case]:
    """The cases of the three ways; PyYAML takes so long that one time a round will do."""

    def case(way: str, times: int) -> Case:
        command = (sys.executable, "-m", "benchmarks.read", way, str(folder), "--times", str(times))
        return Case(name=f"{name}, {way}", command=command, pages=pages, specs=specs)

    return [case(OURS, 3), case(MSGSPEC, 3), case(YAML, 1)]


def file_cases(name: str, file: Path, specs: int) -> list[Case]:
    """The cases of the two ways to read a file."""

    def case(way: str) -> Case:
        command = (sys.executable, "-m", "benchmarks.read", way, str(file))
        return Case(name=f"{name}, {way}", command=command, specs=specs)

    return [case(OURS), case(JSON)]


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long a piece of work takes, and the processor with it, without what it takes to tidy up the memory."""
    gc.collect()
    start, begun = time.perf_counter(), time.process_time()
    result = work()
    taken = time.perf_counter() - start, time.process_time() - begun
    del result
    return taken


def load_whole(source: Path) -> Catalog:
    """Read a source that is as it should be."""
    catalog = load([source])
    if catalog.problems:
        raise SystemExit(f"{source} is not what it should be, delete it: {catalog.problems[0]}")
    return catalog


def load_json(file: Path) -> object:
    """Read a file of JSON as any program in Python would."""
    with file.open(encoding="utf-8") as opened:
        return json.load(opened)


def decode_json(page: Path) -> list[object]:
    """Take the two long lines of a page as JSON, and nothing else of it."""
    lines = page.read_bytes().split(b"\n")
    return [msgspec.json.decode(line.partition(b": ")[2]) for line in lines if line.startswith((b"meta", b"spec_"))]


def decode_yaml(page: Path) -> object:
    """Take the front matter of a page as YAML, as fast as PyYAML can."""
    return yaml.load(page.read_bytes().split(b"---\n", 2)[1].removesuffix(b"---"), Loader=yaml.CSafeLoader)


_WAYS: Final[Mapping[str, Callable[[Path, Sequence[Path]], object]]] = {
    OURS: lambda source, _pages: load_whole(source),
    MSGSPEC: lambda _source, pages: [decode_json(page) for page in pages],
    YAML: lambda _source, pages: [decode_yaml(page) for page in pages],
    JSON: lambda source, _pages: load_json(source),
}


if __name__ == "__main__":
    sys.exit(main())
