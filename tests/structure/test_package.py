"""What is tested is what was asked for: the checkout, or in CI the wheel that was built of it."""

from __future__ import annotations

from tests.checkout import PACKAGE, TESTS_WHEEL
from tests.environments import ROOT


def test_the_package_under_test_is_the_one_that_was_asked_for() -> None:
    expected = "site-packages" if TESTS_WHEEL else ROOT.name

    assert PACKAGE.parent.name == expected
    assert (PACKAGE / "static").is_dir() == TESTS_WHEEL
    assert (PACKAGE / "assets").is_dir() != TESTS_WHEEL
