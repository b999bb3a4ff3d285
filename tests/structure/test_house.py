"""The house keeps its order, and says so of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import house

if TYPE_CHECKING:
    from tests.house import House


@pytest.fixture(scope="module")
def built() -> House:
    return house.build()


def test_there_are_few_rooms_no_circle_no_arrow_upwards_and_no_long_file(built: House) -> None:
    assert built.faults() == []


def test_every_room_but_the_front_door_is_on_a_floor(built: House) -> None:
    assert [room for room in built.lines if not built.floor(room)] == ["__init__.py"]


def test_what_is_not_in_order_is_named(built: House) -> None:
    wrong = built._replace(
        arrows=built.arrows | {"tables/": {"pages/"}, "catalog/": {"catalog/sources/"}},
        long={"sphinxext_cache/long.py": 301},
        lines=built.lines | {f"room{number}.py": 1 for number in range(house.MOST_ROOMS)},
    )

    faults = "\n".join(wrong.faults())

    assert "an arrow upwards: tables/ -> pages/" in faults
    assert "a circle: " in faults
    assert "sphinxext_cache/long.py has 301 lines" in faults
    assert f"rooms, more than {house.MOST_ROOMS}" in faults


def test_the_house_is_printed_floor_by_floor(built: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert house.main() == 0

    printed = capsys.readouterr().out.splitlines()
    floors = [int(line.split()[0]) for line in printed[:-1]]
    assert floors == sorted(floors, reverse=True)
    assert len(floors) == len(built.lines)
