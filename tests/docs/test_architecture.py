"""The page for newcomers to the code: its rooms are those there are, and its ways are those that a build takes."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import pytest

from sphinxext_cache.extension import timetable
from tests import house
from tests.checkout import PACKAGE
from tests.docs.walks import PAGE, WALKS
from tests.projects import Project, make_spec

if TYPE_CHECKING:
    from types import FrameType

    from tests.docs.walks import Hop

_MOST: Final = 10
_ROOM: Final = re.compile(r"^   \* - (\d+)\n     - ``([\w/.]+)``\n     - \S", re.MULTILINE)
_IN_PYTHON: Final = {title: hops for title, hops in WALKS.items() if hops[0].file.endswith(".py")}

_WAITS: Final = "Rest.later.<locals>.wait"
"""What calls a handler in the place of Sphinx."""

_Key: TypeAlias = tuple[str, str]
"""A function: its file below the package, and its qualified name."""


class _Entry(NamedTuple):
    """A function was entered.

    Attributes:
        key: Which.
        above: The functions of ours that led there, the nearest first; none if Sphinx called it.
    """

    key: _Key
    above: tuple[_Key, ...]


def _key(frame: FrameType) -> _Key | None:
    """The function of a frame, if it is one of ours."""
    code = frame.f_code
    file = code.co_filename.removeprefix(f"{PACKAGE}/")
    return (file, code.co_qualname) if file != code.co_filename else None


def _above(frame: FrameType) -> tuple[_Key, ...]:
    """The functions that led to a frame, as far as they are ours; none if its caller is Sphinx."""
    found = []
    caller = frame.f_back
    while caller is not None and caller.f_code.co_qualname == _WAITS:
        caller = caller.f_back
    if caller is None or "/sphinx/" in caller.f_code.co_filename:
        return ()
    while caller is not None:
        if key := _key(caller):
            found.append(key)
        caller = caller.f_back
    return tuple(found)


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> list[_Entry]:
    """What the hops of all walks enter, in order, when a project is built again since a file changed."""
    hops = {(hop.file, hop.name) for walk in WALKS.values() for hop in walk}
    entries: list[_Entry] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and (key := _key(frame)) in hops and key is not None:
            entries.append(_Entry(key, _above(frame)))

    project = Project(root=tmp_path_factory.mktemp("walk"))
    project.write("index.rst", "Title\n=====\n\n:cache:package:`hdf5`\n\n.. cache:specs:: hdf5\n")
    project.add(make_spec(), make_spec("zlib"))
    project.build()
    project.add(make_spec(version="1.14.6"))
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        project.build()
    finally:
        sys.setprofile(before)
    return entries


def test_there_is_a_walk_for_each_question_of_a_newcomer() -> None:
    assert len(WALKS) == 4
    assert len(re.findall(r"^#\. ", PAGE, re.MULTILINE)) == sum(map(len, WALKS.values())), "each hop is understood"


@pytest.mark.parametrize("title", WALKS)
def test_a_walk_is_short_and_each_hop_is_where_it_says(title: str) -> None:
    hops = WALKS[title]

    assert 1 < len(hops) <= _MOST
    assert [hop for hop in hops if not hop.is_defined()] == []


@pytest.mark.parametrize("title", _IN_PYTHON)
def test_a_build_takes_the_way_hop_by_hop(title: str, entered: list[_Entry]) -> None:
    """Each hop is entered after the one before it, and from one before it; or by Sphinx."""
    hops = _IN_PYTHON[title]
    rest = iter(entered)
    missed = [hop for at, hop in enumerate(hops) if not any(_leads(hops[:at], hop, entry) for entry in rest)]

    assert missed == []


def _leads(before: list[Hop], hop: Hop, entry: _Entry) -> bool:
    """Whether what was entered is a hop, and those before it led there."""
    by_sphinx = hop.event or hop.name == "CacheDomain.resolve_xref"
    led = not entry.above if by_sphinx else any((each.file, each.name) in entry.above for each in before)
    return entry.key == (hop.file, hop.name) and led


def test_each_event_is_answered_as_the_timetable_says() -> None:
    stops = {(stop.event, stop.handler.__qualname__) for stop in timetable()}

    assert {(hop.event, hop.name) for walk in WALKS.values() for hop in walk if hop.event} <= stops


def test_the_rooms_are_those_of_the_house_floor_by_floor() -> None:
    built = house.build()
    floors = [(built.floor(room), room) for room in built.lines if built.floor(room)]

    shown = [(int(floor), room) for floor, room in _ROOM.findall(PAGE)]
    assert shown == sorted(floors, key=lambda each: (-each[0], each[1]))
