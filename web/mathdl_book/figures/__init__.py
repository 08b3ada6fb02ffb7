"""Figures: in the page itself, in files that come later, and to take hold of."""

from mathdl_book.figures.inline import Figures

__all__ = ["Figures"]  # MyST-NB finds it here by name (web/pyproject.toml)
