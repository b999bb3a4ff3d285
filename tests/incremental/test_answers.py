"""A document that was told why nothing matches is read again when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_said_of_an_unknown_name_follows_the_cache(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.add(make_spec(), make_spec(package="zlib", tag="v1.0"))
    project.write("index.rst", "Title\n=====\n\n.. toctree::\n   :glob:\n\n   in/*\n")
    asking = {
        "table": ".. cache:specs:: gromax\n",
        "count": ":cache:count:`gromax`\n",
        "package": ".. cache:package:: gromax\n",
        "stack": ".. cache:mirror:: heps\n",
        "tag": ".. cache:specs::\n   :tag: v2.0\n",
    }
    for name, text in asking.items():
        project.write(f"in/{name}.rst", f"Title\n=====\n\n{text}")
    project.write("in/none.rst", "Title\n=====\n\n:cache:count:`hdf5@9`\n")

    def said() -> dict[str, str]:
        warnings = project.build().warnings
        return {name: warning for warning in warnings for name in [*asking, "none"] if f"/in/{name}.rst" in warning}

    first = said()
    unchanged = said()
    project.add(
        make_spec(package="gromacs", stacks=("hep",)),
        make_spec(package="zlib", tag="v2.1"),
    )
    changed = said()

    assert first.keys() == asking.keys()
    assert unchanged == {}
    assert changed.keys() == asking.keys()
    for name, near in {
        "table": "gromacs",
        "count": "gromacs",
        "package": "gromacs",
        "stack": "hep",
        "tag": "v2.1",
    }.items():
        assert f"did you mean {near}" not in first[name]
        assert f"did you mean {near}" in changed[name]
