"""What the timetable says is what Sphinx does: who answers an event, and when."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sphinxext_cache.extension import timetable
from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _name(handler: Callable[..., object]) -> tuple[str, str]:
    return handler.__module__, handler.__qualname__


def test_our_handlers_are_those_of_the_timetable_in_its_order(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    project.write("index.rst", "Title\n=====\n")
    events = project.build().app.events
    expected: dict[str, list[tuple[str, str]]] = {}
    for stop in timetable():
        expected.setdefault(stop.event, []).append(_name(stop.handler))

    connected = {
        event: [
            _name(each.handler)
            for each in sorted(listeners, key=lambda each: each.priority)
            if each.handler.__module__.startswith("sphinxext_cache.")
        ]
        for event, listeners in events.listeners.items()
    }

    assert {event: handlers for event, handlers in connected.items() if handlers} == expected


def test_the_stops_of_an_event_are_together_and_in_the_order_of_their_priorities() -> None:
    stops = timetable()

    assert [event for event, _ in groupby(stops, key=lambda stop: stop.event)] == list(
        dict.fromkeys(stop.event for stop in stops)
    )
    for _event, group in groupby(stops, key=lambda stop: stop.event):
        priorities = [stop.priority for stop in group]
        assert priorities == sorted(priorities)


def test_a_stop_at_an_unusual_time_says_why() -> None:
    assert [stop for stop in timetable() if not stop.why and stop.priority != 500] == []
