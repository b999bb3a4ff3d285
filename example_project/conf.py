import os

project = "Example HPC Centre"
author = "The Example HPC Centre support team"
copyright = f"2025, {author}"
version = "2025.10"

extensions = ["myst_parser", "sphinxext_cache"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]

# The public build cache, and what we install ourselves: the lockfiles of our clusters, one for each.
cache_sources = [
    "_cache",
    {"path": "clusters/*/spack.lock", "tag": "installed", "kind": "installed"},
]

# What no build knows: our own words, and the modules that Spack made for what is installed.
cache_facts = ["facts.yaml", "clusters/*/module-index.yaml"]

# A page that names no tag means this one. On Read the Docs, the version "stable" of these pages is about the release.
cache_default_tag = {"stable": "v2025.07.0"}.get(os.environ.get("READTHEDOCS_VERSION", ""), "develop-2025-10-12")

# The partitions of Alder, as hardware.rst describes them: readers choose theirs as "my CPU".
cache_cpus = {
    "Alder cpu": "zen4",
    "Alder bigmem": "icelake",
    "Alder gpu-a100": "zen3",
    "Alder gpu-h100": "zen4",
    "Alder grace": "neoverse_v2",
}

html_theme = "furo"
html_title = project
# Where these pages are published; books link there. Read the Docs knows it of each version.
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", "https://docs.hpc.example/")
