project = "Example HPC Centre"
author = "The Example HPC Centre support team"
copyright = f"2025, {author}"
version = "2025.10"

extensions = ["myst_parser", "sphinxext_cache"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]

# The folder `_cache` beside this file is found without a setting. A page that names no tag means this one.
cache_default_tag = "develop-2025-10-12"

html_theme = "furo"
html_title = project
html_baseurl = "https://docs.hpc.example/"
