"""Runs the command line as ``python -m sphinxext_cache``."""

from __future__ import annotations

import sys

from sphinxext_cache.command.main import main

if __name__ == "__main__":
    sys.exit(main())
