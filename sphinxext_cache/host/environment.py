"""The labels and the configuration of a project, and the files by which Sphinx detects that they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import sphinx
from sphinx.builders.html import BuildInfo  # type: ignore[attr-defined]  # it has moved, but can still be imported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.domains.index import IndexDomain
    from sphinx.domains.std import StandardDomain
    from sphinx.environment import BuildEnvironment

BUILD_INFO: Final = ".buildinfo"
"""The file in an output folder with which Sphinx detects that the configuration of the builder changed.

Sphinx rewrites it before it writes the first document, and cannot read an incomplete one.

Watched by:
    tests/incremental/test_interrupted.py::test_after_a_build_that_was_killed_the_next_is_whole
"""

INVENTORY: Final = "objects.inv"
"""The inventory in an output folder, with which intersphinx links to the objects of the project.

Watched by:
    tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
"""

PAGES_NEED_DOCUMENTS: Final = sphinx.version_info < (8, 2)
"""Whether a build without documents to write ends before the generated pages.

Watched by:
    tests/extension/test_output.py::test_a_changed_package_costs_its_pages_and_those_that_show_it
"""


def standard_domain(env: BuildEnvironment) -> StandardDomain:
    """Return the standard domain, which has the labels. Sphinx 8.1 and later have an attribute for it.

    Watched by:
        tests/extension/test_labels.py::test_a_label_leads_to_the_online_page
    """
    return cast("StandardDomain", env.get_domain("std"))


def index_domain(env: BuildEnvironment) -> IndexDomain:
    """Return the domain with the entries of the general index. Sphinx 8.1 and later have an attribute for it.

    Watched by:
        tests/extension/test_indices.py::test_the_general_index_and_references_lead_to_them
    """
    return cast("IndexDomain", env.get_domain("index"))


def configured(app: Sphinx) -> tuple[list[str], str, str]:
    """Return the extensions, a digest of the configuration that affects the output, and a digest of the tags.

    Watched by:
        tests/incremental/test_determinism.py::test_two_folders_may_share_what_was_read_as_it_is_configured_now
    """
    info = BuildInfo(app.config, app.tags, frozenset({"env", "html"}))
    return sorted(app.extensions), info.config_hash, info.tags_hash


def set_in_conf_py(config: Config) -> Mapping[str, Any]:
    """Return all names that ``conf.py`` sets; Sphinx stores those that are not settings nowhere else.

    Watched by:
        tests/extension/test_config.py::test_a_name_that_is_almost_that_of_a_setting_is_a_warning_with_its_place
    """
    return config._raw_config  # noqa: SLF001 see above
