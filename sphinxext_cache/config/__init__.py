"""The values that a project sets in `conf.py`: which there are, which are valid, and where sources are looked for."""
