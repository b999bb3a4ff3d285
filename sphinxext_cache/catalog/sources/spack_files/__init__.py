"""Reads the files that Spack writes: lockfiles, install databases, indices of build caches, and nodes in JSON."""
