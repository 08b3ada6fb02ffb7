"""Checks of the coded exercises of the chapter on random variables."""

import numpy as np

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(90)


def _from_scores(s):
    p = np.exp(s - s.max())
    return p / p.sum()


def _posterior(prior, L):
    return _from_scores(np.log(prior) + np.log(L).sum(axis=0))


def _prior_forgotten(prior, L):
    return _from_scores(np.log(L).sum(axis=0))


def _last_witness_alone(prior, L):
    return _from_scores(np.log(prior) + np.log(L[-1]))


def _prior_each_time(prior, L):
    return _from_scores((np.log(prior) + np.log(L)).sum(axis=0))


def _not_normalised(prior, L):
    return prior * np.prod(L, axis=0)


def _mean_of_posteriors(prior, L):
    return np.mean([_posterior(prior, row[None]) for row in L], axis=0)


def _witnesses():
    """Yield priors and observations: one, few, and so many that products vanish."""
    rng = _rng()
    yield np.array([0.01, 0.99]), np.array([[0.9, 0.2]])
    yield np.array([1.0]), np.array([[0.3], [0.6]])
    yield np.array([0.2, 0.3, 0.5]), np.full((3, 3), 0.1) + np.diag([0.2, 0.3, 0.7])
    for m, K in [(1, 4), (2, 2), (4, 3), (6, 5)]:
        yield rng.dirichlet(np.ones(K)), rng.uniform(0.05, 0.95, size=(m, K))
    yield np.array([0.3, 0.7]), np.outer([0.5, 0.2], [0.4, 0.9])
    near = 0.2 * np.exp(0.02 * rng.normal(size=(3000, 3)))
    yield np.array([0.1, 0.2, 0.7]), near


def _odds(p):
    return p / (1 - p)


def _from_odds(odds):
    return odds / (1 + odds)


def _threshold(old, new, level):
    return _from_odds(_odds(level) * _odds(old) / _odds(new))


def _shifted_instead(old, new, level):
    return _from_odds(_odds(level) * _odds(new) / _odds(old))


def _ratio_of_frequencies(old, new, level):
    return level * old / new


def _one_class_only(old, new, level):
    return _from_odds(_odds(level) * old / new)


def _in_odds(old, new, level):
    return _odds(level) * _odds(old) / _odds(new)


def _cuts():
    """Yield frequencies and levels on both sides of a half."""
    yield 0.5, 0.1, 0.5
    yield 0.5, 0.9, 0.5
    yield 0.1, 0.9, 0.25
    yield 0.3, 0.02, 0.8
    yield 0.75, 0.4, 0.05
    yield 0.6, 0.999, 0.9


def _draws(n, m):
    return float(np.sum(n / np.arange(n - m + 1, n + 1)))


def _last_wait_alone(n, m):
    return n / (n - m + 1)


def _whole_album(n, m):
    return n * np.sum(1 / np.arange(1, n + 1)) * (m > 0)


def _the_last_pictures(n, m):
    return n * np.sum(1 / np.arange(1, m + 1))


def _one_too_far(n, m):
    return _draws(n + 1, m + 1) - 1


def _by_logarithm(n, m):
    return -n * np.log1p(-min(m / n, 1 - 1e-9))


def _albums():
    """Yield sizes and numbers of pictures: none, one, half and all of them."""
    yield from [(1, 0), (1, 1), (5, 0), (5, 1), (5, 3), (6, 6), (10, 4), (52, 13)]
    yield from [(100, 50), (100, 100), (2000, 1999)]


def _quantile(x, w, u):
    order = np.argsort(x)
    return x[order][np.argmax(np.cumsum(w[order]) >= u)]


def _unsorted(x, w, u):
    return x[np.argmax(np.cumsum(w) >= u)]


def _weights_forgotten(x, w, u):
    return np.sort(x)[int(np.ceil(u * len(x))) - 1]


def _strictly(x, w, u):
    order = np.argsort(x)
    return x[order][np.argmax(np.cumsum(w[order]) > u)]


def _interpolated(x, w, u):
    order = np.argsort(x)
    return np.interp(u, np.cumsum(w[order]), x[order])


def _one_before(x, w, u):
    order = np.argsort(x)
    return x[order][max(np.argmax(np.cumsum(w[order]) >= u) - 1, 0)]


def _from_above(x, w, u):
    return _quantile(x, w, 1 - u)


