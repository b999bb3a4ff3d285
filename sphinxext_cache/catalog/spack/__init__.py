"""Spack's rules: its spec syntax, the order of versions, variants, and targets."""
