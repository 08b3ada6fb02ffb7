"""A page, made light: the files that it loads, and nothing else in it."""
