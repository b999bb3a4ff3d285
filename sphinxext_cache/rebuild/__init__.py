"""Incremental builds: determines which documents a change affects, and skips the work if nothing changed."""
