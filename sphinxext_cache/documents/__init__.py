"""What authors write in documents, and what becomes of it until a builder writes it."""
