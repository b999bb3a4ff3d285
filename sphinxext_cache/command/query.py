"""``query``: the specs that match, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Final

from sphinxext_cache.catalog import parse_query
from sphinxext_cache.catalog.fact_conditions import divide, explain_facts
from sphinxext_cache.catalog.names import shorten
from sphinxext_cache.catalog.unknown import explain, unknown_name
from sphinxext_cache.command.columns import COLUMNS, DEFAULT, columns_of, sort_specs
from sphinxext_cache.command.layout import aligned, counted
from sphinxext_cache.command.reading import add_options, add_sources, read, read_facts, tell_problems
from sphinxext_cache.command.subcommand import FINE, WRONG, CommandError, Subcommand, UsageError
from sphinxext_cache.command.terminal import Style

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from sphinxext_cache.catalog import Catalog, Query, Spec
    from sphinxext_cache.command.columns import Column
    from sphinxext_cache.command.terminal import Terminal

_HASH_LENGTH: Final = 7
"""How much of a hash a table shows; Spack itself shows as much."""
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
"""How a field begins that spreadsheets would run."""
_WIDEST: Final = 100
"""How wide a paragraph is where there is no terminal."""


def _add_arguments(parser: ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument(
        "query", metavar="QUERY", help="the query, in Spack's spec syntax; as it is a single argument, put it in quotes"
    )
    parser.add_argument(
        "--format", choices=["table", "csv", "json"], default="table", help="the output format (default: table)"
    )
    parser.add_argument(
        "--columns",
        metavar="NAMES",
        type=_names,
        help=f"the columns to write: {', '.join(COLUMNS)}, a virtual such as mpi, or a fact",
    )
    parser.add_argument(
        "--sort",
        metavar="NAMES",
        type=_names,
        default=(),
        help="the columns to sort by, the most important one first; --sort=-version,target sorts by descending version",
    )
    parser.add_argument(
        "--facts",
        metavar="FILE",
        action="append",
        default=[],
        help="a file of facts about packages and specs, or a folder of such files, as in cache_facts; can be repeated",
    )
    add_options(parser)


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[,\s]+", text)))


def _run(arguments: Namespace, terminal: Terminal) -> int:
    if os.sep in arguments.query and Path(arguments.query).exists():
        message = (
            f"the last argument must be the query, but '{shorten(arguments.query)}' is a file; '' matches all specs"
        )
        raise UsageError(message)
    query = parse_query(arguments.query)
    reading = read(arguments.sources, arguments, terminal)
    if reading.missing:
        raise CommandError(f"{'; '.join(reading.missing)}; put a query of several words in quotes")
    catalog = reading.catalog.with_facts(read_facts(arguments.facts, reading.catalog, terminal))
    tag = arguments.default_tag or arguments.tag
    if tag and catalog.tags and tag not in catalog.tags:
        raise UsageError(unknown_name(catalog, "tag", tag).message)
    tell_problems(reading.problems, terminal)
    specs = catalog.specs(query)
    if not specs:
        terminal.complain(_why_none(arguments.query, query, catalog))
        return WRONG
    tags = {spec.tag for spec in specs}
    columns = columns_of(arguments.columns or _default(specs, catalog), catalog, tags)
    specs = tuple(sort_specs(specs, arguments.sort, catalog, tags))
    _FORMATS[arguments.format](specs, columns, terminal)
    return FINE


def _why_none(text: str, query: Query, catalog: Catalog) -> str:
    plain, said = divide(query, catalog.facts, map(catalog.vocabulary, catalog.tags))
    reason = explain_facts(said, catalog.facts) if said and catalog.specs(plain) else explain(plain, catalog)[0]
    return f"no spec matches '{shorten(text)}'{f': {reason}' if reason else ''}"


def _default(specs: Sequence[Spec], catalog: Catalog) -> tuple[str, ...]:
    """The default columns, with the package and the tag where specs are of several; without those that say nothing."""
    added = tuple(name for name in ("package", "tag") if len({getattr(spec, name) for spec in specs}) > 1)
    named = columns_of(DEFAULT, catalog, ())
    known = [column.name for column in named if any(map(column.text, specs))]
    return (*known[:1], *added, *known[1:])


def _write_table(specs: Sequence[Spec], columns: Sequence[Column], terminal: Terminal) -> None:
    """Write a table. What variants all rows have in common is said once, below it."""
    has_variants = any(column.name == "variants" for column in columns)
    common = frozenset(specs[0].variants).intersection(*(spec.variants for spec in specs[1:]))
    if not has_variants or len(specs) == 1:
        common = frozenset()
    rows = [[_shown(column, spec, common) for column in columns] for spec in specs]
    numbers = {at for at, column in enumerate(columns) if column.name == "size"}
    header, *lines = aligned([[column.name.upper() for column in columns], *rows], terminal.width, numbers)
    terminal.print(terminal.paint(header, Style.STRONG))
    for line in lines:
        terminal.print(line)
    if common:
        shared = " ".join(variant for variant in specs[0].variants if variant in common)
        text = f"All of them: {shared}"
        terminal.remark(fill(text, terminal.width or _WIDEST, break_on_hyphens=False, subsequent_indent="  "))
    terminal.remark(counted(len(specs), "spec"))


def _shown(column: Column, spec: Spec, common: frozenset[str]) -> str:
    if column.name == "variants":
        return " ".join(variant for variant in spec.variants if variant not in common)
    return column.text(spec)[:_HASH_LENGTH] if column.name == "hash" else column.text(spec)


def _write_csv(specs: Sequence[Spec], columns: Sequence[Column], terminal: Terminal) -> None:
    """Write CSV as pages offer it (RFC 4180)."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for spec in specs:
        texts = (column.text(spec) for column in columns)
        writer.writerow([f"'{text}" if _FORMULA.match(text) else text for text in texts])
    terminal.print(written.getvalue().removesuffix("\n"))


def _write_json(specs: Sequence[Spec], columns: Sequence[Column], terminal: Terminal) -> None:
    terminal.print(json.dumps([{column.name: column.value(spec) for column in columns} for spec in specs], indent=1))


_FORMATS: Final = {"table": _write_table, "csv": _write_csv, "json": _write_json}

COMMAND: Final = Subcommand(
    name="query",
    summary="list the specs that match a query",
    usage="query [OPTION]... SOURCE... QUERY",
    description="List the specs that match a query as a table, CSV or JSON. Exit with status 1 if there are none.",
    epilog="examples:\n"
    "  sphinxext-cache query docs/_cache 'hdf5@1.14: +mpi target=:zen4'\n"
    "  sphinxext-cache query .spack-db/index.json hdf5 --columns hash,version,mpi\n"
    "  sphinxext-cache query docs/_cache 'py-* stack=e4s' --format csv > python.csv\n"
    "  sphinxext-cache query docs/_cache support=full --facts docs/facts.yaml",
    add_arguments=_add_arguments,
    run=_run,
)
