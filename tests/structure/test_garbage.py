from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from sphinxext_cache.garbage import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    gc.enable()


@pytest.mark.parametrize("switch", [gc.enable, gc.disable])
def test_the_collector_is_off_for_a_while_and_then_as_it_was(switch: Callable[[], None]) -> None:
    switch()
    before = gc.isenabled()

    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled() == before


def test_the_collector_is_as_it_was_after_an_error() -> None:
    with pytest.raises(ValueError, match="wrong"), uncollected():
        raise ValueError("wrong")

    assert gc.isenabled()
