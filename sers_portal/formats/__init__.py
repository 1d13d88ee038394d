"""How each language orders dates. Pages name a format; none writes an order of its own (`tests/language/`)."""
