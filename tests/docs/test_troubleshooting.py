"""The page for whoever meets a warning: it has a section for each, and each message that it shows is one of a build.

If messages change, ``pytest tests/docs/test_troubleshooting.py --force-regen`` stores the new ones.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from docutils import nodes

from sphinxext_cache.catalog import Code
from sphinxext_cache.command.check import TROUBLESHOOTING
from sphinxext_cache.command.main import main
from tests.environments import ROOT
from tests.pages import detail, page
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from pytest_regressions.file_regression import FileRegressionFixture

    from tests.docs.blocks import Documentation

_PAGE: Final = "how-to/troubleshooting"
_MESSAGES: Final = ROOT / "docs/warnings"
_TAG: Final = "develop-2025-10-12"
_INDEX: Final = """\
Title
=====

:cache:package:`hdf6` and :cache:spec:`2owbn`

.. cache:specs:: hdf5 +

.. cache:specs:: hdff +mpi
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a build says of a project that has a fault for each code, by code; of several messages the last."""
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
    text = "".join(f"{line}\n" for line in built.warnings).replace(f"{project.root}/", "")
    return {found[1]: found[0] for found in re.finditer(r".*?\[cache\.(\w+)\]\n", text, re.DOTALL)}


@pytest.mark.parametrize("code", Code)
def test_each_warning_has_a_section_that_says_what_to_do(code: Code, docs: Documentation) -> None:
    sections = docs.app.env.get_doctree(_PAGE).findall(nodes.section)
    section = next(each for each in sections if f"cache-{code}" in each["ids"])
    (message,) = section.findall(nodes.literal_block)

    assert section[0].astext() == f"cache.{code}"
    assert Path(message["source"]) == _MESSAGES / f"{code}.txt"
    assert len([part for part in section.children if isinstance(part, nodes.paragraph)]) == 1


@pytest.mark.parametrize("code", Code)
def test_the_message_that_is_shown_is_one_of_a_build(
    code: Code, said: dict[str, str], file_regression: FileRegressionFixture
) -> None:
    file_regression.check(said[code], fullpath=_MESSAGES / f"{code}.txt")


def test_the_list_of_warnings_and_the_command_lead_there(
    docs: Documentation, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(docs.app.outdir) / "reference/warnings.html").read_text(encoding="utf-8")
    assert [code for code in Code if f'href="../{_PAGE}.html#cache-{code}"' not in page] == []
    assert main(["check", "--help"]) == 0
    assert TROUBLESHOOTING in capsys.readouterr().out
    assert TROUBLESHOOTING.endswith(f"/{_PAGE}.html")
