"""Checks behind the coded exercises: a verdict, and a hint for the usual mistakes.

Each chapter's exercises stand in a module of its name (``linear_maps`` for
``ex-linear-maps-…``) as a list ``EXERCISES``.
"""

from mathdl.exercises._judge import (
    Exercise,
    Mistake,
    Verdict,
    check,
    judge,
    known_labels,
)

__all__ = ["Exercise", "Mistake", "Verdict", "check", "judge", "known_labels"]
