"""What Sphinx remembers of a project: its labels, its configuration, and by what it knows that these changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import sphinx
from sphinx.builders.html import BuildInfo  # type: ignore[attr-defined]  # it has moved, and is still there

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.domains.index import IndexDomain
    from sphinx.domains.std import StandardDomain
    from sphinx.environment import BuildEnvironment

BUILD_INFO: Final = ".buildinfo"
"""The file in an output folder by which Sphinx knows how its builder was configured.

Sphinx renews it before it writes the first document, and cannot read the half of it.

Watched by:
    tests/incremental/test_interrupted.py::test_after_a_build_that_was_killed_the_next_is_whole
"""

INVENTORY: Final = "objects.inv"
"""The file in an output folder that names the objects of a project to others.

Watched by:
    tests/incremental/test_unchanged.py::test_no_file_is_written_that_would_come_out_the_same
"""

PAGES_NEED_DOCUMENTS: Final = sphinx.version_info < (8, 2)
"""Whether a build ends before it comes to generated pages if there is no document to write.

Watched by:
    tests/extension/test_output.py::test_a_changed_package_costs_its_pages_and_those_that_show_it
"""


def standard_domain(env: BuildEnvironment) -> StandardDomain:
    """The domain that has the labels. Since Sphinx 8.1 the environment has an attribute for it.

    Watched by:
        tests/extension/test_labels.py::test_a_label_leads_to_the_online_page
    """
    return cast("StandardDomain", env.get_domain("std"))


def index_domain(env: BuildEnvironment) -> IndexDomain:
    """The domain that has the entries of the general index. Since Sphinx 8.1 there is an attribute for it.

    Watched by:
        tests/extension/test_indices.py::test_the_general_index_and_references_lead_to_them
    """
    return cast("IndexDomain", env.get_domain("index"))


def configured(app: Sphinx) -> tuple[list[str], str, str]:
    """The extensions, a digest of all that is configured and shows, and one of the tags.

    Watched by:
        tests/incremental/test_determinism.py::test_two_folders_may_share_what_was_read_as_it_is_configured_now
    """
    info = BuildInfo(app.config, app.tags, frozenset({"env", "html"}))
    return sorted(app.extensions), info.config_hash, info.tags_hash


def set_in_conf_py(config: Config) -> Mapping[str, Any]:
    """All names that ``conf.py`` sets; Sphinx keeps what is no setting nowhere else.

    Watched by:
        tests/extension/test_config.py::test_a_name_that_is_almost_that_of_a_setting_is_a_warning_with_its_place
    """
    return config._raw_config  # noqa: SLF001 see above
