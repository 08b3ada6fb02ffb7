"""Checks of the coded exercises of the chapter on estimation."""

from itertools import combinations
from math import comb

import numpy as np
from scipy import special, stats

from mathdl.exercises._judge import Exercise, Mistake


def _rng() -> np.random.Generator:
    return np.random.default_rng(70)


def _mass(n, p):
    k = np.arange(n + 1)
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    return np.exp(ways + k * np.log(p) + (n - k) * np.log(1 - p))


def _coverage(low, high, p):
    return _mass(len(low) - 1, p)[(low <= p) & (p <= high)].sum()


def _share_of_counts(low, high, p):
    return np.mean((low <= p) & (p <= high))


def _ways_forgotten(low, high, p):
    n, k = len(low) - 1, np.arange(len(low))
    return np.sum((p**k * (1 - p) ** (n - k))[(low <= p) & (p <= high)])


def _failures(low, high, p):
    return _mass(len(low) - 1, 1 - p)[(low <= p) & (p <= high)].sum()


def _one_end(low, high, p):
    return _mass(len(low) - 1, p)[low <= p].sum()


def _reported():
    """Yield intervals for all counts: usual ones, odd ones, and those of 2,000."""
    rng = _rng()
    for n, p in [(10, 0.9), (20, 0.31), (2000, 0.97), (2000, 0.4), (100, 0.985)]:
        hat = np.arange(n + 1) / n
        half = 1.96 * np.sqrt(hat * (1 - hat) / n)
        yield hat - half, hat + half, p
    yield np.array([0.2]), np.array([0.8]), 0.3
    yield np.array([0.4]), np.array([0.8]), 0.3
    for n, p in [(1, 0.7), (3, 0.2), (3, 0.6), (6, 0.45), (10, 0.77), (20, 0.55)]:
        middle = rng.uniform(0, 1, size=n + 1)
        yield middle - rng.random(n + 1), middle + rng.random(n + 1), p
    yield np.array([-0.5, 0.25, -0.3]), np.array([0.6, 0.45, 2.5]), 0.35
    yield np.array([-0.75, 0.25, 0.1]), np.array([-0.6, 0.45, 0.9]), 0.35
    yield np.array([0.3, -0.9, 1.75]), np.array([2.5, -0.25, 1.9]), 0.55


def _limit(k, n, alpha):
    return stats.beta.ppf(1 - alpha, k + 1, n - k)


def _two_sided(k, n, alpha):
    return stats.beta.ppf(1 - alpha / 2, k + 1, n - k)


def _fewer_than_k(k, n, alpha):
    return stats.beta.ppf(1 - alpha, k, n - k + 1) if k else 0.0


def _from_below(k, n, alpha):
    return stats.beta.ppf(alpha, k + 1, n - k)


def _by_the_bell(k, n, alpha):
    q = k / n
    return q + stats.norm.ppf(1 - alpha) * np.sqrt(q * (1 - q) / n)


def _share_right(k, n, alpha):
    return 1 - _limit(k, n, alpha)


def _mistakes_made():
    """Yield counts of mistakes: none, few, nearly all."""
    yield from [(0, 10, 0.025), (0, 300, 0.05), (1, 100, 0.05), (3, 40, 0.2)]
    yield from [(0, 1, 0.3), (1, 2, 0.1), (9, 10, 0.05), (20, 1000, 0.01)]
    yield from [(2, 3, 0.75), (40, 360, 0.1)]


def _differ(first, second):
    d = second - first
    b, c = np.sum(d > 0), np.sum(d < 0)
    return np.array([d.std() / np.sqrt(len(d)), _both_tails(int(b), int(c))])


def _both_tails(b, c, sides=2):
    tail = sum(comb(b + c, j) for j in range(max(b, c), b + c + 1))
    return min(1.0, sides * tail / 2 ** (b + c))


def _unpaired(first, second):
    shares = np.array([first.mean(), second.mean()])
    error = np.sqrt(np.sum(shares * (1 - shares)) / len(first))
    return np.array([error, _differ(first, second)[1]])


