"""Wrong answers to the coded exercises of the chapter CHAPTER, and their hints."""

import numpy as np

WRONG = {
    "ex-CHAPTER-normalize": [
        (lambda x: x / np.sum(x**2), "take the root"),
        (lambda x: x / np.sum(np.abs(x)), "squares each entry"),
        (lambda x: np.sqrt(np.sum(x**2)), "divide x by it"),
    ],
}
