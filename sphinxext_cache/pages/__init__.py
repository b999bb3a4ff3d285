"""Generated pages: planning, rendering and storing them, with their scripts, search entries, data files and feed."""
