"""The Nu HTML checker, and a page for it to look at."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.programs import require, require_file

if TYPE_CHECKING:
    from collections.abc import Iterable

_JAR: Final = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the checker says of a page: an error, or a warning."""

    page: str
    line: int
    message: str
    extract: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.message} {self.extract!r}"


def checker() -> list[str]:
    """The command that starts the checker."""
    return [require("java"), "-Xss2m", "-jar", str(require_file(_JAR, "the Nu HTML checker"))]


def check(root: Path, pages: Iterable[str]) -> list[Finding]:
    """Check some pages below a folder, all at once; what is not even a warning does not count."""
    command = [*checker(), "--format", "json", "--exit-zero-always", *sorted(pages)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [
        Finding(
            page=Path(message["url"].removeprefix("file:")).relative_to(root.resolve()).as_posix(),
            line=message.get("lastLine", 0),
            message=message["message"],
            extract=message.get("extract", ""),
        )
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


def whole_page(body: str) -> str:
    """The smallest page that holds a body, whose first heading may be of any level."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>A page</title>\n</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
