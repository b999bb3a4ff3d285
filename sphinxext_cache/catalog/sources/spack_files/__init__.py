"""Reads what Spack itself writes: lockfiles, install databases, indices of build caches, and nodes in JSON."""