def _one_sided(first, second):
    error, _ = _differ(first, second)
    b, c = int(np.sum(second > first)), int(np.sum(second < first))
    return np.array([error, _both_tails(b, c, sides=1)])


def _one_direction(first, second):
    error, _ = _differ(first, second)
    b, c = int(np.sum(second > first)), int(np.sum(second < first))
    tail = sum(comb(b + c, j) for j in range(b, b + c + 1))
    return np.array([error, min(1.0, 2 * tail / 2 ** (b + c))])


def _all_pictures(first, second):
    error, _ = _differ(first, second)
    return np.array([error, _both_tails(int(second.sum()), int(first.sum()))])


def _spread_of_one(first, second):
    error, p = _differ(first, second)
    return np.array([error * np.sqrt(len(first)), p])


def _not_capped(first, second):
    error, _ = _differ(first, second)
    b, c = int(np.sum(second > first)), int(np.sum(second < first))
    return np.array([error, 2 * _both_tails(b, c, sides=1)])


def _too_large_for_numpy(first, second):
    """2 ** m is 0 there from m = 64 on."""
    error, p = _differ(first, second)
    return np.array([error, p if np.sum(first != second) < 64 else 1.0])


def _right_or_not():
    """Yield answers of two networks: one picture, no disagreement, few and many."""
    rng = _rng()
    yield np.array([1, 1, 0, 1, 0, 1]), np.array([1, 0, 1, 1, 1, 1])
    yield np.array([0]), np.array([1])
    yield np.array([1, 0, 1]), np.array([1, 0, 1])
    yield np.array([1, 0, 1, 0, 0]), np.array([0, 1, 1, 0, 1])
    yield np.array([1, 1, 1, 1, 0]), np.array([0, 1, 0, 0, 1])
    for N in (12, 30, 200, 200, 400, 1000):
        first = rng.random(N) < 0.85
        flipped = rng.random(N) < 0.12
        yield first.astype(int), (first ^ flipped).astype(int)


def _cut(scores, alpha):
    k = int(np.ceil((len(scores) + 1) * (1 - alpha)))
    return np.sort(scores)[k - 1] if k <= len(scores) else 1e9


def _new_picture_forgotten(scores, alpha):
    k = int(np.ceil(len(scores) * (1 - alpha)))
    return np.sort(scores)[max(k, 1) - 1]


def _between_scores(scores, alpha):
    return np.quantile(scores, 1 - alpha)


def _never_everything(scores, alpha):
    return min(_cut(scores, alpha), scores.max())


def _one_further(scores, alpha):
    k = int(np.ceil((len(scores) + 1) * (1 - alpha)))
    return np.sort(scores)[k] if k < len(scores) else 1e9


def _other_side(scores, alpha):
    return _cut(scores, 1 - alpha)


def _calibrations():
    """Yield scores in no order; sizes where n and n + 1 differ; too few scores."""
    rng = _rng()
    yield np.array([0.75]), 0.6
    yield np.array([-0.75]), 0.3
    yield np.array([2.5, -1.25, 0.4]), 0.3
    yield np.array([0.4, -1.25, 9.5]), 0.45
    yield np.array([0.4, -9.5, 3.5]), 0.81
    for n, alpha in [(9, 0.05), (9, 0.13), (19, 0.07), (99, 0.103), (99, 0.004)]:
        yield rng.normal(size=n), alpha
    for n, alpha in [(20, 0.33), (50, 0.021), (200, 0.017), (3, 0.62), (3, 0.51)]:
        yield rng.normal(size=n), alpha


def _relabel(x, y, beats=np.greater_equal):
    pool = [int(v) for v in (*x, *y)]
    sums = np.array([sum(group) for group in combinations(pool, len(x))])
    return np.mean(beats(sums, sum(pool[: len(x)])))


def _more_than(x, y):
    return _relabel(x, y, np.greater)


