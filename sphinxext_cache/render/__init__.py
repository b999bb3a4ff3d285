"""How a table looks: as HTML text, or as docutils nodes. Both show the same cells, in the same order and words."""
