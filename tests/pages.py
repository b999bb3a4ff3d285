"""Pages for tests, put together line by line so that a test can break any of them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from typing import Any, Final

TAG: Final = "develop-2025-04-20"


def hash_of(*parts: object) -> str:
    """A DAG hash that is always the same for the same parts."""
    digest = hashlib.sha1(repr(parts).encode(), usedforsecurity=False).digest()
    return base64.b32encode(digest).decode().lower()


def detail(number: int = 0, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 tests put the wrong types in
    """One entry of ``spec_details`` of the newest generation; a change to None takes the key away."""
    entry = {
        "compiler": "gcc@11.4.0",
        "hash": hash_of(number),
        "os": "ubuntu22.04",
        "platform": "linux",
        "size": "-",
        "stacks": ["e4s", "root"],
        "target": "x86_64_v3",
        "variants": ["build_system=cmake", "+mpi", "patches:=1a2b3c4"],
        "versions": ["1.2.5"],
    }
    return {key: value for key, value in (entry | changes).items() if value is not None}


def meta_of(details: list[dict[str, Any]]) -> dict[str, Any]:
    """The ``meta`` that fits some entries."""
    counts = Counter(stack for entry in details for stack in entry["stacks"])
    return {
        "compilers": sorted({entry["compiler"] for entry in details}),
        "num_specs": len(details),
        "num_specs_by_stack": dict(counts),
        "oss": sorted({entry["os"] for entry in details}),
        "platforms": sorted({entry["platform"] for entry in details}),
        "stacks": sorted(counts),
        "targets": sorted({entry["target"] for entry in details}),
        "versions": sorted({version for entry in details for version in entry["versions"]}),
    }


def front_matter(*lines: str) -> bytes:
    """A page of these lines."""
    return "\n".join(["---", *lines, "---"]).encode()


def page(name: str, *details: Any, **lines: str | None) -> bytes:  # noqa: ANN401 tests put the wrong types in
    """A page of the newest generation.

    Args:
        name: The package.
        details: The entries of ``spec_details``; without ``meta`` among the lines they must be sound.
        lines: What stands after a key instead; None takes the line away, another key adds one.
    """
    values: dict[str, str | None] = {
        "title": json.dumps(name),
        "layout": "cache",
        "categories": f"[package, {TAG}]",
        "meta": lines["meta"] if "meta" in lines else json.dumps(meta_of(list(details))),
        "spec_details": json.dumps(details),
    }
    values |= lines
    return front_matter(*(f"{key}: {value}" for key, value in values.items() if value is not None))
