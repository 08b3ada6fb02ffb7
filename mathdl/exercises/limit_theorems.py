"""Checks of the coded exercises of the chapter on limit theorems."""

import numpy as np
from scipy import special

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(95)


def _spread(G):
    g = G.mean(axis=0)
    return np.mean(np.sum((G - g) ** 2, axis=1)), g @ g


def _smallest(N, bound):
    return int(np.clip(np.ceil(bound), 1, N))


def _batch_for(G, share):
    N, (noise, signal) = len(G), _spread(G)
    if noise == 0:
        return 1
    return _smallest(N, N * noise / (noise + (N - 1) * share**2 * signal))


def _with_replacement(G, share):
    noise, signal = _spread(G)
    return max(1, int(np.ceil(noise / (share**2 * signal))))


def _share_not_squared(G, share):
    return _batch_for(G, np.sqrt(share))


def _factor_by_n(G, share):
    N, (noise, signal) = len(G), _spread(G)
    if noise == 0:
        return 1
    return _smallest(N, N * noise / (noise + N * share**2 * signal))


def _rounded_down(G, share):
    return max(1, _batch_for(G, share) - 1)


def _mean_of_lengths(G, share):
    """Compare with the mean squared length of single gradients."""
    N, (noise, signal) = len(G), _spread(G)
    if noise == 0:
        return 1
    size = signal + noise
    return _smallest(N, N * noise / (noise + (N - 1) * share**2 * size))


def _gradients():
    """Yield gradients around a signal: one picture, equal ones, few, and many."""
    rng = _rng()
    yield np.array([[2.0, -1.0]]), 0.3
    yield np.full((4, 2), 1.5), 0.1
    yield np.array([[1.0], [3.0], [5.0], [7.0]]), 0.3
    yield np.array([[1.0], [2.0], [2.0], [9.0]]), 0.3
    yield np.array([[0.4, 2.6], [1.3, 0.2]]), 0.45
    yield np.outer([1.0, 2.0, 4.0], [1.0, -2.0, 0.5]), 0.21
    for N, d, noise, share in [
        (40, 3, 1.0, 0.5),
        (300, 5, 3.0, 0.31),
        (300, 5, 8.0, 0.31),
        (300, 2, 8.0, 0.87),
        (1000, 4, 30.0, 0.16),
        (60, 6, 1.5, 1.7),
    ]:
        yield rng.normal(size=d) + noise * rng.normal(size=(N, d)), share
    yield np.diag([3.0, 1.0, 2.0]) + 1.0, 0.4


def _pictures(m, half, miss):
    return int(np.ceil(np.log(2 * m / miss) / (2 * half**2)))


def _one_sided(m, half, miss):
    return int(np.ceil(np.log(m / miss) / (2 * half**2)))


def _no_union(m, half, miss):
    return _pictures(1, half, miss)


def _all_in_a_sum(m, half, miss):
    return m * _pictures(1, half, miss)


def _two_on_top(m, half, miss):
    return int(np.ceil(2 * np.log(2 * m / miss) / half**2))


def _test_sets():
    yield 3, 0.01, 0.05
    yield 1, 0.1, 0.3
    yield 2, 0.05, 0.01
    yield 20, 0.02, 0.05
    yield 1000, 0.03, 0.001
    yield 7, 0.35, 0.2


def _coins(a, p):
    return special.xlogy(a, a / p) + special.xlogy(1 - a, (1 - a) / (1 - p))


_ODD = np.arange(1, 40001, 2)


def _first(promised, n=_ODD):
    """Return the first of the numbers n of which the promise holds."""
    return int(n[np.argmax(np.append(promised[:-1], True))])


