"""Where specs are read from: each kind of source, and what makes a catalog of all of them."""
