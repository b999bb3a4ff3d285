"""The page for whoever meets a warning: it has a section for each, and each message that it shows is one of a build."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from docutils import nodes

from sphinxext_cache.catalog import Code
from sphinxext_cache.command.check import TROUBLESHOOTING
from sphinxext_cache.command.main import main
from tests.pages import detail, page
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from tests.docs.blocks import Documentation

_PAGE: Final = "how-to/troubleshooting"
_TAG: Final = "develop-2025-10-12"
_INDEX: Final = """\
Title
=====

:cache:package:`hdf6` and :cache:spec:`2owbn`

.. cache:specs:: hdf5 +

.. cache:specs:: hdff +mpi
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a build says of a project that has one fault for each code."""
    project = Project(root=tmp_path_factory.mktemp("faults"))

    def add(folder: str, title: str, *details: dict[str, Any], **lines: Any) -> None:  # noqa: ANN401 any keys
        text = page(title, *details, categories=f"[package, {_TAG}]", **lines)
        project.write(f"_cache/{_TAG}/{folder}/specs.md", text)

    for name, digit in (("hdf5", "a"), ("curl", "b"), ("zlib", "c")):
        prefix = "2owbn" if name != "zlib" else "zzzzz"
        project.add(make_spec(name, tag=_TAG, hash=prefix + digit * 27))
    project.write(f"_cache/{_TAG}/broken/specs.md", "# Broken\n")
    add("half", "half", detail(1, versions=[]))
    add("again", "zlib", detail(2))
    add("away", "../away", detail(3))
    add("sum", "sum", detail(4), meta='{"num_specs": 7}')
    project.write("facts.yaml", "hdff:\n  description: A library.\n")
    project.write("cache/index.rst", ":orphan:\n\nOurs\n====\n")
    project.write("index.rst", _INDEX)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2025, 11, 27, tzinfo=UTC).timestamp())))
        built = project.build(
            cache_sources=["_cache", "_cahce"], cache_facts=["facts.yaml"], cache_max_age=30, cache_page_limit=5
        )
    return "\n".join(built.warnings).replace(f"{project.root}/", "")


@pytest.mark.parametrize("code", Code)
def test_each_warning_has_a_section_with_a_message_that_a_build_gives(
    code: Code, docs: Documentation, said: str
) -> None:
    sections = docs.app.env.get_doctree(_PAGE).findall(nodes.section)
    section = next(each for each in sections if f"cache-{code}" in each["ids"])
    (message,) = (block.astext() for block in section.findall(nodes.literal_block))

    assert section[0].astext() == f"cache.{code}"
    assert message.endswith(f"[cache.{code}]")
    assert message in said, f"a build says something else; show that instead: {said}"
    assert len([part for part in section.children if isinstance(part, nodes.paragraph)]) == 1


def test_the_list_of_warnings_and_the_command_lead_there(
    docs: Documentation, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(docs.app.outdir) / "reference/warnings.html").read_text(encoding="utf-8")
    assert [code for code in Code if f'href="../{_PAGE}.html#cache-{code}"' not in page] == []
    assert main(["check", "--help"]) == 0
    assert f"{TROUBLESHOOTING}#cache-<code>" in capsys.readouterr().out
    assert TROUBLESHOOTING.endswith(f"/{_PAGE}.html")
