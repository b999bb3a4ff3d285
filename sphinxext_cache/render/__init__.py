"""Renders tables to HTML or to docutils nodes. Both show the same cells, in the same order and with the same text."""
