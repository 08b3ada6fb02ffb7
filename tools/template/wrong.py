"""Answers to the exercises of CHAPTER: wrong ones, and right ones."""

import numpy as np

WRONG = {
    "ex-CHAPTER-normalize": [
        (lambda x: x / np.sum(x**2), "take the root"),
        (lambda x: x / np.sum(np.abs(x)), "squares each entry"),
        (lambda x: np.sqrt(np.sum(x**2)), "divide x by it"),
        (lambda x: x / np.max(np.abs(x)), ""),  # wrong, without a hint
    ],
}

RIGHT = {"ex-CHAPTER-normalize": [lambda x: x / np.linalg.norm(x)]}
