"""Hosts whose themes show a deep tree of contents beside every page, as those of real documentation do.

What our pages add to the build of such a host would be a small difference of two long times. So it is built once with
a single package, and measured are later builds of it: one in which that package changed, and one in which all others
came as well.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.cases import run_in_turns
from benchmarks.changes import PackageChange
from benchmarks.host import Host
from benchmarks.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.cases import Case
    from benchmarks.make_trees import Tree
    from benchmarks.results import Measured

NAVIGATION: Final = {
    "book": Host(
        documents=40,
        fans=(4, 3, 2),
        theme="sphinx_book_theme",
        options={
            "home_page_in_toc": True,
            "show_navbar_depth": 2,
            "repository_url": "https://github.com/example/handbook",
            "use_repository_button": True,
        },
    ),
    "furo": Host(documents=300, fans=(12, 4, 5), theme="furo", builder="dirhtml"),
    "rtd": Host(
        documents=600,
        fans=(24, 4, 5),
        theme="sphinx_rtd_theme",
        options={"collapse_navigation": False, "navigation_depth": 4, "titles_only": True},
    ),
}
"""The hosts, by name."""
ONE_CHANGED: Final = "one package changed"
ALL_CAME: Final = "all others came"


class Arrival:
    """A host with one package of a tree, and the same with all others.

    Args:
        name: The name of the host.
        host: The host.
        tree: The tree.
        folder: Where all of it goes.

    Attributes:
        project: The project, with us.
    """

    def __init__(self, name: str, host: Host, tree: Tree, folder: Path) -> None:
        self._name, self._tree, self._folder = name, tree, folder
        self._change = PackageChange(tree, folder / "pages")
        self._there, self._away = self._change.folder / "others", folder / "others"
        self.project = write_project(folder / "project", host, sources=[self._change.folder])
        tag = self._change.folder / tree.tag
        tag.rename(self._away)
        tag.mkdir()
        (self._away / self._change.package).rename(tag / self._change.package)

    def build_host(self) -> dict[str, Measured]:
        """Build the host with one package, with all processors since it takes minutes; later builds begin with that."""
        measured = run_in_turns([self.project.clean(f"{self._name}, one package", jobs="auto")], 1)
        for built in (self.project.output, self.project.doctrees):
            built.rename(self._kept(built))
        return measured

    def cases(self) -> list[Case]:
        """The cases of the two later builds."""
        return [
            self.project.again(f"{self._name}, {ONE_CHANGED}", before=partial(self.begin, others=False)),
            replace(
                self.project.again(f"{self._name}, {ALL_CAME}", before=partial(self.begin, others=True)),
                specs=self._tree.specs,
            ),
        ]

    def begin(self, *, others: bool) -> None:
        """Go back to the host with one package, and make the change."""
        self.project.put_aside()
        for built in (self.project.output, self.project.doctrees):
            shutil.copytree(self._kept(built), built)
        if others != self._there.exists():
            (self._away if others else self._there).rename(self._there if others else self._away)
        self._change.make()

    def _kept(self, built: Path) -> Path:
        return self._folder / f"{built.name} with one package"
