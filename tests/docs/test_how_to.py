"""The how-to guides: what they tell to write builds, and what they tell to run runs."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from tests.docs.blocks import Block
from tests.docs.environments import with_python
from tests.docs.reader import Reader
from tests.projects import Project, make_spec
from tests.spack_files import Made, database, lockfile, record, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup

    from tests.docs.blocks import Documentation
    from tests.projects import Build

_ROOT: Final = Path(__file__).parents[2]
_GUIDES: Final = sorted(path.stem for path in (_ROOT / "docs" / "how-to").glob("*.rst") if path.stem != "index")
_ELSEWHERE: Final = {"fresh", "get-data", "read-the-docs", "replace-script", "several-builds", "software-page"}
"""The guides that have tests of their own."""
_NAMED: Final = {"gromacs", "hdf5", "mpich", "openmpi"}
"""The packages that the guides name."""
_INDEX: Final = "Title\n=====\n\n.. toctree::\n   :glob:\n\n   **\n"
_CONF: Final = 'extensions = ["sphinxext_cache", "myst_parser"]\n'
_SITE: Final = "https://docs.hpc.example/"


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that has some of the cache of the example, and what guides take for granted beside it.

    It is built a few days after its cache was.
    """
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2025, 11, 1, tzinfo=UTC).timestamp())))
    root = tmp_path / "centre"
    for page in (_ROOT / "example_project/_cache").glob("*/*/specs.md"):
        if page.parent.name in _NAMED:
            target = root / page.relative_to(_ROOT / "example_project")
            target.parent.mkdir(parents=True)
            shutil.copyfile(page, target)
    project = Project(root=root, conf={})
    project.write("index.rst", _INDEX)
    project.write("advice.rst", "Advice\n======\n")
    project.write("_static/ours.css", "")
    own = [Made(name="own")]
    write(root / "_site/develop-2025-10-12/ours/spack.lock", lockfile(own, own))
    for name in ("derecho", "upstream"):
        write(root / f"{name}.json", database({each.hash: record(each) for each in own}))
    return project


@pytest.fixture(scope="session")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the site of the guides tells other projects."""
    project = Project(root=tmp_path_factory.mktemp("published"))
    project.add(
        make_spec("hdf5", tag="develop", hash="2owbnqfzqgjoqgjzwnrmcjrrpvzjcqau", target="zen4"),
        make_spec("hdf5", tag="v2025.07.0"),
    )
    project.write("index.rst", "Title\n=====\n")
    return project.build().outdir / "objects.inv"


def _named(docs: Documentation, guide: str) -> Iterator[Block]:
    """The blocks of a guide that are files."""
    return (block for block in docs.blocks(f"how-to/{guide}") if block.file)


def _build(project: Project, conf: str, inventory: Path) -> Build:
    """Build a project as a guide configures it, without a look at the network."""
    project.write("conf.py", conf.replace(f'("{_SITE}", None)', f'("{_SITE}", {str(inventory)!r})'))
    shutil.rmtree(project.root / "_build", ignore_errors=True)
    return project.build(nitpicky=True)


@pytest.mark.parametrize("guide", [guide for guide in _GUIDES if guide not in _ELSEWHERE])
def test_what_a_guide_writes_builds_without_a_warning(
    guide: str, docs: Documentation, centre: Project, inventory: Path
) -> None:
    conf = _CONF
    shown: dict[tuple[str, str], list[str]] = {}
    if guide in {"faq", "intersphinx"}:
        shutil.rmtree(centre.root / "_cache")  # they are about projects that have none
    for block in _named(docs, guide):
        if block.file == "conf.py":
            conf = block.text if "extensions =" in block.text else _CONF + block.text
        elif block.language in {"rst", "markdown"}:
            path = centre.write(block.file, _with_title(block))
        elif block.language in {"css", "html+jinja"}:
            path = centre.write(block.file, block.text)
        else:
            continue

        built = _build(centre, conf, inventory)

        assert built.warnings == [], block
        if block.language in {"rst", "markdown"}:
            name = block.file.rpartition(".")[0]
            texts = _texts(built.soup(f"{name}.html"))
            assert shown.setdefault((conf, name), texts) == texts, "it is the same in both markups"
            path.unlink()


def _texts(page: BeautifulSoup) -> list[str]:
    """What stands in the body of a page, and where it leads."""
    (body,) = page.select('[role="main"]')
    return [*body.stripped_strings, *(str(a["href"]) for a in body.select("a[href]"))]


def _with_title(block: Block) -> str:
    if "\n===" in block.text.partition("Package ")[0] or "# " in block.text:
        return block.text
    return f"# Title\n\n{block.text}" if block.language == "markdown" else f"Title\n=====\n\n{block.text}"


def test_a_table_that_migrates_names_what_is_not_in_the_cache(
    docs: Documentation, centre: Project, inventory: Path
) -> None:
    files = {block.file: block.text for block in _named(docs, "migrate")}
    centre.write("table.rst", "Title\n=====\n\n" + files["step-1.rst"].replace("`gromacs` ", "`gromasc` "))

    (warning,) = _build(centre, _CONF, inventory).warnings

    assert "table.rst:8: WARNING: no package 'gromasc'" in warning


def test_the_script_that_checks_a_csv_table_finds_the_rows_that_are_wrong(docs: Documentation, centre: Project) -> None:
    steps = [step for step in docs.steps("how-to/migrate", "") if isinstance(step, Block)]
    reader = Reader(centre.root, home=centre.root, environment=with_python(centre.root))

    reader.follow([step for step in steps if step.file.endswith((".csv", ".py")) or step.language == "console"])

    assert reader.seen == 1


@pytest.mark.parametrize("guide", _GUIDES)
def test_what_a_guide_tells_to_type_or_to_configure_can_be_read(guide: str, docs: Documentation) -> None:
    for block in docs.blocks(f"how-to/{guide}"):
        if block.language == "yaml":
            assert isinstance(yaml.safe_load(block.text), dict), block
        elif block.language == "console":
            commands = "".join(line[2:] for line in block.text.splitlines(keepends=True) if line.startswith("$ "))
            subprocess.run(["sh", "-n"], input=commands, text=True, check=True)
        elif block.language == "python":
            compile(block.text, block.file or guide, "exec")


def test_each_guide_is_in_the_table_of_contents(docs: Documentation) -> None:
    listed = docs.app.env.toctree_includes["how-to/index"]
    assert sorted(name.removeprefix("how-to/") for name in listed) == _GUIDES
