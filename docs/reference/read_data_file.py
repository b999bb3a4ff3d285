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


def read_facts(text: str | bytes) -> Iterator[dict[str, str | list[str]]]:
    """Yield for each spec of a data file what is said of it by name; a list where any is said under that name."""
    file = json.loads(text)
    for place, package in enumerate(file["columns"]["package"]):
        said: dict[str, str | list[str]] = {}
        for name, fact in file.get("facts", {}).items():
            code = fact["specs"].get(str(place), fact["packages"][package])
            if code is not None:
                values = fact["values"]
                said[name] = [values[each] for each in fact["sets"][code]] if "sets" in fact else values[code]
        yield said


if __name__ == "__main__":
    for found in read_specs(Path(sys.argv[1]).read_bytes()):
        print(found)  # noqa: T201 this is what it is for
