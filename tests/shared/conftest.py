"""Tests of what lies beside the checkout alone: where nothing is, there is nothing to test."""

from __future__ import annotations

from tests.corpora import SHARED

collect_ignore = [] if (SHARED / "cases").is_dir() else ["test_cases.py"]
