"""Checks of the coded exercises of the chapter CHAPTER."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _normalize(x):
    return x / np.sqrt(np.sum(x**2))


def _vectors():
    rng = np.random.default_rng(0)
    yield (np.array([3.0, 4.0]),)
    yield (np.array([1.0, -2.0, 9.0]),)  # the largest entry last
    for n in (1, 2, 3, 5, 8):
        yield (rng.normal(size=n),)


EXERCISES = [
    Exercise(
        label="ex-CHAPTER-normalize",
        answer=_normalize,
        names=("x",),
        cases=_vectors,
        tried="vectors of length 1 to 8",
        mistakes=(
            Mistake(
                lambda x: x / np.sum(x**2),
                "this divides by the squared length; take the root.",
            ),
            Mistake(
                lambda x: x / np.sum(np.abs(x)),
                "the length squares each entry; this adds their sizes.",
            ),
            Mistake(
                lambda x: np.sqrt(np.sum(x**2)),
                "this is the length of x; divide x by it.",
            ),
        ),
    ),
]
