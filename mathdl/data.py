"""Data that the chapters use. Nothing comes over the network."""

from typing import NamedTuple

import numpy as np

TRAINING_ROWS = 1437


class Digits(NamedTuple):
    """Handwritten digits, split into a part to train on and a part to test on.

    Attributes
    ----------
    X_train : array of shape (1437, 64)
        Pictures of 8 by 8 pixels, row by row: 0 is paper, 1 is full ink.
    y_train : array of int of shape (1437,)
        The digits, 0 to 9.
    X_test : array of shape (360, 64)
    y_test : array of int of shape (360,)
    """

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def load_digits() -> Digits:
    """Return the 1,797 handwritten digits that come with scikit-learn.

    Pixels, whole numbers from 0 to 16 in the file, are divided by 16. The first 1,437
    rows (80 %) are for training and the last 360 for testing, in the file's order: the
    rule needs no random numbers, and anyone can repeat it.

    Returns
    -------
    Digits

    Notes
    -----
    Source: E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten
    Digits, UCI Machine Learning Repository; the file is that data set's test part,
    written by 13 people.
    """
    from sklearn.datasets import load_digits as from_sklearn

    X, y = from_sklearn(return_X_y=True)
    X = X / 16
    n = TRAINING_ROWS
    return Digits(X[:n], y[:n], X[n:], y[n:])


def interleaved(
    n: int, *, noise: float = 0.1, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw two half circles of points that reach into one another.

    Parameters
    ----------
    n : int
        The number of points, half of them (rounded down) in class 0.
    noise : float
        The standard deviation of what is added to each coordinate.
    rng : numpy.random.Generator
        Where angles and noise are drawn from.

    Returns
    -------
    X : array of shape (n, 2)
    y : array of int of shape (n,)
        Class 0 is the upper half circle around (0, 0), class 1 the lower one around
        (1, 0.5); both have radius 1.

    Raises
    ------
    ValueError
        If n is less than 2 or the noise is negative or not finite.
    """
    if not isinstance(n, int | np.integer) or n < 2:
        raise ValueError(f"n is {n!r}: expected a whole number of at least 2")
    if not (np.isfinite(noise) and noise >= 0):
        raise ValueError(f"noise is {noise!r}: expected a finite number, 0 or more")
    y = (np.arange(n) >= n // 2).astype(int)
    angle = rng.uniform(0, np.pi, size=n)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.array([1.0, 0.5]) - upper
    X = np.where(y[:, None] == 0, upper, lower)
    return X + noise * rng.normal(size=(n, 2)), y
