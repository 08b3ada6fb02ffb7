"""Ways out of the page: Binder, live code, a hub, and reading without a network."""