def _other_direction(x, y):
    return _relabel(y, x)


def _both_sides(x, y):
    pool = [int(v) for v in (*x, *y)]
    centre = sum(pool) * len(x)
    sums = np.array([sum(group) for group in combinations(pool, len(x))])
    T = np.abs(sums * len(pool) - centre)
    return np.mean(abs(sum(pool[: len(x)]) * len(pool) - centre) <= T)


def _one_added(x, y):
    ways = comb(len(x) + len(y), len(x))
    return (1 + ways * _relabel(x, y)) / (1 + ways)


def _by_student(x, y):
    pool, a, b = np.array([*x, *y]), len(x), len(y)
    s = pool.std() * np.sqrt(1 / a + 1 / b)
    return stats.norm.sf((np.mean(x) - np.mean(y)) / s) if s else 1.0


def _groups():
    """Yield groups of whole numbers, with ties, of equal and unequal sizes."""
    rng = _rng()
    yield np.array([5, 7, 9]), np.array([1, 2, 6])
    yield np.array([4]), np.array([1, 4, 2])
    yield np.array([3, 3]), np.array([3])
    yield np.array([-20, 2, 15]), np.array([7])
    yield np.array([20, 5, -1]), np.array([3, 8, -2])
    for a, b in [(2, 3), (3, 2), (4, 4), (5, 5), (6, 6), (5, 7), (1, 6)]:
        yield rng.integers(-4, 9, size=a) + 2, rng.integers(-4, 9, size=b)


