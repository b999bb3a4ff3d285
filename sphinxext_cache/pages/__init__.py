"""Generated pages: which there are, how one is made and kept, and what goes with them."""
