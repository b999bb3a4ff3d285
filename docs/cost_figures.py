"""The figures of the page on costs, taken from what the benchmarks measured, and a chart of the first builds.

All other figures stay in the repository: readers of the documentation decide by these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ROW: Final = re.compile(r"^\| (.+?) +\| ([\d.,]+)(?: s)? +\|", re.MULTILINE)
_PAGES: Final = 1_255
"""How many pages are generated for the tag that is measured."""
_LABELS: Final = {"ours": "sphinxext-cache", "Jekyll": "Jekyll, bare tables only", "csv-table": "csv-table documents"}
_WIDTH, _LEFT, _STEP = 640, 190, 34


def _measured(results: str, group: str) -> dict[str, float]:
    """What a group of benchmarks measured.

    Args:
        results: The text of the file of results.
        group: The heading of the group.

    Returns:
        By case the seconds of its best run, and other figures by their names.
    """
    part = results.partition(f"\n### {group}\n")[2].partition("\n### ")[0]
    return {name: float(number.replace(",", "")) for name, number in _ROW.findall(part)}


def lines(results: str) -> Iterator[str]:
    """Write four figures and a chart as reStructuredText; the chart is for HTML, and a table says the same.

    Args:
        results: The text of the file of results.
    """
    tag, host = _measured(results, "tag"), _measured(results, "host")
    added = tag["ours"] - tag["empty project"]
    unchanged = host["large host, ours, unchanged"] - host["large host, unchanged"]
    yield f":A first build: **{added:.1f} s** more for a tag of 1,225 packages and 7,700 specs"
    yield f":Each generated page: **{1_000 * added / _PAGES:.1f} ms**, of which the theme takes most"
    yield f":A build in which nothing changed: **{unchanged:.2f} s** more for 500 documents; nothing is written"
    yield f":What readers load: **{tag['scripts and styles, bytes gzipped'] / 1_000:.0f} kB** of scripts and styles"
    yield ""
    seconds = {label: tag[case] for case, label in _LABELS.items()}
    yield ".. only:: not epub\n\n   .. raw:: html\n"
    yield from (f"      {line}" for line in _chart(seconds))
    yield "\n.. csv-table::\n   :header: The first build of that tag, Seconds\n   :widths: auto\n"
    yield from (f'   "{label}", {number:.1f}' for label, number in seconds.items())


def _chart(seconds: Mapping[str, float]) -> Iterator[str]:
    """Draw a bar for each number."""
    said = "; ".join(f"{label}: {number:.1f} s" for label, number in seconds.items())
    height = _STEP * len(seconds)
    yield f'<svg class="cost-chart" role="img" viewBox="0 0 {_WIDTH} {height}" aria-labelledby="cost-title cost-desc">'
    yield f'<title id="cost-title">Seconds of the first build</title><desc id="cost-desc">{said}</desc>'
    longest = max(seconds.values())
    for row, (label, number) in enumerate(seconds.items()):
        top = row * _STEP
        width = round((_WIDTH - _LEFT - 60) * number / longest, 1)
        yield f'<text x="{_LEFT - 8}" y="{top + 21}" text-anchor="end">{label}</text>'
        yield f'<rect x="{_LEFT}" y="{top + 6}" width="{width}" height="{_STEP - 12}"/>'
        yield f'<text x="{_LEFT + width + 6}" y="{top + 21}">{number:.1f} s</text>'
    yield "</svg>"
