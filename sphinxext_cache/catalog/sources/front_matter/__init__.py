"""The front matter of package documents: a fast way for what is usual, and a patient one for the rest."""
