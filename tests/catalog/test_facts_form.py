"""A file of facts to fill in names all packages, and keeps what was filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.catalog.fact_files.form import LEFT, FormError, form_of_facts
from tests.facts import CATALOG, NEW, FactsFolder, catalog_of, said
from tests.projects import make_spec

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> FactsFolder:
    return FactsFolder(tmp_path)


def test_a_new_file_has_room_for_facts_of_each_package_in_order(folder: FactsFolder) -> None:
    catalog = catalog_of(make_spec("pkg10"), make_spec("pkg9"), make_spec("old", tag="v0.23.1"))

    text = form_of_facts(catalog)

    assert text.splitlines()[1:] == [
        *("old:", "  description:", "  homepage:", "  licence:"),
        *("pkg9:", "  description:", "  homepage:", "  licence:"),
        *("pkg10:", "  description:", "  homepage:", "  licence:"),
    ]
    folder.write("facts.yaml", text)
    facts = folder.read(catalog)
    assert (facts.problems, facts.names) == ((), {})


def test_what_is_known_is_filled_in(folder: FactsFolder) -> None:
    known = {
        "title": "HDF5: a format",
        "description": '"Quotes", a \\ and # no remark.',
        "homepage": "https://hdf5.example/a?b=c",
        "maintainers": ("me", "null"),
    }
    lines = "".join(f"  {key}: {value!r}\n" for key, value in known.items() if key != "maintainers")
    folder.write("known.yaml", f"hdf5:\n{lines}  maintainers: [me, 'null']\n".replace("\\\\", "\\"))

    text = form_of_facts(CATALOG, folder.read())

    assert "  homepage: https://hdf5.example/a?b=c\n  licence:\n" in text
    assert '  maintainers: [me, "null"]\n' in text
    folder.write("known.yaml", text)
    folder.files = folder.files[-1:]
    assert said(folder.read(), NEW) == known


def test_what_is_known_in_the_default_tag_is_filled_in(folder: FactsFolder) -> None:
    folder.write("known.yaml", "'hdf5 tag=v0.23.1': {title: Old}\n'hdf5 tag=develop': {title: New}\n")

    text = form_of_facts(CATALOG, folder.read())

    assert "hdf5:\n  title: New\n" in text


def test_a_file_that_is_there_is_kept_to_the_letter() -> None:
    existing = (
        "# Our facts\n---\nmarkup: md\n\n"
        "# The format\nhdf5:   {support: full}  # in one line\n'hdf5@1.14:':\n    note: |\n      Two\n      # lines\n\n"
        "extra:\n- name: Matlab\n# The last\nzlib:\n"
    )

    text = form_of_facts(CATALOG, None, existing)

    block = "py-numpy:\n  description:\n  homepage:\n  licence:\n"
    assert text == existing.replace("# The last\n", f"{block}# The last\n")


def test_the_same_is_made_of_the_same_again() -> None:
    first = form_of_facts(CATALOG, None, "gone: {note: x}\nhdf5: {note: x}")

    assert form_of_facts(CATALOG, None, first) == first


def test_what_left_is_marked_until_it_is_back() -> None:
    existing = "# Ours\nabc: {note: x}\n\n'hdf5@9': {note: x}\nstack=gone: {title: x}\nhdf5 +: {note: no key}\nhdf5:\n"

    marked = form_of_facts(catalog_of(NEW), None, existing)

    assert marked.splitlines() == [
        *("# Ours", LEFT, "abc: {note: x}", "", LEFT, "'hdf5@9': {note: x}", LEFT, "stack=gone: {title: x}"),
        *("hdf5 +: {note: no key}", "hdf5:"),
    ]
    assert form_of_facts(catalog_of(NEW), None, marked) == marked
    back = catalog_of(NEW, make_spec("abc"), make_spec(version="9", stacks=("gone",)))
    assert form_of_facts(back, None, marked) == existing


def test_remarks_at_the_beginning_stay_there() -> None:
    text = form_of_facts(catalog_of(make_spec("a")), None, "# Ours\nzlib: {note: x}\n")

    assert text.splitlines() == ["# Ours", "a:", "  description:", "  homepage:", "  licence:", LEFT, "zlib: {note: x}"]


@pytest.mark.parametrize(
    ("existing", "line", "message"),
    [
        ("hdf5: [\n", 2, "not valid YAML: "),
        ("- hdf5\n", 1, "is a list, not a map of packages to facts"),
        ("{hdf5: {note: x}}\n", 1, "a key is not at the beginning of a line"),
        (" hdf5: {note: x}\n", 1, "a key is not at the beginning of a line"),
        ("hdf5: {note: x}\n...\n", 0, "the document ends with"),
        ("hdf5: &a {note: x}\n", 1, "YAML anchor '&a' is not allowed"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused(existing: str, line: int, message: str) -> None:
    with pytest.raises(FormError) as error:
        form_of_facts(CATALOG, None, existing)

    assert error.value.line == line
    assert error.value.message.startswith(message)
