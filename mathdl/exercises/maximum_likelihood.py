"""Checks of the coded exercises of the chapter on maximum likelihood."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake
from mathdl.prob import logsumexp, sigmoid


def _rng() -> np.random.Generator:
    return np.random.default_rng(22)


def _log_sum_exp(z):
    return float(logsumexp(z))


def _naive_log_sum_exp(z):
    with np.errstate(over="ignore", divide="ignore"):
        return np.log(np.sum(np.exp(z)))


def _shift_not_undone(z):
    return np.log(np.sum(np.exp(z - np.max(z))))


def _half_width(k, n):
    p = k / n
    return 1.96 * np.sqrt(p * (1 - p) / n)


def _interval_of_the_quantile(k, n):
    return _around(k, n, _half_width(k, n) / 1.96 * 1.959963984540054)


def _around(k, n, width):
    return k / n - width, k / n + width


def _interval(k, n):
    return _around(k, n, _half_width(k, n))


def _interval_without_n(k, n):
    return _around(k, n, 1.96 * np.sqrt(k / n * (1 - k / n)))


def _interval_of_the_variance(k, n):
    return _around(k, n, 1.96 * (k / n) * (1 - k / n) / n)


def _interval_of_one_error(k, n):
    return _around(k, n, _half_width(k, n) / 1.96)


def _shrink(x, sigma, less=2, power=2):
    length = np.sum(x**2) if power == 2 else np.sqrt(np.sum(x**2))
    return (1 - (len(x) - less) * sigma**2 / length) * x


def _shrink_in_wrong_units(x, sigma):
    return (1 - (len(x) - 2) / np.sum(x**2)) * x


def _shrink_each(x, sigma):
    return (1 - (len(x) - 2) * sigma**2 / x**2) * x


def _shrink_positive_part(x, sigma):
    return np.maximum(0, 1 - (len(x) - 2) * sigma**2 / np.sum(x**2)) * x


def _newton_step(w, X, y, weighted=True, sign=-1):
    p = sigmoid(X @ w)
    weight = p * (1 - p) if weighted else np.ones(len(p))
    slope = X.T @ (p - y)
    return w + sign * np.linalg.solve(X.T @ (weight[:, None] * X), slope)


def _newton_of_the_mean(w, X, y):
    """Return a step whose slope is divided by the samples, and whose Hessian is not."""
    return w + (_newton_step(w, X, y) - w) / len(y)


def _gradient_step(w, X, y):
    return w - X.T @ (sigmoid(X @ w) - y)


def _vectors():
    rng = _rng()
    for z in (
        [0, 0],
        [1, 2, 3],
        [1000, 999],
        [0, 1000],
        [-1000, -1001],
        [-1000.5, -999.25],
        [1000, -1000],
        [-2000, 0.5, 2000, 1999.5],
        [20000, 0, 1],
        [0, 1, 20000.25, 20000.5],
        [-20000.5],
        [800, 800, 800],
    ):
        yield (np.array(z, float),)
    for n in (1, 3, 3, 5, 20):
        yield (rng.normal(size=n),)


def _samples():
    rng = _rng()
    yield (np.array([2.5]),)
    yield (np.array([0.4, 0.3]),)
    yield (np.array([1.5, 7.25, 0.5]),)
    for n in (2, 3, 5, 5, 8):
        yield (rng.uniform(0, 3, size=n),)
    yield (0.001 * rng.uniform(size=4),)
    yield (np.array([810.5, 650.0, 999.5]),)


def _test_results():
    return [(1, 2), (1, 3), (2, 3), (3, 10), (9, 10), (19, 20), (45, 50), (900, 1000)]


def _measurements():
    rng = _rng()
    yield np.array([1.0, 2.0, 2.0]), 1.5
    yield np.array([0.5, -0.2, 0.3]), 1.0  # shorter than sigma: it is turned round
    yield np.array([0.3, -1.0, 0.8, 1.1]), 2.0
    for d in (3, 4, 6, 10):
        yield 3 * rng.normal(size=d) + 1, 0.5
        yield 3 * rng.normal(size=d) - 1, 2.0
    yield np.array([-1.0, 20.0, 40.0]), 7.0


def _classifications():
    rng = _rng()
    yield np.array([0.5]), np.array([[1.0], [2.0]]), np.array([0, 1])
    yield np.array([-0.4]), np.array([[1.5]]), np.array([1])
    for n, d in [(2, 2), (4, 2), (4, 2), (6, 3), (9, 4)]:
        yield rng.normal(size=d), rng.normal(size=(n, d)), rng.integers(0, 2, size=n)


EXERCISES = [
    Exercise(
        label="ex-maximum-likelihood-logsumexp",
        answer=_log_sum_exp,
        names=("z",),
        cases=_vectors,
        tried="vectors of 1 to 20 entries, some of them far from zero",
        invariant={"z permuted": "a sum has no order"},
        mistakes=(
            Mistake(
                _naive_log_sum_exp,
                "exp of 1000 overflows, and exp of -1000 is zero: take the largest "
                "entry out of the sum first.",
            ),
            Mistake(
                _shift_not_undone,
                "the largest entry was subtracted; add it again outside the logarithm.",
            ),
            Mistake(
                lambda z: np.max(z),
                "this is the largest entry; the sum of the others is missing.",
            ),
        ),
    ),
    Exercise(
        label="ex-maximum-likelihood-uniform",
        answer=np.max,
        names=("x",),
        cases=_samples,
        tried="samples of 1 to 8 observations",
        invariant={
            "x absolute": "observations are positive",
            "x permuted": "the observations have no order",
            "answer absolute": "theta is positive",
            "answer clipped": "theta is positive",
        },
        mistakes=(
            Mistake(
                lambda x: 2 * np.mean(x),
                "twice the mean is unbiased, but it may lie below an observation, "
                "where the likelihood is zero.",
            ),
            Mistake(
                np.mean,
                "that is the mean; with this theta the larger half of the data would "
                "be impossible.",
            ),
            Mistake(
                lambda x: np.max(x) * (len(x) + 1) / len(x),
                "this removes the bias; the likelihood itself is larger for a smaller "
                "theta.",
            ),
        ),
    ),
    Exercise(
        label="ex-maximum-likelihood-accuracy",
        answer=_interval,
        names=("k", "n"),
        cases=_test_results,
        tried="results on 2 to 1,000 pictures",
        invariant={
            "k zero": "some pictures are classified rightly",
            "n zero": "there are pictures",
        },
        mistakes=(
            Mistake(
                _interval_without_n,
                "this is the spread of a single picture; the mean of n varies less, "
                "by the square root of n.",
            ),
            Mistake(
                _interval_of_the_variance,
                "this is the variance; the standard error is its square root.",
            ),
            Mistake(_interval_of_one_error, "take 1.96 standard errors to each side."),
            Mistake(
                _interval_of_the_quantile,
                "the factor is 1.96 here, not the quantile with all its digits.",
            ),
        ),
    ),
    Exercise(
        label="ex-maximum-likelihood-shrink",
        answer=_shrink,
        names=("x", "sigma"),
        cases=_measurements,
        tried="vectors in 3 to 10 dimensions, some of them shorter than sigma",
        invariant={
            "sigma absolute": "a standard deviation is positive",
            "sigma negated": "only its square counts",
            "x of length 1": "there are 3 dimensions or more",
        },
        mistakes=(
            Mistake(
                lambda x, sigma: _shrink(x, sigma, less=0),
                "the factor has d - 2 in it, not d.",
            ),
            Mistake(
                _shrink_in_wrong_units,
                "this is right for sigma = 1; measure in units of sigma.",
            ),
            Mistake(
                lambda x, sigma: _shrink(x, sigma, power=1),
                "divide by the square of the length of x, not by its length.",
            ),
            Mistake(
                _shrink_each,
                "one factor for all entries: the length is that of the whole vector.",
            ),
            Mistake(
                _shrink_positive_part,
                "this is the positive part; the estimate itself turns short vectors "
                "round.",
            ),
        ),
    ),
    Exercise(
        label="ex-maximum-likelihood-newton",
        answer=_newton_step,
        names=("w", "X", "y"),
        cases=_classifications,
        tried="data sets with 1 to 4 weights",
        invariant={"X dependent": "the Hessian has to be invertible"},
        mistakes=(
            Mistake(
                lambda w, X, y: _newton_step(w, X, y, sign=1),
                "this step goes uphill: subtract it.",
            ),
            Mistake(
                lambda w, X, y: _newton_step(w, X, y, weighted=False),
                "each sample counts in the Hessian with the weight p (1 - p).",
            ),
            Mistake(
                _newton_of_the_mean,
                "slope and Hessian belong to one function: both of the sum, or both "
                "of the mean.",
            ),
            Mistake(
                _gradient_step,
                "this is a step of gradient descent; Newton's solves with the Hessian.",
            ),
        ),
    ),
]
