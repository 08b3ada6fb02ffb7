"""Wrong answers to the exercises on vectors, and a part of the hint they get."""

from math import comb

import numpy as np


def columns_as_if_orthonormal(x, A):
    return sum((a @ x) * a for a in A.T)


def columns_of_length_one(x, A):
    p = np.zeros(len(x))
    for a in A.T:
        if a.any():
            p = p + (a @ x) / (a @ a) * a
    return p


def fails_on_zero_columns(x, A):
    Q = []
    for a in A.T:
        for q in Q:
            a = a - (q @ a) * q
        Q.append(a / np.sqrt(a @ a))
    return sum((q @ x) * q for q in Q)


def by_lstsq(x, A):
    return A @ np.linalg.lstsq(A, x)[0]


def by_pinv(x, A):
    return A @ (np.linalg.pinv(A, rcond=1e-10) @ x)


def lamp_by_lstsq(x, y):
    A = np.column_stack([x, np.ones(len(x))])
    return np.linalg.norm(y - A @ np.linalg.lstsq(A, y)[0])


def shadows_of_both(x, y):
    one = np.ones(len(x))
    for a in (x, one):
        if a.any():
            y = y - (a @ y) / (a @ a) * a
    return np.linalg.norm(y)


def flip_in_loops(W, b, x):
    z = [sum(w * p for w, p in zip(row, x, strict=True)) for row in W]
    z = [s + c for s, c in zip(z, b, strict=True)]
    y = z.index(max(z))
    pairs = []
    for k, s in enumerate(z):
        if k != y:
            d = [u - v for u, v in zip(W[y], W[k], strict=True)]
            size = (z[y] - s) / sum(map(abs, d))
            pairs.append((size, size * sum(u != 0 for u in d) ** 0.5))
    return min(pairs)


def by_length(W, b, x):
    z = W @ x + b
    y = int(np.argmax(z))
    pairs = [
        ((z[y] - z[k]) / np.linalg.norm(W[y] - W[k]), np.sum(W[y] != W[k]))
        for k in range(len(z))
        if k != y
    ]
    size, moved = min(pairs)
    return size, size * np.sqrt(moved)


def own_class_too(W, b, x):
    z = W @ x + b
    y = z.argmax()
    with np.errstate(invalid="ignore"):
        steps = (z[y] - z) / np.abs(W[y] - W).sum(axis=1)
    return steps.min(), steps.min()


def range_in_loops(w, x, eps):
    low = 0.0
    for weight, pixel in zip(w, x, strict=True):
        ends = [max(pixel - eps, 0), min(pixel + eps, 1)]
        low += max(weight * (pixel - end) for end in ends)
    return low


def range_by_clip(w, x, eps):
    return w @ x - w @ np.clip(x - eps * np.sign(w), 0, 1)


WRONG = {
    "ex-vectors-project": [
        (columns_as_if_orthonormal, "other lengths and angles"),
        (columns_of_length_one, "counted twice"),
        (lambda x, A: x - by_lstsq(x, A), ""),
        (lambda x, A: np.linalg.lstsq(A, x)[0], "the point is asked for"),
        (fails_on_zero_columns, ""),
        (lambda x, A: A @ np.linalg.inv(A.T @ A) @ A.T @ x, ""),
    ],
    "ex-vectors-lamp": [
        (lambda x, y: np.std(y) * np.sqrt(len(y)), "the factor a is not used"),
        (
            lambda x, y: np.linalg.norm(y - x * (x @ y) / max(x @ x, 1e-300)),
            "no grey is added",
        ),
        (lambda x, y: lamp_by_lstsq(x, y) ** 2, "the square of the length"),
        (shadows_of_both, ""),
        (lambda x, y: np.sqrt(1 - np.corrcoef(x, y)[0, 1] ** 2), ""),
    ],
    "ex-vectors-flip": [
        (
            lambda W, b, x: flip_in_loops(W, 0 * b, x),
            "the bias belongs to the scores",
        ),
        (
            lambda W, b, x: (
                flip_in_loops(W, b, x)[0],
                flip_in_loops(W, b, x)[0] * len(x) ** 0.5,
            ),
            "need not move",
        ),
        (by_length, "measured by its largest entry"),
        (own_class_too, ""),
        (lambda W, b, x: flip_in_loops(W, b, x)[::-1], ""),
    ],
    "ex-vectors-range": [
        (lambda w, x, eps: eps * np.abs(w).sum(), "leave the range"),
        (
            lambda w, x, eps: range_by_clip(w, x, eps) * -1,
            "how far it is lowered",
        ),
        (lambda w, x, eps: range_in_loops(-w, x, eps), "can be raised"),
        (lambda w, x, eps: w @ np.minimum(eps, x), ""),
    ],
    "ex-vectors-share": [
        (
            lambda n, m: (
                sum(comb(n, k) for k in range(n + 1) if abs(n - 2 * k) > m) / 2**n
            ),
            "with exactly m",
        ),
        (
            lambda n, m: sum(comb(n, k) for k in range(n + 1) if 2 * k - n >= m) / 2**n,
            "may be negative too",
        ),
        (lambda n, m: 2 * np.exp(-(m**2) / 2 / n), "count exactly"),
        (lambda n, m: 0.5, ""),
    ],
}
RIGHT = {
    "ex-vectors-project": [by_lstsq, by_pinv],
    "ex-vectors-lamp": [lamp_by_lstsq],
    "ex-vectors-flip": [flip_in_loops],
    "ex-vectors-range": [range_in_loops, range_by_clip],
    "ex-vectors-share": [
        lambda n, m: (
            1 - sum(comb(n, k) for k in range(n + 1) if (n - 2 * k) ** 2 < m * m) / 2**n
        ),
    ],
}
