"""The domain `cache`: what there is, where it lies, and how references reach it."""
