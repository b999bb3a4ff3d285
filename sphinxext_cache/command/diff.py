"""``diff``: what came, went and changed between two sources, for people, for a merge request, or for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

from sphinxext_cache.catalog import ChangeKind, compare
from sphinxext_cache.catalog.unknown import unknown_name
from sphinxext_cache.command.layout import aligned, counted
from sphinxext_cache.command.reading import a_name, add_options, need_all, read, tell_problems
from sphinxext_cache.command.subcommand import FINE, WRONG, Subcommand, UsageError
from sphinxext_cache.command.terminal import Style

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from sphinxext_cache.catalog import Catalog, Count, Difference, PackageDifference, Spec
    from sphinxext_cache.command.terminal import Terminal

_NOTHING: Final = "no changes"
_LISTED: Final = {name: name for name in ("compilers", "oss", "targets", "variants", "stacks")} | {
    "oss": "operating systems"
}
"""What else came to a package and left it, beside versions, and what it is called."""


class _Compared(NamedTuple):
    """Two tags, or one that came or left, for which the other is None; and what is different."""

    old: str | None
    new: str | None
    found: Difference

    def packages(self, *kinds: ChangeKind) -> tuple[PackageDifference, ...]:
        """The packages of which one of these became; or, with none of them, those that were there and are there."""
        return tuple(
            each
            for each in self.found.shown
            if (each.kind in kinds if kinds else each.kind not in {ChangeKind.CAME, ChangeKind.LEFT})
        )


def _add_arguments(parser: ArgumentParser) -> None:
    for name, what in (("old", "the old state"), ("new", "the new state")):
        parser.add_argument(name, metavar=name.upper(), help=f"{what}: a folder of pages, or a file that Spack writes")
    parser.add_argument("--old-tag", metavar="TAG", type=a_name, help="the tag of OLD to compare")
    parser.add_argument("--new-tag", metavar="TAG", type=a_name, help="the tag of NEW to compare")
    parser.add_argument(
        "--format", choices=["text", "markdown", "json"], default="text", help="the output format (default: text)"
    )
    parser.add_argument("--exit-code", action="store_true", help="exit with status 1 if there are differences")
    add_options(parser, asks=False)


def _run(arguments: Namespace, terminal: Terminal) -> int:
    catalogs: list[Catalog] = []
    for source in (arguments.old, arguments.new):
        reading = read([source], arguments, terminal, hidden_stacks=("root",))
        need_all(reading)
        tell_problems(reading.problems, terminal)
        catalogs.append(reading.catalog)
    old, new = catalogs
    pairs = _pairs(old, new, arguments.old_tag, arguments.new_tag)
    found = [_Compared(one, other, compare(_specs_of(old, one), _specs_of(new, other))) for one, other in pairs]
    _FORMATS[arguments.format](found, terminal)
    is_different = any(each.found.shown or None in {each.old, each.new} for each in found)
    return WRONG if is_different and arguments.exit_code else FINE


def _specs_of(catalog: Catalog, tag: str | None) -> tuple[Spec, ...]:
    """The specs of a tag, in the order in which they are listed; none of None."""
    return () if tag is None else catalog.specs(tag=tag)


def _pairs(
    old: Catalog, new: Catalog, old_tag: str | None, new_tag: str | None
) -> Sequence[tuple[str | None, str | None]]:
    """The tags that are compared: those that are named, or the only ones, or each with that of its name."""
    for catalog, tag in ((old, old_tag), (new, new_tag)):
        if tag is not None and tag not in catalog.tags:
            raise UsageError(unknown_name(catalog, "tag", tag).message)
    olds = old.tags if old_tag is None else (old_tag,)
    news = new.tags if new_tag is None else (new_tag,)
    if len(olds) == len(news) == 1:
        return [(olds[0], news[0])]
    if old_tag is not None or new_tag is not None:
        raise UsageError("a source has several tags: give both --old-tag and --new-tag")
    return [(tag if tag in olds else None, tag if tag in news else None) for tag in dict.fromkeys((*news, *olds))]


def _write_text(found: Sequence[_Compared], terminal: Terminal) -> None:
    for number, each in enumerate(found):
        if number:
            terminal.print("")
        terminal.print(terminal.paint(f"{_title(each)}: {_summary(each)}", Style.STRONG))
        for title, style, packages in _parts(each):
            if packages:
                terminal.print(f"\n{title}")
                for line in aligned([(f"  {name}", *rest) for name, *rest in map(_row, packages)], terminal.width):
                    terminal.print(terminal.paint(line, style) if style else line)
        for title, counts in (("Stacks", each.found.stacks), ("Targets", each.found.targets)):
            if counts:
                terminal.print(f"\n{title}")
                for line in aligned([(f"  {name}", *rest) for name, *rest in map(_count_row, counts)], terminal.width):
                    terminal.print(line)


def _write_markdown(found: Sequence[_Compared], terminal: Terminal) -> None:
    for each in found:
        terminal.print(f"### {_title(each, code=True)}\n\n{_summary(each).capitalize()}.\n")
        for title, _style, packages in _parts(each):
            if packages:
                header = ("Package", "Version", "Specs", "Other changes")
                rows: Sequence[Sequence[str]] = [
                    (_code(package.name), _versions(package, code=True), _specs(package), _otherwise(package))
                    for package in packages
                ]
                terminal.print(f"<details><summary>{title}</summary>\n")
                terminal.print("\n".join((*_markdown_table(header, rows), "", "</details>", "")))
        for title, counts in (("Stack", each.found.stacks), ("Target", each.found.targets)):
            if counts:
                rows = [(_code(name), came_left, total) for name, came_left, total in map(_count_row, counts)]
                terminal.print("\n".join((*_markdown_table((title, "Specs", "Total"), rows), "")))


def _write_json(found: Sequence[_Compared], terminal: Terminal) -> None:
    terminal.print(json.dumps([_record(each) for each in found], indent=1))


_FORMATS: Final = {"text": _write_text, "markdown": _write_markdown, "json": _write_json}


def _title(found: _Compared, *, code: bool = False) -> str:
    old, new = (tag and (_code(tag) if code else tag) for tag in (found.old, found.new))
    if old == new or None in {old, new}:
        return f"{old or new}"
    return f"{old} to {new}"


def _summary(compared: _Compared) -> str:
    found = compared.found
    if compared.old is None:
        return f"added, with {counted(found.after, 'spec')}"
    if compared.new is None:
        return f"removed, with {counted(found.before, 'spec')}"
    if not found.shown:
        return _NOTHING
    packages = (
        ("added", compared.packages(ChangeKind.CAME)),
        ("removed", compared.packages(ChangeKind.LEFT)),
        ("changed", compared.packages()),
    )
    said = [f"{counted(len(each), 'package')} {verb}" for verb, each in packages if each]
    return f"{', '.join(said)}; {counted(found.before, 'spec')} before, {found.after:,} now"


def _parts(compared: _Compared) -> Iterator[tuple[str, Style | None, tuple[PackageDifference, ...]]]:
    yield "Added packages", Style.CAME, compared.packages(ChangeKind.CAME)
    yield "Removed packages", Style.LEFT, compared.packages(ChangeKind.LEFT)
    yield "Changed packages", None, compared.packages()


def _row(package: PackageDifference) -> tuple[str, str, str]:
    return package.name, _versions(package), _specs(package)


def _versions(package: PackageDifference, *, code: bool = False) -> str:
    """The versions: of a package that came or left all, of one that changed those that did."""
    marks = ("", "") if package.kind in {ChangeKind.CAME, ChangeKind.LEFT} else ("+", "-")
    texts = (f"{mark}{version}" for mark, found in zip(marks, package.versions, strict=True) for version in found)
    return ", ".join(map(_code, texts) if code else texts)


def _specs(package: PackageDifference) -> str:
    rebuilt = len(package.rebuilt)
    came, left, changed = (len(each) for each in (package.came, package.left, package.changed))
    if package.kind in {ChangeKind.CAME, ChangeKind.LEFT}:
        return counted(came or left, "spec")
    if package.kind is ChangeKind.REBUILT:
        return f"rebuilt only: {counted(rebuilt, 'spec')}"
    numbers = (("added", came - rebuilt), ("removed", left - rebuilt), ("rebuilt", rebuilt), ("changed", changed))
    said = ", ".join(f"{number:,} {verb}" for verb, number in numbers if number)
    fields = dict.fromkeys(name for change in package.changed for name in change.fields)
    return f"specs: {said} ({', '.join(fields)})" if fields else f"specs: {said}"


def _otherwise(package: PackageDifference) -> str:
    """What else came to a package that was there and is there, and what left it."""
    if package.kind in {ChangeKind.CAME, ChangeKind.LEFT}:
        return ""
    parts = (
        f"{verb} {label}: {', '.join(map(_code, values))}"
        for name, label in _LISTED.items()
        for verb, values in zip(("added", "removed"), getattr(package, name), strict=True)
        if values
    )
    return "; ".join(parts)


def _count_row(count: Count) -> tuple[str, str, str]:
    changes = (f"{sign}{number:,}" for sign, number in (("+", count.came), ("-", count.left)) if number)
    return count.name, " ".join(changes), f"{count.after:,}" if count.after else "none left"


def _code(text: str) -> str:
    """Text in Markdown as it is, in which nothing is markup: a version may hold anything."""
    return "`" + text.replace("`", "'").replace("|", "\\|") + "`"


def _markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _record(compared: _Compared) -> dict[str, object]:
    found = compared.found
    return {
        "old": compared.old,
        "new": compared.new,
        "specs": {"before": found.before, "after": found.after},
        "packages": {
            "came": [_package_record(each) for each in compared.packages(ChangeKind.CAME)],
            "left": [_package_record(each) for each in compared.packages(ChangeKind.LEFT)],
            "changed": [_package_record(each) for each in compared.packages()],
        },
        "stacks": [count._asdict() for count in found.stacks],
        "targets": [count._asdict() for count in found.targets],
    }


def _package_record(package: PackageDifference) -> dict[str, object]:
    return {
        "name": package.name,
        "kind": package.kind,
        **{name: getattr(package, name)._asdict() for name in ("versions", *_LISTED)},
        "rebuilt": [{"before": each.before.hash, "after": each.after.hash} for each in package.rebuilt],
        "specs": {
            "came": [spec.hash for spec in package.came],
            "left": [spec.hash for spec in package.left],
            "changed": [{"hash": each.after.hash, "fields": each.fields} for each in package.changed],
        },
    }


COMMAND: Final = Subcommand(
    name="diff",
    summary="compare two sources",
    usage="diff [OPTION]... OLD NEW",
    description="Show what was added, removed and changed between two sources: by package, stack and target. If "
    "each has a single tag, these two are compared, whatever their names; otherwise, tags of the same name are.",
    epilog="examples:\n"
    "  sphinxext-cache diff old/spack.lock spack.lock\n"
    "  sphinxext-cache diff _cache _cache --old-tag v0.23.1 --new-tag v1.0.0\n"
    "  sphinxext-cache diff old/_site docs/_site --format markdown > message.md",
    add_arguments=_add_arguments,
    run=_run,
)
