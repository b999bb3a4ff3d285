"""Prints the specs of a data file, one a line: ``python read_data_file.py specs.json``."""

from __future__ import annotations

import json
import sys
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_specs(text: str | bytes) -> Iterator[dict[str, Any]]:
    """Yield the specs of a data file, each as what is known of it by name."""
    file = json.loads(text)
    if file["format"] != 1:
        raise ValueError(f"a data file of format {file['format']}, not 1")
    values, columns = file["values"], file["columns"]
    for place, dag_hash in enumerate(file["hashes"]):
        spec = {name: values[name][codes[place]] for name, codes in columns.items()}
        spec["stacks"] = [values["stack"][code] for code in spec["stacks"]]
        spec["variants"] = [values["variant"][code] for code in spec["variants"]]
        yield {"hash": dag_hash, **spec}


def read_dependencies(text: str | bytes) -> Iterator[list[str] | None]:
    """Yield for each spec of a data file on what it depends directly; None if that is not known."""
    file = json.loads(text)
    known = file.get("dependencies", {"specs": [None] * file["specs"]})
    for steps in known["specs"]:
        yield None if steps is None else [known["dependency"][place] for place in accumulate(steps)]


if __name__ == "__main__":
    for found in read_specs(Path(sys.argv[1]).read_bytes()):
        print(found)  # noqa: T201 this is what it is for
