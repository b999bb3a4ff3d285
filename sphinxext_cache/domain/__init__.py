"""The domain `cache`: its objects, their places, and references to them."""
