"""``facts``: a file of facts to fill in, for ``cache_facts``; what is filled in there is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog.limits import MAX_BYTES
from sphinxext_cache.command.layout import counted
from sphinxext_cache.command.reading import add_options, add_sources, need_all, read, read_facts, tell_problems
from sphinxext_cache.command.subcommand import FINE, CommandError, Subcommand
from sphinxext_cache.command.whole_file import replace_whole

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sphinxext_cache.catalog import Catalog, Facts
    from sphinxext_cache.command.terminal import Terminal


def _add_arguments(parser: ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the file to write; facts that it already contains are kept (default: standard output)",
    )
    parser.add_argument(
        "--known",
        metavar="FILE",
        action="append",
        default=[],
        help="a file from which to copy the facts of new packages: NAME.json from packages.spack.io, the output of "
        "'spack list --format version_json' or of Lmod's spider, or a file of facts; can be repeated",
    )
    add_options(parser, asks=False)


def _run(arguments: Namespace, terminal: Terminal) -> int:
    reading = read(arguments.sources, arguments, terminal)
    need_all(reading)
    tell_problems(reading.problems, terminal)
    if not reading.catalog.tags:
        raise CommandError("there are no specs to describe; 'sphinxext-cache check' says why")
    known = read_facts(arguments.known, reading.catalog, terminal)
    out = Path(arguments.output) if arguments.output is not None else None
    form, left = _form(reading.catalog, known, out)
    if out is None:
        terminal.print(form.removesuffix("\n"))
    else:
        is_new = replace_whole(out.resolve(), form.encode())
        terminal.remark(f"{out}: {_summary(reading.catalog, left, is_new=is_new)}")
    return FINE


def _form(catalog: Catalog, known: Facts, out: Path | None) -> tuple[str, int]:
    """The file as it is to be, in which what is there is kept, and how many of its keys are marked."""
    from sphinxext_cache.catalog.fact_files.form import LEFT, FormError, form_of_facts  # noqa: PLC0415 it takes YAML

    existing = ""
    if out is not None and out.is_file():
        data = out.read_bytes()
        if len(data) > MAX_BYTES:
            raise CommandError(f"{out} is larger than {MAX_BYTES} bytes; it is unchanged")
        try:
            existing = data.decode()
        except UnicodeDecodeError as error:
            raise CommandError(f"{out} is not UTF-8 ({error.reason}); it is unchanged") from None
    try:
        form = form_of_facts(catalog, known, existing)
    except FormError as error:
        place = f"{out}:{error.line}" if error.line else str(out)
        raise CommandError(f"{place}: {error.message}; it is unchanged") from None
    return form, sum(line.rstrip() == LEFT for line in form.splitlines())


def _summary(catalog: Catalog, left: int, *, is_new: bool) -> str:
    names = {package.name for tag in catalog.tags for package in catalog.packages(tag)}
    marked = f"; marked {counted(left, 'key')} no longer in any source" if left else ""
    return f"{'written' if is_new else 'unchanged'}, with {counted(len(names), 'package')}{marked}"


COMMAND: Final = Subcommand(
    name="facts",
    summary="write a file of facts to fill in, or update one",
    usage="facts [OPTION]... SOURCE...",
    description="Write a YAML file for cache_facts, with empty fields for each package to fill in. An existing file is "
    "updated, and everything that you wrote in it is kept: new packages are inserted by name, and keys that match "
    "nothing in the sources are marked with a comment.",
    epilog="examples:\n  sphinxext-cache facts docs/_cache -o docs/facts.yaml\n"
    "  sphinxext-cache facts clusters/*/spack.lock \\\n    --known packages-site/ -o docs/facts.yaml",
    add_arguments=_add_arguments,
    run=_run,
)