def _majority(n):
    return (n // 2 + 1) / n


def _voters(p, miss):
    return _first(np.exp(-_ODD * _coins(_majority(_ODD), p)) <= miss)


def _by_hoeffding(p, miss):
    return _first(np.exp(-2 * _ODD * (_majority(_ODD) - p) ** 2) <= miss)


def _half_itself(p, miss):
    return _first(np.exp(-_ODD * _coins(0.5, p)) <= miss)


def _exactly(p, miss):
    """Use the true probability in the place of the bound."""
    return _first(special.betainc(_ODD // 2 + 1, _ODD // 2 + 1, p) <= miss)


def _even_too(p, miss):
    n = np.arange(1, 40001)
    return _first(np.exp(-n * _coins(_majority(n), p)) <= miss, n)


def _from_three(p, miss):
    n = _ODD[1:]
    return _first(np.exp(-n * _coins(_majority(n), p)) <= miss, n)


def _votes():
    yield 0.3, 0.05
    yield 0.4, 0.01
    yield 0.1, 0.2
    yield 0.02, 0.03
    yield 0.25, 1e-6
    yield 0.45, 0.1
    yield 0.33, 0.5


def _law(p, n):
    law = np.ones(1)
    for _ in range(n):
        law = np.convolve(law, p)
    return law


def _standard(p, n):
    faces, s = np.arange(len(p)), np.arange(n * (len(p) - 1) + 1)
    mean = p @ faces
    return (s - n * mean) / np.sqrt(n * (p @ (faces - mean) ** 2))


def _gap(p, n):
    law, bell = _law(p, n), special.ndtr(_standard(p, n))
    after = np.cumsum(law)
    return max(np.abs(after - bell).max(), np.abs(after - law - bell).max())


def _one_side(p, n):
    return np.abs(np.cumsum(_law(p, n)) - special.ndtr(_standard(p, n))).max()


def _half_corrected(p, n):
    law = _law(p, n)
    return np.abs(np.cumsum(law) - law / 2 - special.ndtr(_standard(p, n))).max()


def _spread_of_one(p, n):
    law, bell = _law(p, n), special.ndtr(np.sqrt(n) * _standard(p, n))
    after = np.cumsum(law)
    return max(np.abs(after - bell).max(), np.abs(after - law - bell).max())


def _one_throw(p, n):
    return _gap(p, 1)


def _heights(p, n):
    z = _standard(p, n)
    bell = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.abs(_law(p, n) - bell).max()


def _dice():
    """Yield dice: a fair one, coins, one with faces that never show, and skew ones."""
    yield np.full(6, 1 / 6), 3
    yield np.array([0.5, 0.5]), 4
    yield np.array([0.9, 0.1]), 1
    yield np.array([0.3, 0.0, 0.7]), 2
    yield np.array([0.25, 0.1, 0.65]), 7
    yield np.array([0.7, 0.05, 0.05, 0.2]), 25
    yield np.array([0.02, 0.98]), 60


def _odds(k, n):
    return np.array([np.log(k / (n - k)), np.sqrt(1 / k + 1 / (n - k))])


def _slope_forgotten(k, n):
    return np.array([np.log(k / (n - k)), np.sqrt(k / n * (1 - k / n) / n)])


def _odds_without_log(k, n):
    p = k / n
    return np.array([p / (1 - p), np.sqrt(p / (1 - p) ** 3 / n)])


def _root_n_forgotten(k, n):
    p = k / n
    return np.array([np.log(p / (1 - p)), 1 / np.sqrt(p * (1 - p))])


def _variance_not_sd(k, n):
    return np.array([np.log(k / (n - k)), 1 / k + 1 / (n - k)])


def _slope_of_the_log(k, n):
    p = k / n
    return np.array([np.log(p / (1 - p)), np.sqrt((1 - p) / p / n)])


def _counts():
    yield from [(900, 1000), (1, 2), (5, 6), (3, 40), (250, 1000), (9999, 10000)]


_POSITIVE = {
    "answer absolute": "it is a count",
    "answer clipped": "it is a count",
}

EXERCISES = [
    Exercise(
        label="ex-limit-theorems-batch",
        answer=_batch_for,
        names=("G", "share"),
        cases=_gradients,
        tried="1 to 1,000 gradients, equal, similar and very different ones",
        mistakes=(
            Mistake(
                _with_replacement,
                "this is for draws with replacement; use the factor (N − B)/(N − 1).",
            ),
            Mistake(
                _share_not_squared,
                "compare mean squares with mean squares: the share counts squared.",
            ),
            Mistake(
                _factor_by_n,
                "the factor is (N − B)/(N − 1); this takes N below.",
            ),
            Mistake(
                _rounded_down,
                "this batch is one too small; the error is still above the share.",
            ),
            Mistake(
                _mean_of_lengths,
                "the error is measured against the mean gradient, not single ones.",
            ),
        ),
        invariant={
            "G negated": "only lengths count",
            "G permuted": "a batch has no order",
            "share absolute": "a share is positive",
            "share negated": "only its square counts",
            **_POSITIVE,
        },
    ),
    Exercise(
        label="ex-limit-theorems-pictures",
        answer=_pictures,
        names=("m", "half", "miss"),
        cases=_test_sets,
        tried="1 to 1,000 networks",
        mistakes=(
            Mistake(
                _one_sided,
                "an accuracy can be off on either side: a factor is missing.",
            ),
            Mistake(
                _no_union, "this promises it for one network; all have to be right."
            ),
            Mistake(
                _all_in_a_sum,
                "all networks read the same pictures; only the logarithm grows.",
            ),
            Mistake(_two_on_top, "Hoeffding's exponent is −2nε²; the 2 belongs below."),
        ),
        invariant={
            "half absolute": "it is positive",
            "half negated": "only its square counts",
            "miss absolute": "a probability is not negative",
            "m zero": "there is a network to measure",
            **_POSITIVE,
        },
    ),
    Exercise(
        label="ex-limit-theorems-vote",
        answer=_voters,
        names=("p", "miss"),
        cases=_votes,
        tried="error rates from 0.02 to 0.45",
        mistakes=(
            Mistake(_by_hoeffding, "this is Hoeffding's bound; Chernoff's knows p."),
            Mistake(
                _half_itself, "the majority is (n + 1)/2 of n, a little over one half."
            ),
            Mistake(_exactly, "this is the exact probability; the bound is asked for."),
            Mistake(
                _from_three,
                "one network may do: at n = 1, a = 1 and 0 log 0 counts as 0.",
            ),
            Mistake(_even_too, "only odd numbers of voters are allowed."),
        ),
        invariant={
            "p absolute": "a probability is not negative",
            "miss absolute": "a probability is not negative",
            **_POSITIVE,
        },
    ),
    Exercise(
        label="ex-limit-theorems-gap",
        answer=_gap,
        names=("p", "n"),
        cases=_dice,
        tried="coins and dice, fair and skew, up to 60 throws",
        mistakes=(
            Mistake(_one_side, "F jumps: compare with its value before each jump too."),
            Mistake(
                _half_corrected, "this takes the middle of each jump; take both ends."
            ),
            Mistake(
                _spread_of_one, "the sum of n has √n times the spread of one throw."
            ),
            Mistake(_one_throw, "this is the gap of one throw; convolve n times."),
            Mistake(
                _heights, "compare distribution functions; these are probabilities."
            ),
        ),
        invariant={
            "p absolute": "probabilities are not negative",
            "p permuted": "a die and its mirror image have one gap",
            "p of length 1": "the die is not constant",
            "n zero": "a sum of nothing has no spread",
            "answer absolute": "a distance is not negative",
            "answer clipped": "a distance is not negative",
        },
    ),
    Exercise(
        label="ex-limit-theorems-odds",
        answer=_odds,
        names=("k", "n"),
        cases=_counts,
        tried="2 to 10,000 pictures",
        mistakes=(
            Mistake(
                _slope_forgotten,
                "this is the error of the accuracy; multiply by the slope.",
            ),
            Mistake(_odds_without_log, "the logarithm of the odds is asked for."),
            Mistake(_root_n_forgotten, "the error of a mean falls with the root of n."),
            Mistake(
                _variance_not_sd, "this is a variance; take the root for a deviation."
            ),
            Mistake(
                _slope_of_the_log,
                "the slope is that of log p alone; 1 − p moves as well.",
            ),
        ),
        invariant={
            "k zero": "k lies between 0 and n",
            "n zero": "there is a picture",
        },
    ),
]
