"""Answers to the exercises on estimation: wrong ones, and right ones."""

from itertools import combinations, permutations, product
from math import comb

import numpy as np
from scipy import stats


def coverage_by_scipy(low, high, p):
    n = len(low) - 1
    total = 0.0
    for k in range(n + 1):
        if low[k] <= p <= high[k]:
            total += stats.binom.pmf(k, n, p)
    return total


def coverage_of_failures(low, high, p):
    n = len(low) - 1
    mass = stats.binom.pmf(np.arange(n + 1), n, 1 - p)
    return mass @ ((low <= p) & (p <= high))


def coverage_naively(low, high, p):
    n = len(low) - 1
    mass = [float(comb(n, k)) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    return sum(m for m, a, b in zip(mass, low, high, strict=True) if a <= p <= b)


def limit_by_bisection(k, n, alpha):
    low, high = 0.0, 1.0
    for _ in range(100):
        q = (low + high) / 2
        tail = sum(comb(n, j) * q**j * (1 - q) ** (n - j) for j in range(k + 1))
        low, high = (q, high) if tail > alpha else (low, q)
    return low


def differ_in_a_loop(first, second):
    b = c = 0
    for one, other in zip(first, second, strict=True):
        b += other == 1 and one == 0
        c += one == 1 and other == 0
    N = len(first)
    p01, p10 = b / N, c / N
    error = ((p01 + p10 - (p01 - p10) ** 2) / N) ** 0.5
    m = b + c
    p = stats.binomtest(int(b), int(m), 0.5).pvalue if m else 1.0
    return [error, p]


def one_tail(first, second):
    b, c = np.sum(second > first), np.sum(second < first)
    return stats.binom.sf(max(b, c) - 1, b + c, 0.5)


def powers_by_numpy(first, second):
    b, c = np.sum(second > first), np.sum(second < first)
    tail = sum(comb(b + c, j) for j in range(max(b, c), b + c + 1))
    with np.errstate(divide="ignore"):
        p = min(1, 2 * tail / 2 ** (b + c))
    return [differ_in_a_loop(first, second)[0], p]


def cut_by_counting(scores, alpha):
    ordered = sorted(scores)
    for k, score in enumerate(ordered, 1):
        if k >= (len(ordered) + 1) * (1 - alpha):
            return score
    return 1e9


def relabel_by_permutations(x, y):
    """Slow, so for small groups only; else by choosing."""
    pool, a = [*map(int, x), *map(int, y)], len(x)
    deals = permutations(pool) if len(pool) < 7 else combinations(pool, a)
    sums = [sum(deal[:a]) for deal in deals]
    return np.mean([s >= sum(pool[:a]) for s in sums])


def relabel_by_means(x, y):
    pool, a = np.array([*x, *y]), len(x)
    T = []
    for group in combinations(range(len(pool)), a):
        inside = np.isin(np.arange(len(pool)), group)
        T.append(pool[inside].mean() - pool[~inside].mean())
    return np.mean(np.array(T) >= T[0] - 1e-9)


def both_sides(x, y):
    pool, a = np.array([*x, *y]), len(x)
    sums = [sum(group) for group in combinations(pool, a)]
    T = np.abs(np.array(sums) * len(pool) - a * pool.sum())
    return np.mean(T >= T[0])


def median_by_sums(x):
    n, values = len(x), sorted(x)
    half = (n + 1) // 2

    def tail(q):
        return sum(comb(n, i) * q**i * (1 - q) ** (n - i) for i in range(half, n + 1))

    mass = [tail((j + 1) / n) - tail(j / n) for j in range(n)]
    mean = sum(m * v for m, v in zip(mass, values, strict=True))
    return sum(m * (v - mean) ** 2 for m, v in zip(mass, values, strict=True)) ** 0.5


def median_by_drawing(x):
    rng = np.random.default_rng(0)
    return np.std(np.median(rng.choice(x, size=(500, len(x))), axis=1))


def median_by_listing(x):
    if len(x) > 5:
        return median_by_sums(x)
    draws = np.array(list(product(x, repeat=len(x))))
    return np.median(draws, axis=1).std()


WRONG = {
    "ex-estimation-coverage": [
        (coverage_naively, ""),
        (lambda low, high, p: np.mean((low < p) & (high > p)), "not equally likely"),
        (lambda low, high, p: coverage_by_scipy(low, low * 0 + 9, p), "two ends"),
        (coverage_of_failures, "successes"),
        (lambda low, high, p: 1 - coverage_by_scipy(low, high, p), ""),
        (lambda low, high, p: 0.95, ""),
    ],
    "ex-estimation-mistakes": [
        (lambda k, n, alpha: limit_by_bisection(k, n, alpha / 2), "one side"),
        (lambda k, n, alpha: limit_by_bisection(k, n, 1 - alpha), "other quantile"),
        (lambda k, n, alpha: 1 - limit_by_bisection(k, n, alpha), "right answers"),
        (lambda k, n, alpha: (k + 3) / n, ""),
        (
            lambda k, n, alpha: (
                k / n + stats.norm.isf(alpha) * (k / n * (1 - k / n) / n) ** 0.5
            ),
            "the bell",
        ),
    ],
    "ex-estimation-mcnemar": [
        (lambda a, b: differ_in_a_loop(a, b)[::-1], ""),
        (
            lambda a, b: [
                ((a.var() + b.var()) / len(a)) ** 0.5,
                differ_in_a_loop(a, b)[1],
            ],
            "adds the two variances",
        ),
        (
            lambda a, b: [
                np.std(b - a) / len(a) ** 0.5,
                stats.ttest_ind(a, b).pvalue if len(a) > 1 else 1.0,
            ],
            "",
        ),
        (lambda a, b: [np.std(b - a), differ_in_a_loop(a, b)[1]], "of one picture"),
        (lambda a, b: [differ_in_a_loop(a, b)[0], one_tail(a, b)], "twice the tail"),
        (lambda a, b: [differ_in_a_loop(a, b)[0], 2 * one_tail(a, b)], "exceed 1"),
        (powers_by_numpy, "make the counts int"),
    ],
    "ex-estimation-threshold": [
        (lambda s, alpha: np.quantile(s, 1 - alpha), "forgets the new one"),
        (lambda s, alpha: np.quantile(s, 1 - alpha, method="inverted_cdf"), "n + 1"),
        (lambda s, alpha: cut_by_counting(s, 1 - alpha), "may be missed"),
        (lambda s, alpha: min(cut_by_counting(s, alpha), max(s)), "excluded"),
        (lambda s, alpha: s.max(), ""),
    ],
    "ex-estimation-relabel": [
        (lambda x, y: relabel_by_permutations(y, x), "not y minus x"),
        (
            lambda x, y: (
                relabel_by_permutations(x, y) - 1 / comb(len(x) + len(y), len(x))
            ),
            "",
        ),
        (
            lambda x, y: (
                1 - np.mean(relabel_by_permutations(-np.array(x), -np.array(y)))
            ),
            "the data themselves",
        ),
        (both_sides, "not small ones"),
        (lambda x, y: 0.5, ""),
    ],
    "ex-estimation-median": [
        (median_by_drawing, ""),
        (lambda x: median_by_sums(x) ** 2, "take the root"),
        (lambda x: np.std(x) / len(x) ** 0.5, "of the mean"),
        (lambda x: 1.2533141373155 * np.std(x) / len(x) ** 0.5, "can be counted"),
    ],
}

RIGHT = {
    "ex-estimation-coverage": [coverage_by_scipy],
    "ex-estimation-mistakes": [limit_by_bisection],
    "ex-estimation-mcnemar": [differ_in_a_loop],
    "ex-estimation-threshold": [cut_by_counting],
    "ex-estimation-relabel": [relabel_by_permutations, relabel_by_means],
    "ex-estimation-median": [median_by_sums, median_by_listing],
}