def _median_mass(n):
    return np.diff(stats.binom.sf((n + 1) // 2 - 1, n, np.arange(n + 1) / n))


def _median_error(x):
    mass, values = _median_mass(len(x)), np.sort(x)
    return np.sqrt(mass @ (values - mass @ values) ** 2)


def _of_the_mean(x):
    return np.std(x) / np.sqrt(len(x))


def _normal_theory(x):
    return np.sqrt(np.pi / 2) * np.std(x) / np.sqrt(len(x))


def _not_the_root(x):
    return _median_error(x) ** 2


def _not_sorted(x):
    mass = _median_mass(len(x))
    return np.sqrt(mass @ (x - mass @ x) ** 2)


def _around_the_median(x):
    mass, values = _median_mass(len(x)), np.sort(x)
    return np.sqrt(mass @ (values - np.median(x)) ** 2)


def _odd_samples():
    """Yield different values in no order, an odd number of them."""
    rng = _rng()
    yield (np.array([2.5]),)
    yield (np.array([1.25, -3.5, 0.5]),)
    yield (np.array([-4.5, 1.5, 9.75]),)
    yield (np.array([9.75, -0.5, 1.5, 0.2, 3.1]),)
    for n in (3, 5, 7, 9, 21, 51):
        yield (rng.normal(size=n) ** 3 - 1,)


EXERCISES = [
    Exercise(
        label="ex-estimation-coverage",
        answer=_coverage,
        names=("low", "high", "p"),
        cases=_reported,
        tried="intervals for 0 to 2,000 trials, some of them odd",
        invariant={
            "p absolute": "a probability is positive",
            "answer absolute": "a probability is positive",
            "answer clipped": "a probability is positive",
        },
        mistakes=(
            Mistake(
                _share_of_counts,
                "counts are not equally likely: add their probabilities.",
            ),
            Mistake(
                _ways_forgotten,
                "each count comes about in many ways: the binomial coefficient.",
            ),
            Mistake(_failures, "k counts successes; here they have 1 - p."),
            Mistake(_one_end, "the interval has two ends, and p may lie above it."),
        ),
    ),
    Exercise(
        label="ex-estimation-mistakes",
        answer=_limit,
        names=("k", "n", "alpha"),
        cases=_mistakes_made,
        tried="0 to 40 mistakes on 1 to 1,000 pictures",
        invariant={
            "n zero": "there is at least one picture",
            "alpha absolute": "a level is positive",
            "answer absolute": "a rate is not negative",
            "answer clipped": "a rate is not negative",
        },
        mistakes=(
            Mistake(_two_sided, "one side is asked for: it gets all of alpha."),
            Mistake(
                _fewer_than_k, "here 'fewer than k mistakes' has probability alpha."
            ),
            Mistake(
                _from_below,
                "here 'at most k' has the probability 1 - alpha: the other quantile.",
            ),
            Mistake(
                _by_the_bell,
                "the bell gives no room at all for k = 0; use the binomial tail.",
            ),
            Mistake(_share_right, "this is a share of right answers."),
        ),
    ),
    Exercise(
        label="ex-estimation-mcnemar",
        answer=_differ,
        names=("first", "second"),
        cases=_right_or_not,
        tried="1 to 1,000 pictures, with no disagreement and with many",
        invariant={
            "answer absolute": "both numbers are not negative",
            "answer clipped": "both numbers are not negative",
        },
        mistakes=(
            Mistake(
                _unpaired,
                "this error adds the two variances; the pictures are the same.",
            ),
            Mistake(_one_sided, "either network may be better: twice the tail."),
            Mistake(
                _one_direction,
                "take the tail from the larger of the two counts on, then twice it.",
            ),
            Mistake(
                _all_pictures,
                "pictures on which both are right must not count in the test.",
            ),
            Mistake(_spread_of_one, "this is the spread of one picture, not the mean."),
            Mistake(_not_capped, "twice a tail may exceed 1, a p-value may not."),
            Mistake(
                _too_large_for_numpy,
                "NumPy's whole numbers end below 2**63: make the counts int first.",
            ),
        ),
    ),
    Exercise(
        label="ex-estimation-threshold",
        answer=_cut,
        names=("scores", "alpha"),
        cases=_calibrations,
        tried="1 to 200 scores, some too few for alpha",
        invariant={
            "scores permuted": "exchangeable scores have no order",
            "alpha absolute": "a level is positive",
        },
        mistakes=(
            Mistake(_new_picture_forgotten, "k counts the new picture too: n + 1."),
            Mistake(
                _between_scores,
                "a quantile of the n scores forgets the new one, and interpolates.",
            ),
            Mistake(_never_everything, "where k exceeds n, nothing may be excluded."),
            Mistake(_one_further, "Python counts from 0: the k-th is at k - 1."),
            Mistake(_other_side, "alpha is the share that may be missed."),
        ),
    ),
    Exercise(
        label="ex-estimation-relabel",
        answer=_relabel,
        names=("x", "y"),
        cases=_groups,
        tried="groups of 1 to 7 whole numbers, with ties",
        invariant={
            "x permuted": "a group has no order",
            "y permuted": "a group has no order",
            "answer absolute": "a share is not negative",
            "answer clipped": "a share is not negative",
        },
        mistakes=(
            Mistake(_more_than, "at least as large counts, the data themselves too."),
            Mistake(_other_direction, "x minus y, not y minus x, is to be large."),
            Mistake(_both_sides, "only large differences count here, not small ones."),
            Mistake(
                _one_added,
                "the data are one of the ways already: nothing is to be added.",
            ),
            Mistake(_by_student, "count the ways instead of using a bell."),
        ),
    ),
    Exercise(
        label="ex-estimation-median",
        answer=_median_error,
        names=("x",),
        cases=_odd_samples,
        tried="1 to 51 different values, in no order",
        invariant={
            "x permuted": "values have no order",
            "x negated": "a spread has no sign",
            "answer absolute": "a spread is not negative",
            "answer clipped": "a spread is not negative",
        },
        mistakes=(
            Mistake(_of_the_mean, "this is the error of the mean."),
            Mistake(
                _normal_theory,
                "this holds for many normal values; the resamples can be counted.",
            ),
            Mistake(_not_the_root, "this is the variance; take the root."),
            Mistake(_not_sorted, "sort the values first."),
            Mistake(
                _around_the_median,
                "the spread is around the mean of the resampled medians.",
            ),
        ),
    ),
]
