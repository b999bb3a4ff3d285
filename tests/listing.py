"""A source of another kind: all packages in one file of JSON, which says neither of which tag nor of which stack."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinxext_cache.catalog import Draft, FileAdmission

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinxext_cache.catalog import Admission, Intake, Package, Problem


@dataclass(frozen=True, slots=True)
class Listing:
    file: Path
    tag: str = "site"
    stack: str = "cluster"

    def write(self, *nodes: dict[str, Any]) -> None:
        self.file.write_text(json.dumps(nodes), encoding="utf-8")

    def files(self) -> tuple[Path, ...]:
        return (self.file,)

    def survey(self, intake: Intake) -> None:
        intake.note(self.tag, self.stack)
        with suppress(OSError):
            intake.read(str(self.file))

    def read(self, admit: Admission) -> Iterator[Package | Problem]:
        admit.intake.note(self.tag, self.stack)
        data = admit.intake.read(str(self.file)).data
        admission = FileAdmission(admit, str(self.file), len(data))
        for place, node in enumerate(json.loads(data)):
            values = {"compiler": "gcc@13.2.0", "os": "rhel9", "platform": "linux", "target": "zen4", **node}
            package, variants = values.pop("name"), tuple(values.pop("variants", ()))
            draft = Draft(stacks=(self.stack,), variants=variants, **values)
            admission.add(draft, package, self.tag, ("nodes", place))
        yield from admission.found()


def node(name: str, number: int, version: str = "1.14.5", **values: Any) -> dict[str, Any]:  # noqa: ANN401 of any type
    """One package in a `Listing`."""
    return {"name": name, "version": version, "hash": f"{number:032d}", **values}
