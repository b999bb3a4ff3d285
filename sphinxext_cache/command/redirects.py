"""``redirects``: rules by which a web server leads from addresses of before to those of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinxext_cache.command.reading import a_name, add_options, add_sources, need_all, read, tell_problems
from sphinxext_cache.command.redirect_rules import STYLES, Site, redirects
from sphinxext_cache.command.subcommand import FINE, CommandError, Subcommand, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from sphinxext_cache.command.terminal import Terminal


def _add_arguments(parser: ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument(
        "--gone",
        metavar="TAG",
        type=a_name,
        action="append",
        default=[],
        help="a tag that was removed from the site; can be repeated",
    )
    parser.add_argument("--format", choices=sorted(STYLES), default="nginx", help="the web server (default: nginx)")
    parser.add_argument(
        "--root", metavar="PATH", default="/", help="the root path of the site, such as /en/latest/ (default: /)"
    )
    parser.add_argument("--pages", metavar="FOLDER", default="cache", help="the value of cache_pages (default: cache)")
    parser.add_argument("--dirhtml", action="store_true", help="the site was built with the dirhtml builder")
    add_options(parser)


def _run(arguments: Namespace, terminal: Terminal) -> int:
    reading = read(arguments.sources, arguments, terminal)
    need_all(reading)
    tell_problems(reading.problems, terminal)
    tags = reading.catalog.tags
    if not tags:
        raise CommandError("the sources contain no tag for the rules to lead to; give the sources of the site")
    here = sorted(set(arguments.gone).intersection(tags))
    if here:
        raise UsageError(f"'{here[0]}' is not gone: it is in the sources")
    try:
        site = Site(
            tags=tags, gone=tuple(arguments.gone), root=arguments.root, pages=arguments.pages, dirhtml=arguments.dirhtml
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
    terminal.print(redirects(arguments.format, site).rstrip("\n"))
    return FINE


COMMAND: Final = Subcommand(
    name="redirects",
    summary="write redirects for a web server: from removed tags, and from the Jekyll site",
    usage="redirects [OPTION]... SOURCE...",
    description="Write rules that make a web server redirect the pages of removed tags to those of the default tag, "
    "and the URLs of the public Jekyll site to pages of this site. Rules for Read the Docs are bodies of requests "
    "to its API.",
    epilog="example:\n  sphinxext-cache redirects docs/_cache --gone v0.23.1 --root /en/latest/",
    add_arguments=_add_arguments,
    run=_run,
)
