"""Answers to the exercises of stochastic-gradients: wrong ones, and right ones."""

from itertools import combinations

import numpy as np


def eigenvalues_of_the_covariance(A, Sigma, eta, B):
    s = np.sort(np.linalg.eigvalsh(Sigma))
    return sum(eta * s / B / (2 * (2 - eta * np.sort(np.linalg.eigvalsh(A)))))


def diagonal_of_the_covariance(A, Sigma, eta, B):
    lam = np.linalg.eigvalsh(A)
    return np.sum(eta * np.diag(Sigma) / B / (2 * (2 - eta * lam)))


def floor_by_kronecker(A, Sigma, eta, B):
    n = len(A)
    M = np.eye(n) - eta * A
    still = np.eye(n * n) - np.kron(M, M)
    second = np.linalg.solve(still, (eta**2 * Sigma / B).ravel()).reshape(n, n)
    return np.trace(A @ second) / 2


def floor_by_steps(A, Sigma, eta, B):
    M = np.eye(len(A)) - eta * A
    second = np.zeros_like(A)
    for _ in range(4000):
        second = M @ second @ M + eta**2 / B * Sigma
    return np.sum(A * second) / 2


def twin_by_halving(eta, beta, B, lam):
    p = eta / B * (1 + beta) / ((1 - beta) * (2 * (1 + beta) - eta * lam))
    low, high = 0.0, 2 / lam
    for _ in range(200):
        middle = (low + high) / 2
        if middle / (2 - middle * lam) < p:
            low = middle
        else:
            high = middle
    return low


def noise_by_solving(q, b, Q, B):
    signal, noise = np.linalg.solve([[1, 1 / b], [1, 1 / B]], [q, Q])
    return noise / signal


def kaczmarz_in_loops(A, b, x, rows):
    x = list(x)
    for i in rows:
        off = sum(a * z for a, z in zip(A[i], x, strict=True)) - b[i]
        size = sum(a * a for a in A[i])
        x = [z - off / size * a for a, z in zip(A[i], x, strict=True)]
    return x


def half_projected(A, b, x, rows):
    for i in rows:
        x = x - (A[i] @ x - b[i]) * A[i] / np.sqrt(A[i] @ A[i])
    return x


def decrease_by_listing(H, G, eta, B):
    g = G.mean(axis=0)
    means = [G[list(i)].mean(axis=0) for i in combinations(range(len(G)), B)]
    return np.mean([eta * g @ m - eta**2 / 2 * m @ H @ m for m in means])


WRONG = {
    "ex-stochastic-gradients-floor": [
        (eigenvalues_of_the_covariance, "part along each"),
        (lambda A, Sigma, eta, B: eta * np.trace(Sigma) / (4 * B), "short steps"),
        (lambda A, Sigma, eta, B: floor_by_kronecker(A, Sigma, eta, 1), "B-th of it"),
        (diagonal_of_the_covariance, ""),
    ],
    "ex-stochastic-gradients-twin": [
        (lambda eta, beta, B, lam: eta / B / (1 - beta), "for short steps"),
        (lambda eta, beta, B, lam: twin_by_halving(eta, beta, 1, lam), "divides the"),
        (
            lambda eta, beta, B, lam: (
                2 * eta * (1 + beta) / B / (1 - beta) / (2 + 2 * beta - eta * lam)
            ),
            "a denominator too",
        ),
        (lambda eta, beta, B, lam: eta / B, ""),
    ],
    "ex-stochastic-gradients-noise": [
        (lambda q, b, Q, B: (q - Q) * b / Q, "noise as well"),
        (lambda q, b, Q, B: (q - Q) * b * B / (B - b) / q, "without noise"),
        (lambda q, b, Q, B: 1 / noise_by_solving(q, b, Q, B), "signal over noise"),
        (lambda q, b, Q, B: (q - Q) / Q, ""),
    ],
    "ex-stochastic-gradients-kaczmarz": [
        (
            lambda A, b, x, rows: kaczmarz_in_loops(A, b, x, range(len(b))),
            "in their order",
        ),
        (
            lambda A, b, x, rows: (
                x - sum((A[i] @ x - b[i]) * A[i] / np.sum(A[i] ** 2) for i in rows)
            ),
            "the last one ended",
        ),
        (half_projected, "squared length"),
        (lambda A, b, x, rows: np.linalg.pinv(A) @ b, ""),
    ],
    "ex-stochastic-gradients-decrease": [
        (
            lambda H, G, eta, B: (
                decrease_by_listing(H, G, eta, len(G))
                - eta**2 / 2 / B * np.sum(H * np.cov(G.T, bias=True))
            ),
            "with replacement",
        ),
        (lambda H, G, eta, B: decrease_by_listing(H, G, eta, len(G)), "costs too"),
        (
            lambda H, G, eta, B: (
                2 * decrease_by_listing(H, G, eta, B)
                - eta * np.sum(G.mean(axis=0) ** 2)
            ),
            "the factor 1/2",
        ),
        (lambda H, G, eta, B: -decrease_by_listing(H, G, eta, B), ""),
    ],
}

RIGHT = {
    "ex-stochastic-gradients-floor": [floor_by_kronecker, floor_by_steps],
    "ex-stochastic-gradients-twin": [twin_by_halving],
    "ex-stochastic-gradients-noise": [noise_by_solving],
    "ex-stochastic-gradients-kaczmarz": [kaczmarz_in_loops],
    "ex-stochastic-gradients-decrease": [decrease_by_listing],
}
