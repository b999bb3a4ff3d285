"""Measures how long it takes to read pages: `load`, beside PyYAML's C loader and a bare msgspec decode.

All three read the same files in the same run, in turns; what is compared are the best times. Run
``make bench``; it exits with 1 if the budget of 60,000 specs is missed.
"""

from __future__ import annotations

import argparse
import gc
import platform
import sys
import time
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import msgspec
import yaml

from benchmarks.make_trees import DEVELOP, TAG, Tree
from sphinxext_cache.catalog import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

YAML_GOAL: Final = 20.0
"""How many times faster than PyYAML's C loader we want to be."""
MSGSPEC_GOAL: Final = 3.0
"""How many times longer than a bare msgspec decode we may take."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=7, help="rounds, of which the best counts (default: 7)")
    parser.add_argument("--yaml-repeat", type=int, default=1, help="rounds in which PyYAML runs (default: 1)")
    arguments = parser.parse_args()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("msgspec", "PyYAML", "sphinxext-cache"))
    print(f"{machine()}, {platform.system()}, Python {platform.python_version()}, {libraries}")
    print("tree     specs      load   msgspec   ratio (≤ 3)      yaml   ratio (≥ 20)")
    measure(TAG, arguments.repeat, arguments.yaml_repeat)  # small files: opening them is half of the work
    return 0 if measure(DEVELOP, arguments.repeat, arguments.yaml_repeat) else 1


def measure(tree: Tree, repeat: int, yaml_repeat: int) -> bool:
    """Measure one tree and print its row; tells whether both goals are met."""
    pages = tree.pages()
    catalog = load([tree.folder])
    if catalog.problems:
        raise SystemExit(f"{tree.folder} is not what it should be, delete it: {catalog.problems[0]}")
    specs = sum(len(package.specs) for package in catalog.packages(tree.tag))
    del catalog
    ours = bare = slow = float("inf")
    for number in range(repeat):
        ours = min(ours, seconds(lambda: load([tree.folder])))
        bare = min(bare, seconds(lambda: [decode_json(page) for page in pages]))
        if number < yaml_repeat:
            slow = min(slow, seconds(lambda: [decode_yaml(page) for page in pages]))
    by_msgspec, by_yaml = ours / bare, slow / ours
    print(
        f"{tree.name:8}{specs:6,}{ours:9.3f}s{bare:9.3f}s{by_msgspec:13.2f}{slow:9.2f}s{by_yaml:14.1f}",
        flush=True,
    )
    return by_msgspec <= MSGSPEC_GOAL and by_yaml >= YAML_GOAL


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes, without what it takes to tidy up the memory."""
    gc.collect()
    start = time.perf_counter()
    result = work()
    taken = time.perf_counter() - start
    del result
    return taken


def decode_json(page: Path) -> list[object]:
    """Take the two long lines of a page as JSON, and nothing else of it."""
    lines = page.read_bytes().split(b"\n")
    return [msgspec.json.decode(line.partition(b": ")[2]) for line in lines if line.startswith((b"meta", b"spec_"))]


def decode_yaml(page: Path) -> object:
    """Take the front matter of a page as YAML, as fast as PyYAML can."""
    return yaml.load(page.read_bytes().split(b"---\n", 2)[1].removesuffix(b"---"), Loader=yaml.CSafeLoader)


def machine() -> str:
    """The name of the processor, as far as the system tells."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123 it is no real file
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return f"{len(names)} x {names[0]}" if names else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
