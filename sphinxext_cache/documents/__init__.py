"""The markup that authors write in documents, up to the point where a builder writes it."""
