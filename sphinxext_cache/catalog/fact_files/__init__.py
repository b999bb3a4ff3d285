"""Reads files that say something about packages and specs, and joins them with a catalog."""
