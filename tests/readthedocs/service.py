"""What Read the Docs does with a repository, command by command, as its log of a build shows it.

It installs what ``.readthedocs.yaml`` names into a new environment, and then builds all formats one after the other,
from the folder of ``conf.py`` and with the same doctrees. Here the repository is copied instead of cloned, and packages
may come from pip's cache.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LATEXMK: Final = ("latexmk", "-r", "latexmkrc", "-pdf", "-f", "-dvi-", "-ps-", "-interaction=nonstopmode")


class CommandError(Exception):
    """A command failed; the text is what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The builds of one version of one repository.

    Attributes:
        repository: The copy of the repository.
        environment: Where the virtual environment is made.
        slug: The name of the project on Read the Docs.
        version: The version of the documentation.
        settings: What else the environment of all commands holds.
    """

    repository: Path
    environment: Path
    slug: str
    version: str = "latest"
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def configuration(self) -> dict[str, Any]:
        """What ``.readthedocs.yaml`` says."""
        found: dict[str, Any] = yaml.safe_load((self.repository / ".readthedocs.yaml").read_text(encoding="utf-8"))
        return found

    @property
    def output(self) -> Path:
        """Where all formats are expected."""
        return self.repository / "_readthedocs"

    @property
    def address(self) -> str:
        """Where the pages will be published."""
        return f"https://{self.slug}.readthedocs.io/en/{self.version}/"

    def install(self) -> None:
        """Make the environment, and install what the configuration names.

        Raises:
            CommandError: That failed.
        """
        self._run(sys.executable, "-m", "venv", self.environment, at=self.repository)
        jobs = self.configuration["build"].get("jobs", {})
        if "install" in jobs:
            for command in jobs["install"]:
                self._run("sh", "-c", command, at=self.repository)
            return
        pip = ("python", "-m", "pip", "install")
        self._run(*pip, "--upgrade", "pip", "setuptools", at=self.repository)
        self._run(*pip, "--upgrade", "sphinx", at=self.repository)
        for each in self.configuration["python"]["install"]:
            self._run(*pip, "--exists-action=w", "-r", each["requirements"], at=self.repository)

    def build(self) -> dict[str, str]:
        """Build all formats.

        Returns:
            What each said, by its name.

        Raises:
            CommandError: One failed.
        """
        said = {"html": self._sphinx("html", "html"), "htmlzip": self._sphinx("singlehtml", "htmlzip")}
        self._zip()
        said["pdf"] = self._sphinx("latex", "pdf")
        # Read the Docs looks away if it fails but leaves a PDF; this does not.
        self._run(*_LATEXMK, f"-jobname={self.slug}", at=self.output / "pdf")
        said["epub"] = self._sphinx("epub", "epub")
        (book,) = (self.output / "epub").glob("*.epub")
        book.rename(book.with_name(f"{self.slug}.epub"))
        return said

    def _sphinx(self, builder: str, format_: str) -> str:
        """Run Sphinx; what it writes to the standard error are its warnings."""
        sphinx = self.configuration["sphinx"]
        strict = ("-W", "--keep-going") if sphinx["fail_on_warning"] and builder != "latex" else ()
        options = ("-j", "auto", "-b", builder, "-d", "_build/doctrees", "-D", "language=en")
        folder = (self.repository / sphinx["configuration"]).parent
        return self._run("python", "-m", "sphinx", "-T", *strict, *options, ".", self.output / format_, at=folder)

    def _zip(self) -> None:
        """Put the single page with its files into one file, in a folder of its own."""
        folder = self.output / "htmlzip"
        files = [path for path in folder.rglob("*") if path.is_file()]
        with zipfile.ZipFile(self.output / f"{self.slug}.zip", "w") as archive:
            for path in files:
                archive.write(path, f"{self.slug}-{self.version}/{path.relative_to(folder)}")
        shutil.rmtree(folder)
        folder.mkdir()
        (self.output / f"{self.slug}.zip").rename(folder / f"{self.slug}.zip")

    def _run(self, *command: str | Path, at: Path) -> str:
        done = subprocess.run(command, cwd=at, env=self._variables(), capture_output=True, check=False)
        # LaTeX breaks lines within characters.
        said, warned = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        if done.returncode:
            raise CommandError(f"{command} ended with {done.returncode}\n{said[-4000:]}\n{warned[-4000:]}")
        return warned

    def _variables(self) -> dict[str, str]:
        """What Read the Docs tells every command, in the place of what this process was told."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("READTHEDOCS", "VIRTUAL_ENV", "PYTHON", "PYTEST"))
        }
        return {
            **kept,
            "PATH": f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "NO_COLOR": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "READTHEDOCS": "True",
            "READTHEDOCS_PROJECT": self.slug,
            "READTHEDOCS_LANGUAGE": "en",
            "READTHEDOCS_VERSION": self.version,
            "READTHEDOCS_VERSION_NAME": self.version,
            "READTHEDOCS_VERSION_TYPE": "branch",
            "READTHEDOCS_CANONICAL_URL": self.address,
            "READTHEDOCS_OUTPUT": str(self.output),
            "READTHEDOCS_REPOSITORY_PATH": str(self.repository),
            "READTHEDOCS_VIRTUALENV_PATH": str(self.environment),
            "READTHEDOCS_GIT_IDENTIFIER": "main",
            **self.settings,
        }
