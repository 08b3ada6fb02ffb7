"""Settings that hold for every test of the book."""

pytest_plugins = ["tests.notebooks.compare"]
