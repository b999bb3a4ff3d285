"""Measures what the extension costs, beside its peers, and reports it beside its budget.

Each group of measurements leaves a file below build/bench; the report is made of all of them, and written to
benchmarks/RESULTS.md. The exit code is 0 also where a budget is missed: on a busy machine that says little.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.cases import LOG, say
from benchmarks.environment import compile_code
from benchmarks.groups import GROUPS, ON_REQUEST, Setting
from benchmarks.report import NOTES, budget_table, make_report, missed
from benchmarks.results import FOLDER, load_all, make_group, save

_RESULTS: Final = Path(__file__).parent / "RESULTS.md"


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rows",
        type=lambda text: text.split(","),
        default=[name for name in GROUPS if name not in ON_REQUEST],
        help=f"the groups to measure, with commas; 'none' for just the report; of {', '.join(GROUPS)}",
    )
    parser.add_argument("--repeat", type=int, help="rounds, of which the best counts (default: 3)")
    parser.add_argument("--work", type=Path, help="where to build, such as a disk in memory (default: build/bench)")
    parser.add_argument("--quick", action="store_true", help="a trial with small trees, which leaves RESULTS.md alone")
    arguments = parser.parse_args()
    wanted = [name for name in arguments.rows if name != "none"]
    if unknown := set(wanted) - set(GROUPS):
        parser.error(f"no such rows: {', '.join(sorted(unknown))}")
    folder = FOLDER / "quick" if arguments.quick else FOLDER
    rounds = arguments.repeat or (1 if arguments.quick else 3)
    LOG.unlink(missing_ok=True)
    if not shutil.which("jekyll"):
        say("jekyll is not installed: the rows that compare with it are left out")
    compile_code()
    folder.mkdir(parents=True, exist_ok=True)
    # What was built is deleted when all is measured: on some file systems it slows down whoever writes next.
    with tempfile.TemporaryDirectory(dir=arguments.work or folder, prefix="work-") as work:
        for name in wanted:
            say(name)
            setting = Setting(work=Path(work, name), rounds=rounds, quick=arguments.quick)
            setting.work.mkdir()
            save(make_group(name, *GROUPS[name](setting)), folder)
    _report(folder, folder / "RESULTS.md" if arguments.quick else _RESULTS, quick=arguments.quick)
    return 0


def _report(folder: Path, file: Path, *, quick: bool) -> None:
    groups = load_all(folder)
    file.write_text(make_report(groups, NOTES.read_text(encoding="utf-8"), quick=quick), encoding="utf-8")
    print(budget_table(groups))
    for work in missed(groups):
        print(f"over budget: {work}")
    print(f"Written to {file}")


if __name__ == "__main__":
    sys.exit(main())
