"""Wrong answers to the exercises on derivatives, and a part of the hint they get."""

import math

import numpy as np


def slope_in_words(f, x, delta, M):
    step = (2 * delta) ** 0.5 / M**0.5
    right, left = f(x + step), f(x - step)
    return 0.5 * (right - left) / step


def slope_with_a_fixed_step(f, x, delta, M):
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


def logistic(z):
    return 1 / (1 + np.exp(-z))


def slope_by_cases(z):
    if z < 0:
        return slope_by_cases(-z)
    s = math.exp(-z)
    return s / (1 + 2 * s + s * s)


def by_cosh(z):
    return 1 / (2 * np.cosh(z / 2)) ** 2


def five_points(f, x, h):
    k = h / 2
    inner, outer = f(x + k) - f(x - k), f(x + h) - f(x - h)
    return (8 * inner - outer) / (6 * h)


def central(f, x, h):
    return (f(x + h) - f(x - h)) / (2 * h)


def count_in_loops(W, b, X):
    dead = 0
    for w, c in zip(W, b, strict=True):
        dead += not any(float(w @ x) + c > 0 for x in X)
    return int(dead)


def nearest_in_loops(z, x):
    best = float("inf")
    for s, ink in zip(z, x, strict=True):
        if ink > 0:
            best = min(best, abs(s) / ink)
    return best


WRONG = {
    "ex-derivatives-slope": [
        (
            lambda f, x, delta, M: central(f, x, 2 * math.sqrt(delta / M)),
            "a quotient to one side",
        ),
        (
            lambda f, x, delta, M: central(f, x, (3 * delta / M) ** (1 / 3)),
            "only f′ is",
        ),
        (lambda f, x, delta, M: 2 * slope_in_words(f, x, delta, M), "2h apart"),
        (slope_with_a_fixed_step, ""),
        (lambda f, x, delta, M: central(f, x, math.sqrt(2 * M / delta)), ""),
    ],
    "ex-derivatives-sigmoid": [
        (lambda z: logistic(z) * (1 - logistic(z)), "avoid the difference"),
        (lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2, "overflows"),
        (lambda z: np.exp(-abs(z)) / (1 + np.exp(-abs(z))), "squared"),
        (lambda z: np.exp(-(z**2)) / 4, ""),
    ],
    "ex-derivatives-richardson": [
        (
            lambda f, x, h: 2 * central(f, x, h / 2) - central(f, x, h),
            "an error of order h",
        ),
        (
            lambda f, x, h: (4 * central(f, x, h) - central(f, x, h / 2)) / 3,
            "are exchanged",
        ),
        (
            lambda f, x, h: (4 * central(f, x, h) - central(f, x, 2 * h)) / 3,
            "h and h/2",
        ),
        (lambda f, x, h: central(f, x, h / 2), ""),
        (lambda f, x, h: central(f, x, 1e-5), ""),
    ],
    "ex-derivatives-dead": [
        (
            lambda W, b, X: int(((X @ W.T + b).min(axis=0) <= 0).sum()),
            "not for all",
        ),
        (
            lambda W, b, X: int(((X @ W.T + b).max(axis=0) < 0).sum()),
            "at exactly 0",
        ),
        (
            lambda W, b, X: int(((X @ W.T + b).max(axis=1) <= 0).sum()),
            "mind the axis",
        ),
        (lambda W, b, X: int((b <= 0).sum()), ""),
    ],
    "ex-derivatives-reach": [
        (lambda z, x: np.abs(z)[x > 0].min(), "divide by it"),
        (lambda z, x: max(abs(z[x > 0] / x[x > 0])), "the nearest kink"),
        (lambda z, x: min(-z[x > 0] / x[x > 0]), "take its size"),
        (lambda z, x: np.min(np.abs(z) / np.maximum(x, 0.5)), ""),
    ],
}
RIGHT = {
    "ex-derivatives-slope": [slope_in_words],
    "ex-derivatives-sigmoid": [slope_by_cases, by_cosh],
    "ex-derivatives-richardson": [five_points],
    "ex-derivatives-dead": [count_in_loops],
    "ex-derivatives-reach": [nearest_in_loops],
}
