"""The recipes that keep data fresh and publish it, run line by line in an empty home, as the services run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from sphinxext_cache.catalog import load
from tests.docs.blocks import Block
from tests.docs.reader import Reader
from tests.docs.strangers import git, public, stranger
from tests.spack_files import Made, database, record, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.docs.blocks import Documentation

_HOST: Final = "gitlab.hpc.example"
_INDEX: Final = "Software\n========\n\n.. cache:packages:: *\n"
_CONF: Final = 'extensions = ["sphinxext_cache", "myst_parser"]\n'


def _file(docs: Documentation, guide: str, name: str) -> str:
    """The text of a file that a guide has its reader save."""
    return next(block.text for block in docs.blocks(f"how-to/{guide}") if block.file == name)


@pytest.fixture
def origin(tmp_path: Path, public_cache: Path) -> Path:
    """The repository of a centre as its server has it: documentation with some pages of ``develop``."""
    work, origin = tmp_path / "work", tmp_path / "origin.git"
    for name in ("hdf5", "zlib-of-before"):
        target = work / "docs/_cache/develop" / name / "specs.md"
        target.parent.mkdir(parents=True)
        text = (public_cache / "_cache/develop/hdf5/specs.md").read_text(encoding="utf-8")
        target.write_text(text.replace("title: hdf5", f"title: {name}").replace('"hdf5"', f'"{name}"'))
    note = "# Fetched by 'sphinxext-cache fetch', which replaces this folder as a whole.\n"
    (work / "docs/_cache/develop/.sphinxext-cache").write_text(note)
    (work / "docs/conf.py").write_text(_CONF)
    (work / "docs/index.rst").write_text(_INDEX)
    (work / "docs/requirements.txt").write_text("sphinxext-cache\n")
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(origin))
    git(origin, "config", "receive.advertisePushOptions", "true")
    git(work, "init", "--quiet", "--initial-branch", "main")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "--message", "Begin")
    git(work, "push", "--quiet", str(origin), "main")
    return origin


def _run(lines: Iterable[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run the lines of a job in one shell, which ends at the first that fails."""
    script = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(
        ["sh", "-e"], input=script, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _check_out(origin: Path, folder: Path) -> Path:
    """Check out the last commit alone and no branch, as services do."""
    git(folder.parent, "clone", "--quiet", "--depth", "1", "--branch", "main", origin.as_uri(), str(folder))
    git(folder, "checkout", "--quiet", "--detach")
    return folder


def _check(schema: str, file: Path) -> None:
    """Check a configuration as the service that reads it would."""
    program = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [program, "--builtin-schema", f"vendor.{schema}", str(file)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_job_of_gitlab_proposes_what_changed_and_says_what_it_is(
    docs: Documentation, public_cache: Path, origin: Path, tmp_path: Path
) -> None:
    jobs: dict[str, Any] = yaml.safe_load(_file(docs, "fresh", ".gitlab-ci.yml"))
    address = f"https://oauth2:secret@{_HOST}/centre/handbook.git"
    variables = {"CI_SERVER_HOST": _HOST, "CI_PROJECT_PATH": "centre/handbook", "REFRESH_TOKEN": "secret"}

    for number in range(2):  # the second night finds the branch of the first
        home = tmp_path / f"home-{number}"
        environment = stranger(home, {**public(public_cache), address: origin}) | variables
        _run(jobs["refresh"]["script"], _check_out(origin, home / "build"), environment)

    log = git(origin, "log", "-1", "--format=%an <%ae>%n%B", "--name-status", "refresh-cache")
    assert log.startswith(f"Refresh of the build cache <refresh@{_HOST}>\nRefresh the build cache\n\n")
    assert "zlib-of-before" in log.partition("\nD\t")[0], "the difference names what left"
    assert "D\tdocs/_cache/develop/zlib-of-before/specs.md" in log
    assert "A\tdocs/_cache/develop/fftw/specs.md" in log
    assert git(origin, "rev-list", "--count", "main..refresh-cache") == "1\n"


def test_the_job_of_gitlab_publishes_the_folder_that_gitlab_takes(
    docs: Documentation, public_cache: Path, origin: Path, tmp_path: Path
) -> None:
    job = yaml.safe_load(_file(docs, "fresh", ".gitlab-ci.yml"))["pages"]
    folder = _check_out(origin, tmp_path / "build")

    _run(job["script"], folder, stranger(tmp_path / "home", public(public_cache)))

    assert job["artifacts"]["paths"] == ["public"]
    assert (folder / "public/index.html").is_file()


def test_the_workflow_of_github_builds_what_it_uploads_and_may_deploy_it(
    docs: Documentation, public_cache: Path, origin: Path, tmp_path: Path
) -> None:
    text = _file(docs, "fresh", ".github/workflows/docs.yml")
    jobs = yaml.safe_load(text)["jobs"]
    folder = _check_out(origin, tmp_path / "build")

    _run(
        [step["run"] for step in jobs["build"]["steps"] if "run" in step],
        folder,
        stranger(tmp_path / "home", public(public_cache)),
    )

    (upload,) = (step for step in jobs["build"]["steps"] if "upload-pages" in step.get("uses", ""))
    assert (folder / upload["with"]["path"] / "cache/develop/packages/fftw.html").is_file()
    assert (jobs["deploy"]["needs"], jobs["deploy"]["environment"]["name"]) == ("build", "github-pages")
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}, (
        "what actions/deploy-pages asks for"
    )
    (tmp_path / "docs.yml").write_text(text)
    _check("github-workflows", tmp_path / "docs.yml")


def test_the_repository_for_read_the_docs_builds_as_its_configuration_says(
    docs: Documentation, public_cache: Path, tmp_path: Path
) -> None:
    steps = [step for step in docs.steps("how-to/read-the-docs", "reStructuredText") if isinstance(step, Block)]
    folder = tmp_path / "handbook"
    folder.mkdir()
    files = [step for step in steps if step.file and "at the end" not in step.how]

    Reader(folder, home=folder, environment=stranger(tmp_path, public(public_cache))).follow(
        [*files, *(step for step in steps if step.language == "console")]
    )

    configuration = yaml.safe_load((folder / ".readthedocs.yaml").read_text(encoding="utf-8"))
    named = [configuration["sphinx"]["configuration"], configuration["python"]["install"][0]["requirements"]]
    assert all((folder / name).is_file() for name in named)
    typed = "".join(step.text for step in steps if step.language == "console")
    assert all(f"$ {line}\n" in typed for line in configuration["build"]["jobs"]["pre_build"])
    assert (folder / "build/cache/develop-2025-10-12/packages/hdf5.html").is_file()
    _check("readthedocs", folder / ".readthedocs.yaml")


def test_what_the_search_of_read_the_docs_is_told_can_follow_the_rest(docs: Documentation) -> None:
    blocks = [block for block in docs.blocks("how-to/read-the-docs") if block.file == ".readthedocs.yaml"]
    (first, rest) = (yaml.safe_load(block.text) for block in blocks)

    assert list(rest) == ["search"]
    assert "search" not in first


def test_the_commands_by_hand_say_what_changed(
    docs: Documentation, public_cache: Path, origin: Path, tmp_path: Path
) -> None:
    folder = _check_out(origin, tmp_path / "handbook")
    (block,) = docs.blocks("how-to/fresh", "By hand")
    commands = block.text.replace("$ ", "").splitlines()

    _run(
        [*commands[:-1], f"{commands[-1]} --format json > what.json"], folder, stranger(tmp_path, public(public_cache))
    )

    assert "zlib-of-before" in json.dumps(json.loads((folder / "what.json").read_text(encoding="utf-8")))


def _install(folder: Path, *names: str) -> None:
    """Have an installation in which somebody asked for these packages."""
    made = [Made(name=name) for name in names]
    write(folder / "opt/spack/.spack-db/index.json", database({each.hash: record(each) for each in made}))


def test_the_script_for_every_night_proposes_what_changed_and_nothing_else(
    docs: Documentation, origin: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    environment = stranger(home, {})
    git(home, "clone", "--quiet", origin.as_uri(), "handbook")
    (script,) = (block.text for block in docs.blocks("how-to/fresh") if block.file == "refresh.sh")
    (names,) = (
        block.text
        for block in docs.blocks("how-to/fresh", "Every night, from a login node")
        if block.language == "console"
    )
    _run(names.replace("$ ", "").splitlines(), home, environment)

    def propose() -> str:
        _run([script], home, environment)
        return git(origin, "log", "--format=%an %s", "--name-only", "main..software", "--")

    _install(home / "spack", "hdf5", "zlib")
    first = propose()
    assert first.startswith("Software of Derecho Software that is installed on Derecho\n")
    assert "docs/_site/site/hdf5/specs.md" in first
    git(origin, "branch", "--force", "main", "software")
    assert propose() == "", "nothing changed"
    _install(home / "spack", "hdf5", "curl")
    assert "docs/_site/site/curl/specs.md" in propose()
    assert load([home / "handbook/docs/_site"]).problems == ()
