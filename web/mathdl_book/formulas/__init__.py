"""Formulas: typeset when the book is built, in fonts cut to them, partly later."""
