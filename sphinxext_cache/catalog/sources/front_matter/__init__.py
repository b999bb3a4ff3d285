"""The front matter of package documents: a fast path for the usual format, and a lenient one for the rest."""
