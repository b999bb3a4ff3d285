"""The environment of the lowest versions has the package that was asked for, too: its own, whichever it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.checkout import TESTS_WHEEL
from tests.environments import ROOT


def test_what_is_built_with_the_lowest_versions_is_the_package_that_was_asked_for(lowest: Path) -> None:
    say = "import sphinxext_cache; print(sphinxext_cache.__file__)"
    done = subprocess.run([lowest, "-c", say], cwd=ROOT, capture_output=True, text=True, check=True)

    package = Path(done.stdout.strip()).parent
    if TESTS_WHEEL:
        assert package.is_relative_to(lowest.parents[1])
        assert (package / "static").is_dir()
    else:
        assert package.samefile(ROOT / "sphinxext_cache")
