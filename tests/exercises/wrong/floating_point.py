"""Wrong answers to the exercises on floating point, and a part of the hint they get."""

from fractions import Fraction
from math import floor, frexp, log2, sqrt

import numpy as np


def half_up(x, t):
    gap = 2.0 ** (frexp(x)[1] - t)
    return floor(x / gap + 0.5) * gap


def chopped(x, t):
    gap = 2.0 ** (frexp(x)[1] - t)
    return int(x / gap) * gap


def gap_of_frexp(x, t):
    m, e = frexp(x)
    return round(m * 2 ** (t + 1)) * 2.0 ** (e - t - 1)


def decimals(x, t):
    return round(x, t)


def by_fractions(x, t):
    gap = Fraction(2) ** (frexp(x)[1] - t)
    return float(round(Fraction(x) / gap) * gap)


def by_pythons_round(x, t):
    m, e = frexp(x)
    return round(m * 2**t) * 2.0 ** (e - t)


def school_formula(b, c):
    return b - sqrt(b**2 - c)


def the_other_root(b, c):
    return b + sqrt(b**2 - c)


def quotient_without_root(b, c):
    return c / b / 2


def by_product(b, c):
    return c / (b + sqrt(b**2 - c))


def scaled_root(b, c):
    return c / b / (1 + sqrt(1 - c / b / b))


def mean_of_squares(counts, means, variances):
    share, means = np.array(counts) / np.sum(counts), np.array(means)
    squares = np.sum(share * (np.array(variances) + means**2))
    return squares - np.sum(share * means) ** 2


def mean_of_variances(counts, means, variances):
    return np.average(variances, weights=counts)


def unweighted(counts, means, variances):
    return np.mean(variances) + np.var(means)


def by_average(counts, means, variances):
    centre = np.average(means, weights=counts)
    return np.average(variances + (np.array(means) - centre) ** 2, weights=counts)


def pair_by_pair(counts, means, variances):
    n, mean, square = 0, 0.0, 0.0
    for k, m, v in zip(counts, means, variances, strict=True):
        square += k * v + (m - mean) ** 2 * n * k / (n + k)
        mean += (m - mean) * k / (n + k)
        n += k
    return square / n


def cut_toward_zero(x, t):
    gap = 2.0 ** (frexp(x)[1] - t)
    a = int(x / gap) * gap
    if a == x:
        return x, x, 0
    b = a + gap if x > 0 else a - gap
    return a, b, (x - a) / (b - a)


def probability_of_down(x, t):
    gap = 2.0 ** (frexp(x)[1] - t)
    a = floor(x / gap) * gap
    return (x, x, 0) if a == x else (a, a + gap, (a + gap - x) / gap)


def always_two(x, t):
    gap = 2.0 ** (frexp(x)[1] - t)
    a = floor(x / gap) * gap
    return a, a + gap, (x - a) / gap


def one_half(x, t):
    gap = 2.0 ** (frexp(x)[1] - t)
    a = floor(x / gap) * gap
    return (x, x, 0) if a == x else (a, a + gap, 0.5)


def by_ceiling(x, t):
    gap = 2.0 ** (frexp(x)[1] - t)
    b = np.ceil(x / gap) * gap
    return [b, b, 0] if b == x else [b - gap, b, 1 - (b - x) / gap]


def below_65504(g):
    return floor(log2(65504 / max(abs(v) for v in g)))


def smallest_entry(g):
    return floor(log2(65519 / min(abs(v) for v in g if v)))


def without_sizes(g):
    return floor(log2(65519 / abs(max(g))))


def nearest_power(g):
    return round(log2(65520 / np.abs(g).max()))


def by_trying(g):
    k = -60
    with np.errstate(over="ignore"):
        while np.isfinite(np.float16(2.0 ** (k + 1) * g)).all():
            k += 1
    return k


WRONG = {
    "ex-floating-point-round": [
        (half_up, "even"),
        (chopped, "cuts off"),
        (gap_of_frexp, "t + 1 digits"),
        (decimals, ""),
    ],
    "ex-floating-point-root": [
        (school_formula, "cancels"),
        (the_other_root, "larger root"),
        (quotient_without_root, "only near"),
    ],
    "ex-floating-point-variance": [
        (mean_of_squares, "cancel"),
        (mean_of_variances, "means differ"),
        (unweighted, "counts more"),
    ],
    "ex-floating-point-coin": [
        (cut_toward_zero, "farther from 0"),
        (probability_of_down, "upper neighbour"),
        (always_two, "a member stays"),
        (one_half, ""),
    ],
    "ex-floating-point-window": [
        (below_65504, "65504"),
        (smallest_entry, "largest entry"),
        (without_sizes, "negative"),
        (nearest_power, ""),
    ],
}
RIGHT = {
    "ex-floating-point-round": [by_fractions, by_pythons_round],
    "ex-floating-point-root": [by_product, scaled_root],
    "ex-floating-point-variance": [by_average, pair_by_pair],
    "ex-floating-point-coin": [by_ceiling],
    "ex-floating-point-window": [by_trying],
}
