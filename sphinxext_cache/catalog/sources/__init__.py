"""The kinds of sources, and the loader that makes a catalog from them."""
