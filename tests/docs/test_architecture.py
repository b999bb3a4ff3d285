"""The ways through the code that the documentation shows are those that the code takes."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from sphinxext_cache.extension import timetable
from tests.environments import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE: Final = ROOT / "sphinxext_cache"
_PAGE: Final = (ROOT / "docs/explanation/architecture.rst").read_text(encoding="utf-8")
_HOP: Final = re.compile(r"^#\. ``([\w/.-]+)``, ``([\w.]+)``(?:, at ``([\w-]+)``)?: (\S.*)", re.MULTILINE)
_MOST: Final = 10


class Hop(NamedTuple):
    """One step of a walk: the file, what is entered there, and the event that it answers, if it answers one."""

    file: str
    name: str
    event: str
    said: str

    @property
    def own_name(self) -> str:
        """The last part of the name, by which others call it."""
        return self.name.rpartition(".")[2]

    @property
    def source(self) -> str:
        return (_PACKAGE / self.file).read_text(encoding="utf-8")

    def is_defined(self) -> bool:
        """Whether the file defines what is entered, as a method of its class."""
        outer, _, inner = self.name.rpartition(".")
        if self.file.endswith(".js"):
            head = rf"export (?:class|const) {outer or inner}\b"
            method = rf"^  {inner}\(" if outer else ""
            return bool(re.search(head, self.source) and re.search(method, self.source, re.MULTILINE))
        body: list[ast.stmt] = ast.parse(self.source).body
        for part in filter(None, (outer, inner)):
            found = [node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == part]
            if not found:
                return False
            body = found[0].body
        return True


def _walks() -> Iterator[tuple[str, list[Hop]]]:
    for title, text in re.findall(r"^(From [^\n]+)\n-+\n(.*?)(?=^From |\Z)", _PAGE, re.MULTILINE | re.DOTALL):
        yield title, [Hop(*found) for found in _HOP.findall(text)]


_WALKS: Final = dict(_walks())


def test_there_is_a_walk_for_each_question_of_a_newcomer() -> None:
    assert len(_WALKS) == 4
    assert len(re.findall(r"^#\. ", _PAGE, re.MULTILINE)) == sum(map(len, _WALKS.values())), "each hop is understood"


@pytest.mark.parametrize("title", _WALKS)
def test_a_walk_is_short_and_each_hop_is_where_it_says(title: str) -> None:
    hops = _WALKS[title]

    assert 1 < len(hops) <= _MOST
    assert [hop for hop in hops if not (_PACKAGE / hop.file).is_file()] == []
    assert [hop.name for hop in hops if not hop.is_defined()] == []


@pytest.mark.parametrize("title", _WALKS)
def test_each_hop_leads_to_the_next(title: str) -> None:
    """It calls it, or one further up does to which it returns; or Sphinx, for an event or for each reference."""
    stops = {(stop.event, stop.handler.__qualname__) for stop in timetable()}
    called_by_sphinx = {"CacheDomain.resolve_xref"}
    lost = []
    hops = _WALKS[title]
    for at, there in enumerate(hops[1:], start=1):
        if there.event:
            if (there.event, there.name) not in stops:
                lost.append(f"{there.name} does not answer {there.event}")
        elif there.name not in called_by_sphinx:
            above = [hop.source for hop in hops[:at]]
            if not any(re.search(rf"\b{there.own_name}\(|\b{there.own_name},", source) for source in above):
                lost.append(f"nobody before {there.file} calls {there.own_name}")
    assert lost == []


def test_events_come_in_the_order_of_a_build() -> None:
    order = list(dict.fromkeys(stop.event for stop in timetable()))
    for hops in _WALKS.values():
        places = [order.index(hop.event) for hop in hops if hop.event]
        assert places == sorted(places)


def test_the_rooms_are_the_layers_from_the_top() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (whole,) = [each for each in contracts if each.get("containers") == ["sphinxext_cache"]]
    layers = [sorted(name.strip() for name in layer.split("|")) for layer in whole["layers"]]
    shown = re.findall(r"^:``(\w+)``:", _PAGE, re.MULTILINE)

    assert sorted(shown) == sorted(name for layer in layers for name in layer)
    assert shown == sorted(shown, key=lambda name: next(at for at, layer in enumerate(layers) if name in layer))
