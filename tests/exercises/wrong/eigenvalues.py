"""Wrong answers to the exercises on eigenvalues, and a part of the hint they get."""

import numpy as np


def by_power(A):
    sizes = [np.linalg.norm(np.linalg.matrix_power(A, k), 2) for k in range(150)]
    return max(sizes)


def by_square_roots(A):
    best, power = 1.0, np.eye(len(A))
    for _ in range(150):
        power = A @ power
        best = max(best, np.linalg.eigvalsh(power.T @ power).max() ** 0.5)
    return best


def while_it_grows(A):
    best, power = 1.0, A
    while np.linalg.norm(power, 2) >= best:
        best, power = np.linalg.norm(power, 2), power @ A
    return best


def by_axes(A, s, x, steps):
    lam, U = np.linalg.eigh(A)
    c = U.T @ x
    away = np.abs(lam - s).min() / (lam - s)
    share = (c * away**steps) ** 2
    return share @ lam / share.sum()


def by_inverse(A, s, x, steps):
    M = np.linalg.inv(A - s * np.eye(len(A)))
    for _ in range(steps):
        x = M @ x
        x = x / np.abs(x).max()
    return (x @ (A @ x)) / (x @ x)


def power_steps(A, s, x, steps):
    for _ in range(steps):
        x = A @ x / np.abs(A @ x).max()
    return x @ A @ x / (x @ x)


def by_inverse_unscaled(A, s, x, steps):
    M = np.linalg.inv(A - s * np.eye(len(A)))
    with np.errstate(all="ignore"):
        for _ in range(steps):
            x = M @ x
        return x @ A @ x / (x @ x)


def shift_in_loops(A):
    worst = 0.0
    for i, row in enumerate(A):
        radius = sum(abs(a) for j, a in enumerate(row) if j != i)
        worst = max(worst, radius - row[i])
    return worst


def until_by_bisection(A, B):
    low, high = 0.0, 1.0
    while np.linalg.eigvalsh(A + high * B)[0] > 0:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if np.linalg.eigvalsh(A + middle * B)[0] > 0:
            low = middle
        else:
            high = middle
    return low


def until_by_eig(A, B):
    mu = np.linalg.eigvals(np.linalg.solve(A, B)).real.min()
    return -1 / mu


def pagerank_by_steps(P, alpha):
    n = len(P)
    x = np.full(n, 1 / n)
    G = np.empty((n, n))
    for j in range(n):
        total = P[:, j].sum()
        G[:, j] = P[:, j] / total if total else 1 / n
    for _ in range(4000):
        x = alpha * G @ x + (1 - alpha) / n
    return x


def lost_visitors(P, alpha):
    n = len(P)
    x = np.full(n, 1 / n)
    sums = P.sum(axis=0)
    G = P / np.where(sums > 0, sums, 1)
    for _ in range(3000):
        x = alpha * G @ x + (1 - alpha) / n
    return x


WRONG = {
    "ex-eigenvalues-peak": [
        (lambda A: max(1, np.linalg.norm(A, 2)), "later powers may be larger"),
        (while_it_grows, "rise again"),
        (lambda A: by_power(A[None][0]) if len(A) > 1 else abs(A[0, 0]), ""),
        (
            lambda A: max(
                np.linalg.norm(np.linalg.matrix_power(A, k), 2) for k in range(1, 150)
            ),
            "k = 0 belongs to it",
        ),
        (lambda A: np.abs(np.linalg.eigvals(A)).max(), ""),
    ],
    "ex-eigenvalues-nearest": [
        (by_inverse_unscaled, "overflow"),
        (power_steps, "s plays no part"),
        (lambda A, s, x, steps: by_axes(A, s, x, steps) - s, "added again"),
        (lambda A, s, x, steps: by_axes(A, 0 * s + 1e-9, x, steps), ""),
        (
            lambda A, s, x, steps: 1 / (by_axes(A, s, x, steps) - s),
            "",
        ),
        (lambda A, s, x, steps: by_axes(A, s, x, steps + 1), ""),
    ],
    "ex-eigenvalues-shift": [
        (
            lambda A: max(0, (np.abs(A).sum(axis=0) - 2 * np.abs(np.diag(A))).max()),
            "with its sign",
        ),
        (lambda A: max(0, -np.linalg.eigvalsh(A).min()), "the discs alone"),
        (
            lambda A: (np.abs(A).sum(axis=1) - np.abs(np.diag(A)) - np.diag(A)).max(),
            "needs no shift",
        ),
        (lambda A: 0.0, ""),
    ],
    "ex-eigenvalues-until": [
        (
            lambda A, B: np.linalg.eigvalsh(A).min() / -np.linalg.eigvalsh(B).min(),
            "the two directions differ",
        ),
        (lambda A, B: 1 / until_by_eig(A, B), "not −μ"),
        (
            lambda A, B: -1 / np.linalg.eigvals(np.linalg.solve(A, B)).real.max(),
            "reaches 0 first",
        ),
        (lambda A, B: -1 / np.linalg.eigvalsh(np.linalg.solve(A, B)).min(), ""),
    ],
    "ex-eigenvalues-pagerank": [
        (lost_visitors, "lost"),
        (lambda P, alpha: pagerank_by_steps(P, 1 - alpha), "follows links"),
        (lambda P, alpha: pagerank_by_steps(P.T, alpha), "no transpose"),
        (lambda P, alpha: pagerank_by_steps(P, alpha) * len(P), ""),
    ],
}
RIGHT = {
    "ex-eigenvalues-peak": [by_power, by_square_roots],
    "ex-eigenvalues-nearest": [by_axes, by_inverse],
    "ex-eigenvalues-shift": [shift_in_loops],
    "ex-eigenvalues-until": [until_by_bisection, until_by_eig],
    "ex-eigenvalues-pagerank": [
        pagerank_by_steps,
        lambda P, alpha: lost_visitors(P, alpha) / lost_visitors(P, alpha).sum(),
    ],
}
