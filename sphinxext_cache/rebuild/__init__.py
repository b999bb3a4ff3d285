"""Which documents a change of the catalog touches."""