def _weighted_values():
    """Yield values in no order with weights, and heights at and between steps of F."""
    yield np.array([2.5]), np.array([1.0]), 0.3
    yield np.array([3.5, -1.25, 0.5]), np.array([0.2, 0.5, 0.3]), 0.6
    yield np.array([3.5, -1.25, 0.5]), np.array([0.2, 0.5, 0.3]), 0.25
    yield np.array([0.5, -3.5, 9.5]), np.array([0.3, 0.1, 0.6]), 0.95
    yield np.array([9.75, 0.5, -3.5]), np.array([0.85, 0.1, 0.05]), 0.07
    # Quarters and halves are exact in a computer, in any order of summing.
    yield np.array([2.5, -0.5, 7.25]), np.array([0.25, 0.25, 0.5]), 0.5
    yield np.array([0.75, -1.5]), np.array([0.25, 0.75]), 0.75
    rng = _rng()
    for n, u in [(4, 0.1), (5, 0.5), (7, 0.9), (12, 0.37), (30, 0.72)]:
        yield 5 * rng.normal(size=n), rng.dirichlet(np.ones(n)), u


def _best(X, y):
    same = np.all(X[:, None] == X, axis=2)
    return same @ y / same.sum(axis=1)


def _floor(X, y):
    return np.mean((y - _best(X, y)) ** 2)


def _variance_of_all(X, y):
    return np.var(y)


