"""What is said about packages and specs that no build knows: a description, a homepage, a centre's own words."""
