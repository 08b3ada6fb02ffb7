"""Answers to the exercises on random variables: wrong ones, and right ones."""

import numpy as np


def posterior_step_by_step(prior, L):
    p = np.array(prior, float)
    for row in L:
        p = p * row
        p = p / p.sum()
    return p


def posterior_as_product(prior, L):
    p = prior * L.prod(axis=0)
    return p / p.sum()


def threshold_by_bisection(old, new, level):
    low, high = 0.0, 1.0
    for _ in range(80):
        p = (low + high) / 2
        a, b = p * new / old, (1 - p) * (1 - new) / (1 - old)
        low, high = (p, high) if a / (a + b) < level else (low, p)
    return p


def quantile_in_a_loop(x, w, u):
    total = 0.0
    for value, weight in sorted(zip(x, w, strict=True)):
        total += weight
        if total >= u:
            return value
    return value


def floor_by_unique(X, y):
    _, kind = np.unique(X, axis=0, return_inverse=True)
    kind = kind.ravel()
    means = np.bincount(kind, weights=y) / np.bincount(kind)
    return np.mean((y - means[kind]) ** 2)


def floor_by_nearest(X, y):
    guesses = []
    for i, x in enumerate(X):
        far = np.abs(X - x).sum(axis=1)
        far[i] = np.inf
        guesses.append(y[far.argmin()])
    return np.mean((y - np.array(guesses)) ** 2)


def parts_in_a_loop(p, y):
    groups = {}
    for stated, came in zip(p, y, strict=True):
        groups.setdefault(stated, []).append(came)
    wrong = rest = 0.0
    for stated, came in groups.items():
        c, share = sum(came) / len(came), len(came) / len(p)
        wrong += share * (stated - c) ** 2
        rest += share * c * (1 - c)
    return [wrong, rest]


def parts_in_bins(p, y):
    k = np.minimum((p * 10).astype(int), 9)
    C = np.array([y[k == j].mean() for j in k])
    return np.array([np.mean((p - C) ** 2), np.mean(y * (1 - y))])


WRONG = {
    "ex-random-variables-posterior": [
        (posterior_as_product, ""),
        (lambda prior, L: prior * L.prod(axis=0), "do not sum to 1"),
        (lambda prior, L: posterior_step_by_step(prior, L[-1:]), "only the last"),
        (
            lambda prior, L: posterior_step_by_step(np.ones(len(prior)), L),
            "frequencies of the classes are not used",
        ),
        (lambda prior, L: posterior_step_by_step(prior, L[:1]), ""),
    ],
    "ex-random-variables-threshold": [
        (
            lambda old, new, level: threshold_by_bisection(new, old, level),
            "which p becomes level",
        ),
        (lambda old, new, level: level * old / new, "calculate in odds"),
        (lambda old, new, level: 1 - new, ""),
        (
            lambda old, new, level: (
                1 / (1 / threshold_by_bisection(old, new, level) - 1)
            ),
            "these are the odds",
        ),
    ],
    "ex-random-variables-draws": [
        (lambda n, m: n * sum(1 / k for k in range(1, m + 1)), "the first m come"),
        (lambda n, m: sum(n / k for k in range(n - m, n) if k), ""),
        (lambda n, m: n / (n - m + 1), "the last wait"),
        (lambda n, m: sum(n / k for k in range(1, n + 1)) if m else 0, "only m are"),
        (lambda n, m: m, ""),
    ],
    "ex-random-variables-quantile": [
        (lambda x, w, u: x[np.flatnonzero(np.cumsum(w) >= u)[0]], "sort them"),
        (lambda x, w, u: np.quantile(x, u), ""),
        (lambda x, w, u: quantile_in_a_loop(x, w, u + 1e-13), "F reaches u exactly"),
        (
            lambda x, w, u: np.interp(u, np.cumsum(w[x.argsort()]), np.sort(x)),
            "the quantile is one of them",
        ),
        (lambda x, w, u: quantile_in_a_loop(x, w, 1 - u), "from the largest"),
        (lambda x, w, u: quantile_in_a_loop(x, np.ones(len(x)) / len(x), u), ""),
    ],
    "ex-random-variables-floor": [
        (lambda X, y: y.var(), "the best constant"),
        (lambda X, y: floor_by_unique(X, y) * len(y), "divide by N"),
        (lambda X, y: floor_by_unique(X[:, :1], y), "all of their entries"),
        (floor_by_nearest, ""),
        (lambda X, y: 0.0, ""),
    ],
    "ex-random-variables-brier": [
        (lambda p, y: parts_in_a_loop(p, y)[::-1], "other order"),
        (parts_in_bins, ""),
        (lambda p, y: parts_in_a_loop(p, y) * np.array([1, 2]), ""),
        (
            lambda p, y: [np.mean((p - y.mean()) ** 2), np.var(y)],
            "from one stated number to another",
        ),
        (
            lambda p, y: [parts_in_a_loop(p, y)[0], np.mean(p - p**2)],
            "and not about p",
        ),
        (lambda p, y: [np.mean((p - y) ** 2), 0.0], ""),
    ],
}

RIGHT = {
    "ex-random-variables-posterior": [posterior_step_by_step],
    "ex-random-variables-threshold": [threshold_by_bisection],
    "ex-random-variables-draws": [
        lambda n, m: sum(n / (n - k) for k in range(m)),
        lambda n, m: n * (sum(1 / k for k in range(n, n - m, -1))),
    ],
    "ex-random-variables-quantile": [quantile_in_a_loop],
    "ex-random-variables-floor": [floor_by_unique],
    "ex-random-variables-brier": [parts_in_a_loop],
}