def _linear_fit(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    return np.mean((y - A @ np.linalg.lstsq(A, y)[0]) ** 2)


def _groups_alike(X, y):
    rows = np.unique(X, axis=0)
    return np.mean([np.var(y[np.all(X == row, axis=1)]) for row in rows])


def _first_column_alone(X, y):
    return _floor(X[:, :1], y)


def _sum_not_mean(X, y):
    return len(y) * _floor(X, y)


def _conflicting_data():
    """Yield inputs that repeat, with targets that agree or not."""
    rng = _rng()
    yield np.array([[0.5, 1.5]]), np.array([2.0])
    yield np.array([[0.6], [0.6], [1.4]]), np.array([1.0, 2.5, -4.0])
    yield np.array([[0.2, 0.4], [0.2, -0.4]]), np.array([1.5, -3.5])
    yield np.array([[0.2, 0.4], [0.2, 0.4]]), np.array([1.5, -3.5])
    yield np.array([[-0.7, 0.1], [0.7, 0.1], [0.7, 0.1]]), np.array([1.2, 0.0, 8.0])
    for N, n, kinds in [(6, 2, 3), (9, 3, 4), (12, 1, 4), (4, 4, 3)]:
        rows = rng.integers(-1, 2, size=(kinds, n)) + 0.25
        yield rows[rng.integers(kinds, size=N)], 2 * rng.normal(size=N)


def _parts(p, y):
    same = p[:, None] == p
    C = same @ y / same.sum(axis=1)
    return np.array([np.mean((p - C) ** 2), np.mean(C * (1 - C))])


def _parts_by_number(p, y):
    """Each stated number counts once, however often it was stated."""
    pairs = [(q, np.mean(y[p == q])) for q in np.unique(p)]
    parts = [((q - c) ** 2, c * (1 - c)) for q, c in pairs]
    return np.mean(parts, axis=0)


def _parts_by_class(p, y):
    C = np.where(y == 1, p[y == 1].mean(), p[y == 0].mean()) if 0 < y.sum() else y
    return np.array([np.mean((p - C) ** 2), np.mean(C * (1 - C))])


def _stated_spread(p, y):
    return np.array([_parts(p, y)[0], np.mean(p * (1 - p))])


def _against_base_rate(p, y):
    c = y.mean()
    return np.array([np.mean((p - c) ** 2), c * (1 - c)])


def _exchanged(p, y):
    return _parts(p, y)[::-1]


def _forecasts():
    """Yield stated numbers that repeat, among them 0 and 1, and what came true."""
    yield np.array([0.9] * 10 + [0.6] * 10), np.repeat([1.0, 0, 1, 0], [7, 3, 6, 4])
    yield np.array([0.3]), np.array([1.0])
    yield np.array([0.0, 1.0, 1.0, 0.5]), np.array([0.0, 1.0, 0.0, 1.0])
    yield np.array([0.2, 0.7, 0.2, 0.2, 0.7]), np.array([0.0, 1.0, 1.0, 0.0, 0.0])
    yield np.array([0.1, 0.25, 0.1, 0.95]), np.array([0.0, 0.0, 1.0, 1.0])
    rng = _rng()
    for N in (8, 15, 40):
        p = rng.integers(0, 5, size=N) / 4
        yield p, (rng.random(N) < 0.8 * p + 0.1) * 1.0


EXERCISES = [
    Exercise(
        label="ex-random-variables-posterior",
        answer=_posterior,
        names=("prior", "L"),
        cases=_witnesses,
        tried="1 to 5 classes and 1 to 3,000 observations",
        invariant={
            "prior absolute": "frequencies are positive",
            "L absolute": "probabilities are positive",
            "answer absolute": "probabilities are positive",
            "answer clipped": "probabilities are positive",
            "L permuted": "the order of observations does not count",
        },
        mistakes=(
            Mistake(_prior_forgotten, "the frequencies of the classes are not used."),
            Mistake(_last_witness_alone, "only the last observation is used."),
            Mistake(
                _prior_each_time,
                "the prior counts once, and not with every observation.",
            ),
            Mistake(
                _not_normalised,
                "these do not sum to 1; and a product of thousands is 0 in a computer.",
            ),
            Mistake(
                _mean_of_posteriors,
                "this averages what single observations say; given the class, their "
                "probabilities multiply.",
            ),
        ),
    ),
    Exercise(
        label="ex-random-variables-threshold",
        answer=_threshold,
        names=("old", "new", "level"),
        cases=_cuts,
        tried="frequencies from 0.02 to 0.999",
        invariant={
            "old absolute": "a frequency is positive",
            "new absolute": "a frequency is positive",
            "level absolute": "a probability is positive",
            "answer absolute": "a probability is positive",
            "answer clipped": "a probability is positive",
        },
        mistakes=(
            Mistake(
                _shifted_instead,
                "this is what p = level becomes; which p becomes level?",
            ),
            Mistake(
                _ratio_of_frequencies,
                "the other class changes its frequency too: calculate in odds.",
            ),
            Mistake(
                _one_class_only,
                "in odds both frequencies count, also that of the other class.",
            ),
            Mistake(_in_odds, "these are the odds; a probability is asked for."),
        ),
    ),
    Exercise(
        label="ex-random-variables-draws",
        answer=_draws,
        names=("n", "m"),
        cases=_albums,
        tried="albums of 1 to 2,000 pictures",
        invariant={
            "n zero": "there is at least one picture",
            "answer absolute": "a number of draws is not negative",
            "answer clipped": "a number of draws is not negative",
        },
        mistakes=(
            Mistake(_last_wait_alone, "this is the last wait; add those before it."),
            Mistake(_whole_album, "this is the wait for all n; only m are wanted."),
            Mistake(
                _the_last_pictures,
                "this is the wait for the last m pictures; the first m come faster.",
            ),
            Mistake(_one_too_far, "the sum begins or ends one place off."),
            Mistake(_by_logarithm, "near, but the sum itself is asked for."),
        ),
    ),
    Exercise(
        label="ex-random-variables-quantile",
        answer=_quantile,
        names=("x", "w", "u"),
        cases=_weighted_values,
        tried="1 to 30 values with weights, in no order",
        invariant={
            "w absolute": "weights are positive",
            "u absolute": "0 < u < 1",
            "w moved": "where F reaches u exactly is part of the question",
            "u moved": "where F reaches u exactly is part of the question",
        },
        mistakes=(
            Mistake(_unsorted, "the values are in no order: sort them, weights too."),
            Mistake(
                _weights_forgotten, "all values count alike here: use the weights."
            ),
            Mistake(
                _strictly, "where F reaches u exactly, that value is the quantile."
            ),
            Mistake(
                _interpolated,
                "this lies between two values; the quantile is one of them.",
            ),
            Mistake(_one_before, "at this value F is still below u: take the next."),
            Mistake(_from_above, "this counts the weights from the largest value on."),
        ),
    ),
    Exercise(
        label="ex-random-variables-floor",
        answer=_floor,
        names=("X", "y"),
        cases=_conflicting_data,
        tried="1 to 12 samples, with inputs that repeat",
        invariant={
            "X negated": "only which inputs are equal counts",
            "y negated": "squares are added",
            "answer absolute": "a mean of squares is not negative",
            "answer clipped": "a mean of squares is not negative",
            "X moved": "equal inputs would no longer be equal",
        },
        mistakes=(
            Mistake(_variance_of_all, "this is the best constant; use the input."),
            Mistake(
                _linear_fit, "any function is allowed, not only sums of multiples."
            ),
            Mistake(
                _groups_alike,
                "inputs that occur more often count more: average over the samples.",
            ),
            Mistake(
                _first_column_alone,
                "inputs are equal if all of their entries are.",
            ),
            Mistake(_sum_not_mean, "this is the sum of squares; divide by N."),
        ),
    ),
    Exercise(
        label="ex-random-variables-brier",
        answer=_parts,
        names=("p", "y"),
        cases=_forecasts,
        tried="1 to 40 forecasts, with numbers that repeat",
        invariant={
            "p absolute": "probabilities are not negative",
            "y absolute": "outcomes are 0 or 1",
            "y rounded": "outcomes are 0 or 1",
            "y largest last": "outcomes are 0 or 1",
            "p moved": "equal numbers would no longer be equal",
            "answer absolute": "both parts are not negative",
            "answer clipped": "both parts are not negative",
        },
        mistakes=(
            Mistake(
                _parts_by_number,
                "a number that is stated often counts often: average over the rows.",
            ),
            Mistake(_parts_by_class, "group by the stated number, not by the outcome."),
            Mistake(
                _stated_spread,
                "the second part is about C, what came true, and not about p.",
            ),
            Mistake(_against_base_rate, "C differs from one stated number to another."),
            Mistake(_exchanged, "these are the two parts in the other order."),
        ),
    ),
]
