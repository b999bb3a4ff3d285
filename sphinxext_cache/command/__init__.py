"""The command line: what the catalog can do for whoever keeps the data of a site fresh. No Sphinx, no docutils."""
