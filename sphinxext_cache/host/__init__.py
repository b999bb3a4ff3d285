"""What is assumed of Sphinx beyond its public interface: kinds of builders, replaced methods, private names, versions.

Each assumption has a name here, and says which test would fail if a version of Sphinx did not keep it.
"""
