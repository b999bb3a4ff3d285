"""Every matrix, list and count that a build shows, against what follows from the raw JSON of the pages."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.tables import Ref
from tests.consistency import cases, raw, shown
from tests.consistency.generated import COUNT, TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

    from tests.consistency.conftest import Comparison
    from tests.consistency.raw import RawSpec

pytestmark = pytest.mark.xdist_group("figures")  # each process would build both projects

_SUMMARY = re.compile(
    r"(?P<specs>\d+) specs? of (?P<versions>versions?) .*?(?:, built in the (?P<stacks>stacks?) .*?)? for .*\."
)
_LISTED = 8
_COUNTS = re.compile(r"(\d+) packages?, (\d+) specs?\.?")


def test_the_pages_hold_what_makes_the_comparison_worth_while(comparison: Comparison) -> None:
    assert comparison.build.warnings == []
    assert sum(map(len, comparison.documents.values())) > 250
    for facet in ("stack", "target", "os", "version", "package", "tag"):
        assert len(raw.texts(comparison.specs, facet)) > 2


def test_the_generated_tag_has_300_packages(generated: Comparison) -> None:
    there = [spec for spec in generated.specs if spec.tag == TAG]
    assert len(raw.texts(there, "package")) == COUNT == 300


def test_directives_and_roles_show_what_the_pages_say(comparison: Comparison) -> None:
    for name, found in comparison.documents.items():
        cases.check_document(shown.read(comparison.build.outdir / f"{name}.html"), found)


def test_a_wrong_figure_would_be_noticed(generated: Comparison) -> None:
    there = [spec for spec in generated.specs if spec.tag == TAG]
    page = shown.read(generated.build.outdir / f"cache/{TAG}/index.html")

    matrix, packages = shown.only_table(page, "matrix"), shown.only_table(page, "packages")
    assert matrix.grid(lists=False) != raw.grid(there[1:], "stack", "target", "packages", totals=True)
    with pytest.raises(AssertionError):
        cases.check_packages(packages, there[1:])


def test_every_package_page_shows_what_its_front_matter_says(comparison: Comparison) -> None:
    pages = set()
    names = comparison.build.domain.page_names
    for tag, package, specs in _packages(comparison):
        # Names that differ in nothing but case do not have pages that do.
        path = comparison.build.outdir / f"{names.of(Ref('package', tag, package))}.html"
        pages.add(path)
        page = shown.read(path)
        _check_summary(_one(page, "p", **{"class": "cache-summary"}), specs)
        expected = raw.grid(specs, "stack", "target", "specs", totals=True)
        if raw.stacks_of(specs):
            assert shown.only_table(page, "matrix").grid(lists=False) == expected, path
        else:
            assert shown.tables(page, "matrix") == [], path
        cases.check_specs(shown.only_table(page, "specs"), specs)
        installing = page.select("table details:not(.cache-fold)")
        assert len(installing) == len(specs)
        for details in installing:
            row = details.find_parent("tr")
            assert row is not None
            assert shown.text_of(_one(details, "code")) == f"spack install --use-buildcache only /{row['id']}"
        newest = raw.preferred(specs)
        assert (
            newest is None or f"{package}@={newest}\n" in _one(_one(page, "section", id="install"), "pre").get_text()
        ), path
    assert pages == set(comparison.build.outdir.glob("cache/*/packages/*.html"))


def test_every_page_of_a_tag_a_stack_or_a_target_shows_what_the_pages_of_its_packages_say(
    comparison: Comparison,
) -> None:
    build = comparison.build
    pages: set[str] = set()
    for tag in raw.texts(comparison.specs, "tag"):
        there = [spec for spec in comparison.specs if spec.tag == tag]
        wanted = {f"cache/{tag}/index.html": there}
        for stack in raw.stacks_of(there):
            wanted[f"cache/{tag}/stacks/{stack}.html"] = [spec for spec in there if stack in spec.stacks]
        for target in raw.texts(there, "target"):
            wanted[f"cache/{tag}/targets/{target}.html"] = [spec for spec in there if spec.target == target]
        for name, specs in wanted.items():
            page = shown.read(build.outdir / name)
            assert _counts(_one(page, "p", **{"class": "cache-summary"})) == _counted(specs), name
            cases.check_packages(shown.only_table(page, "packages"), specs)
            for matrix in shown.tables(page, "matrix"):
                assert matrix.grid(lists=False) == raw.grid(specs, "stack", "target", "packages", totals=True), name
        pages.update(wanted)
    found = {name for name in build.pages() if name.startswith("cache/") and name != "cache/index.html"}
    others = re.compile(r"/packages/|/explore\.html$|/changes\.html$")
    assert {name for name in found if others.search(name) is None} == pages


def test_every_explorer_and_its_data_file_hold_the_specs_of_their_tag(comparison: Comparison) -> None:
    for tag in raw.texts(comparison.specs, "tag"):
        there = [spec for spec in comparison.specs if spec.tag == tag]
        folder = comparison.build.outdir / "cache" / tag
        data = json.loads((folder / "specs.json").read_bytes())
        values, columns = data["values"], data["columns"]

        told = Counter(
            (values["package"][package], values["target"][target], found)
            for package, target, found in zip(columns["package"], columns["target"], data["hashes"], strict=True)
        )

        assert told == Counter((spec.package, spec.target, spec.hash) for spec in there), tag
        summary = _one(shown.read(folder / "explore.html"), "p", **{"class": "cache-summary"}).get_text()
        assert summary.split()[0] == str(len(there))


def test_the_index_counts_every_tag(comparison: Comparison) -> None:
    page = shown.read(comparison.build.outdir / "cache/index.html")

    count = len(raw.texts(comparison.specs, "tag"))
    assert shown.text_of(_one(page, "p", **{"class": "cache-summary"})) == f"{count} tags."
    cases.check_tags(shown.only_table(page, "tags"), comparison.specs)


def test_the_inventory_counts_every_object(comparison: Comparison) -> None:
    inventory = comparison.build.inventory()
    default = comparison.build.domain.catalog.default_tag
    tags = raw.texts(comparison.specs, "tag")

    assert inventory["cache:tag"].keys() == tags
    there = {tag: [spec for spec in comparison.specs if spec.tag == tag] for tag in tags}
    for kind, named in (
        ("package", lambda specs: raw.texts(specs, "package")),
        ("stack", raw.stacks_of),
        ("target", lambda specs: raw.texts(specs, "target")),
    ):
        qualified = {f"{tag}/{name}" for tag in tags for name in named(there[tag])}
        assert inventory[f"cache:{kind}"].keys() == qualified | named(there[default or ""])
    assert inventory["cache:spec"].keys() == {spec.hash for spec in there[default or ""]}


def _packages(comparison: Comparison) -> Iterator[tuple[str, str, list[RawSpec]]]:
    packages: dict[tuple[str, str], list[RawSpec]] = {}
    for spec in comparison.specs:
        packages.setdefault((spec.tag, spec.package), []).append(spec)
    for (tag, package), specs in packages.items():
        yield tag, package, specs


def _check_summary(summary: Tag, specs: list[RawSpec]) -> None:
    """Compare the sentence with the specs: each number, and each list, of which a long one ends in a count."""
    text = shown.text_of(summary)
    said = _SUMMARY.fullmatch(text)
    assert said is not None, text
    assert said["specs"] == str(len(specs))
    # The end of each list, and what it must name.
    parts = {
        "versions": (raw.texts(specs, "version"), tuple(map(shown.text_of, summary.find_all("strong")))),
        "stacks": (raw.stacks_of(specs), shown.links_to(summary, "stacks")),
        "targets": (raw.texts(specs, "target"), shown.links_to(summary, "targets")),
    }
    more = [int(count) for count in re.findall(r" and (\d+) more", text)]
    for wanted, named in parts.values():
        assert len(set(named)) == len(named)
        assert set(named) <= wanted
        assert len(named) + (more.pop(0) if len(named) < len(wanted) else 0) == len(wanted), text
        assert len(named) >= min(len(wanted), _LISTED)
    assert more == []
    assert (said["versions"] == "version") == (len(parts["versions"][0]) == 1)
    assert said["stacks"] in (
        {"stack"} if len(parts["stacks"][0]) == 1 else {"stacks"} if parts["stacks"][0] else {None}
    )


def _one(place: Tag, kind: str, **attributes: bool | str) -> Tag:
    (found,) = place.find_all(kind, attrs={**attributes})
    return found


def _counts(sentence: Tag) -> tuple[int, int]:
    """The numbers of packages and of specs that a sentence says."""
    said = _COUNTS.search(shown.text_of(sentence))
    assert said is not None
    return int(said[1]), int(said[2])


def _counted(specs: list[RawSpec]) -> tuple[int, int]:
    return len(raw.texts(specs, "package")), len(specs)
