"""Assumptions about Sphinx beyond its public API: kinds of builders, replaced methods, private names and versions.

Each assumption has a name here, and lists the tests that fail if a version of Sphinx breaks it.
"""
